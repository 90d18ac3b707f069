import { readDate } from '../../altcraft/values/date.ts'
import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import type { DateOrder } from '../types.ts'

const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\s*([AaPp][Mm])?$/
const between =
  /\s+(?:[-–—]|\.\.|до|по|to|until)\s+|\s*[–—]\s*|\.\.\.?|(?<=\d{4}-\d\d-\d\d)\s*\/\s*(?=\d{4})|(?<=\d{4})\s*-\s*(?=\d{1,2}\.\d{1,2}\.\d{4}$)/i

/** `9:30`, `09:30:15`, `9:30 pm` as `HH:MM:SS`; undefined for anything else, also for 24 hours and more. */
export function readTime(cell: Json): string | undefined {
  const match = clock.exec(readText(cell) ?? '')
  if (match === null) return undefined
  const [, hours = '', minutes = '', seconds = '00', half] = match
  const written = Number(hours)
  if (half !== undefined && (written < 1 || written > 12)) return undefined
  const hour = half === undefined ? written : (written % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return `${String(hour).padStart(2, '0')}:${minutes}:${seconds}`
}

export interface DateRange {
  /** `YYYY-MM-DD`, both; `from` is not after `until`. */
  from: string
  until: string
}

/** `01.02.2024 – 15.02.2024`, `2024-02-01/2024-02-15`, `с 01.02.2024 по 15.02.2024`; undefined for anything else. */
export function readDateRange(cell: Json, order: DateOrder = 'dmy'): DateRange | undefined {
  const text = readText(cell)?.replace(/^(?:с|from)\s+/i, '')
  if (text === undefined || text.length > 60) return undefined
  const parts = text.split(between)
  const [from, until] = parts.map((part) => readDate(part, { order })?.date)
  if (parts.length !== 2 || from === undefined || until === undefined || from > until) return undefined
  return { from, until }
}
