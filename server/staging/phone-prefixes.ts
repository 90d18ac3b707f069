import { readList } from '../altcraft/values/list.ts'
import type { Json } from '../lib/json.ts'

const phone = /^(?:\+\d[\d\s().-]{8,20}|\(?\d[\d\s().-]{8,17})$/

/**
 * How the phones among the values begin, most frequent first: `+7`, `+380` (two or three digits where the country code has
 * them), `8` and `7` before ten more digits, `local` without either. It tells whether numbers carry their country.
 */
export function countPhonePrefixes(values: readonly Json[]): { prefix: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const value of values.flatMap(readList)) {
    if (!phone.test(value)) continue
    const prefix = prefixOf(value)
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  }
  return [...counts].map(([prefix, count]) => ({ prefix, count })).sort((a, b) => b.count - a.count)
}

/** Country codes of one digit are 1 and 7; of two, those below; the rest have three (ITU-T E.164). */
const twoDigits = /^(?:2[07]|3[0123469]|4[013456789]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

function prefixOf(text: string): string {
  const digits = text.replace(/\D/g, '')
  if (text.startsWith('+')) {
    return `+${/^[17]/.test(digits) ? digits.slice(0, 1) : digits.slice(0, twoDigits.test(digits) ? 2 : 3)}`
  }
  return digits.length === 11 && /^[78]/.test(digits) ? digits.slice(0, 1) : 'local'
}
