import { readBoolean } from '../../altcraft/values/boolean.ts'
import { readDate } from '../../altcraft/values/date.ts'
import { isPlaceholderEmail, readEmail } from '../../altcraft/values/email.ts'
import { readList } from '../../altcraft/values/list.ts'
import { readNumber } from '../../altcraft/values/number.ts'
import { readNested, readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import type { ColumnProfile } from '../types.ts'
import type { Looks } from './rule.ts'

const tests: Record<Looks, (cell: Json) => boolean> = {
  email: (cell) => readList(cell).some((item) => readEmail(item) !== undefined || isPlaceholderEmail(item)),
  phone: (cell) => readList(cell).some(isPhoneLike),
  date: (cell) => readDate(cell) !== undefined || readDate(cell, { order: 'dmy' }) !== undefined,
  number: (cell) => readNumber(cell) !== undefined,
  boolean: (cell) => readBoolean(cell) !== undefined,
  nested: (cell) => typeof readNested(cell) === 'object',
  domain: (cell) => /^\S+\.\p{L}{2,}\S*$/u.test(readText(cell) ?? ''),
  scalar: (cell) => typeof readNested(cell) !== 'object',
}

function isPhoneLike(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  return (digits >= 7 && digits <= 15 && /^[+\d][\d\s().-]*$/.test(text)) || /^\d[.,]\d+E\+1[01]$/i.test(text)
}

/** Share (0–1) of a column's samples that look so; 1 for a column without values, which contradicts nothing. */
export function shareLooking(looks: Looks, profile: ColumnProfile): number {
  if (profile.samples.length === 0) return 1
  return profile.samples.filter(tests[looks]).length / profile.samples.length
}

export function shareOf(profile: ColumnProfile, types: readonly (keyof ColumnProfile['types'])[]): number {
  if (profile.filled === 0) return 0
  return types.reduce((sum, type) => sum + (profile.types[type] ?? 0), 0) / profile.filled
}
