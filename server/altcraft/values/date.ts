import type { Json } from '../../lib/json.ts'
import { isRealDay } from './calendar.ts'
import { monthOf } from './months.ts'
import { readPlainDate } from './plain-date.ts'
import { readText } from './text.ts'

export type DateOrder = 'dmy' | 'mdy' | 'ymd'

export interface DateValue {
  /** `YYYY-MM-DD` as written, in the zone it was written in. */
  date: string
  /** `HH:mm:ss` as written; absent when the cell holds a date alone. */
  time?: string
  /** RFC 3339 in UTC with milliseconds where there are any; only when the cell names its offset. */
  instant?: string
}

const timePart = String.raw`(?:[Tt ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?`
/** `25.06.1990 г.` */
const yearMark = String.raw`(?: ?г(?:\.|ода)?)?`
const yearFirst = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${timePart}$`)
const yearLast = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${yearMark}${timePart}$`)
const dayMonthWord = new RegExp(`^(\\d{1,2})[ .-]+(\\p{L}+)\\.?,?[ -]+(\\d{4})${yearMark}${timePart}$`, 'u')
const monthWordDay = new RegExp(`^(\\p{L}+)\\.? (\\d{1,2}),? (\\d{4})${timePart}$`, 'u')

/**
 * A date, with its time and instant where the cell has them. Reads RFC 3339 (no seconds, milli- to nanoseconds, any
 * offset), `YYYY-MM-DD`, `YYYY/MM/DD`, `DD.MM.YYYY`, slash dates, `25 June 1990`, `25 июня 1990 г.`, each with or without time.
 * `order` decides `a/b/YYYY`; without it a slash date is read only when one part is over 12, a dot date as day first.
 * Undefined: no date, no such day, two-digit years, years before 1000, and numbers: a spreadsheet's serial number is a date
 * only where the workbook's cell format says so.
 */
export function readDate(cell: Json, options: { order?: DateOrder | undefined } = {}): DateValue | undefined {
  const plain = typeof cell === 'string' ? readPlainDate(cell, options.order) : undefined
  return plain ?? readAnyDate(cell, options.order)
}

/** `readDate` by expressions alone: the same for every cell, in more time. */
export function readAnyDate(cell: Json, order: DateOrder | undefined): DateValue | undefined {
  const text = dateText(cell)
  if (text === undefined) return undefined
  const iso = yearFirst.exec(text)
  if (iso) return toDate(iso[1], iso[2], iso[3], iso.slice(4))
  const numeric = yearLast.exec(text)
  if (numeric) return numericDate(numeric, order)
  const words = dayMonthWord.exec(text)
  if (words) return toDate(words[3], monthOf(words[2] ?? ''), words[1], words.slice(4))
  const american = monthWordDay.exec(text)
  if (american) return toDate(american[3], monthOf(american[1] ?? ''), american[2], american.slice(4))
  return undefined
}

/** The text that may be a date: any white space is a space. Undefined for empty cells, numbers, and long texts. */
export function dateText(cell: Json): string | undefined {
  const text = typeof cell === 'string' ? readText(cell) : undefined
  return text === undefined || text.length > 60 ? undefined : text.replace(/\s+/g, ' ')
}

function numericDate(match: RegExpExecArray, order: DateOrder | undefined): DateValue | undefined {
  const [, first = '', separator, second = '', year] = match
  const time = match.slice(5)
  const decided = order === 'dmy' || order === 'mdy' ? order : orderOf(Number(first), Number(second), separator)
  if (decided === 'dmy') return toDate(year, second, first, time)
  return decided === 'mdy' ? toDate(year, first, second, time) : undefined
}

function orderOf(first: number, second: number, separator: string | undefined): DateOrder | undefined {
  if (first > 12 || separator === '.') return 'dmy'
  return second > 12 ? 'mdy' : undefined
}

type Part = string | undefined

function toDate(year: Part, month: Part, day: Part, time: Part[]): DateValue | undefined {
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  if (!isRealDay(Number(year), Number(month), Number(day))) return undefined
  const [hours, minutes, seconds, fraction, half, offset] = time
  if (hours === undefined) return { date }
  const hour = half === undefined ? Number(hours) : twelveHour(Number(hours), half)
  if (hour > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined
  const clock = `${String(hour).padStart(2, '0')}:${minutes}:${seconds ?? '00'}`
  if (offset === undefined) return { date, time: clock }
  const instant = toInstant(`${date}T${clock}.${(fraction ?? '').padEnd(3, '0').slice(0, 3)}`, offset)
  return instant === undefined ? undefined : { date, time: clock, instant }
}

function twelveHour(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.NaN
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

function toInstant(local: string, offset: string): string | undefined {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset)
  const minutes = match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) : 0
  const at = Date.parse(`${local}Z`) - minutes * 60_000
  if (Number.isNaN(at) || Math.abs(minutes) > 24 * 60) return undefined
  return new Date(at).toISOString().replace('.000Z', 'Z')
}
