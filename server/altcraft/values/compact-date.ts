import type { Json } from '../../lib/json.ts'
import { isRealDay } from './calendar.ts'
import type { DateValue } from './date.ts'

/** The years that databases and spreadsheets hold dates of customers of. */
const firstYear = 1900
const lastYear = 2100
/** 2001-09-09 and 2096-10-02, in seconds since 1970. */
const firstSecond = 1_000_000_000
const lastSecond = 4_000_000_000
/** `23.02.90`, `2/23/90`, `23-02-90 10:00`, `23 Feb 90`, `Feb 23, '90`: all that `hasShortYear` knows. */
const shortYear =
  /^(\d{1,2}([-./])\d{1,2}\2|\d{1,2}[ .-]+\p{L}{3,}\.?,?[ -]+|\p{L}{3,}\.? \d{1,2}, ?)['’]?(\d{2})(?!\d)(.*)$/su

/**
 * A date without separators, in a column that is known to hold dates: `19981028`, seconds (`1672912800`) or milliseconds since
 * 1970. Nothing tells such a number from any other, so the name of the column must.
 */
export function readCompactDate(cell: Json): DateValue | undefined {
  const text = typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? cell.trim() : ''
  if (/^\d{8}$/.test(text)) return ofDay(text)
  const seconds = /^\d{10}(?:\.0+)?$/.test(text)
    ? Number(text)
    : /^\d{13}$/.test(text)
      ? Number(text) / 1000
      : Number.NaN
  if (!(seconds >= firstSecond && seconds <= lastSecond)) return undefined
  const instant = new Date(Math.round(seconds * 1000)).toISOString()
  return { date: instant.slice(0, 10), time: instant.slice(11, 19), instant: instant.replace('.000Z', 'Z') }
}

function ofDay(text: string): DateValue | undefined {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
  if (Number(year) < firstYear || Number(year) > lastYear) return undefined
  return isRealDay(Number(year), Number(month), Number(day)) ? { date: `${year}-${month}-${day}` } : undefined
}

/**
 * A date with a year of two digits with all four, by the rule of Excel, which wrote it so: 30 to 99 are of the last century, 00 to
 * 29 of this. Other cells are returned as they are.
 */
export function withFullYear(cell: Json): Json {
  if (typeof cell !== 'string') return cell
  return cell
    .trim()
    .replace(
      shortYear,
      (_, start: string, __, year: string, rest: string) => `${start}${Number(year) < 30 ? '20' : '19'}${year}${rest}`,
    )
}
