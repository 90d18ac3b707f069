/** Time formats of the two API versions. Inside, times are milliseconds since the epoch; outside, whole seconds. */
import { invalid } from './answer.ts'
import type { Reader } from './read.ts'

/** v2: `2026-01-31T10:20:30Z` */
export const toRfc3339 = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** v1: `2026-01-31 10:20:30`, UTC */
export const toV1Time = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

export const toDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const v1Form = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
const dateForm = /^\d{4}-\d\d-\d\d$/
const timeForm = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

export const moment: Reader<number> = (value, at) => {
  if (typeof value !== 'string' || !rfc3339.test(value)) throw invalid(at, 'must be a date-time in RFC 3339 format')
  return existing(value.slice(0, 10), Date.parse(value), at)
}

export const v1Moment: Reader<number> = (value, at) => {
  if (typeof value !== 'string' || !v1Form.test(value)) throw invalid(at, 'must be YYYY-MM-DD HH:MM:SS')
  return existing(value.slice(0, 10), Date.parse(`${value.replace(' ', 'T')}Z`), at)
}

export const date: Reader<string> = (value, at) => {
  if (typeof value !== 'string' || !dateForm.test(value)) throw invalid(at, 'must be a date in YYYY-MM-DD format')
  existing(value, Date.parse(value), at)
  return value
}

export const timeOfDay: Reader<string> = (value, at) => {
  if (typeof value !== 'string' || !timeForm.test(value)) throw invalid(at, 'must be a time in HH:MM:SS format')
  return value
}

export const timezoneName: Reader<string> = (value, at) => {
  try {
    if (typeof value !== 'string') throw new RangeError()
    new Intl.DateTimeFormat('en', { timeZone: value })
    return value
  } catch {
    throw invalid(at, 'must be a time zone name')
  }
}

/** Refuses days that the calendar does not have, such as 31 February. */
function existing(day: string, ms: number, at: string): number {
  const start = Date.parse(day)
  if (Number.isNaN(ms) || Number.isNaN(start) || toDate(start) !== day) throw invalid(at, 'is not an existing date')
  return ms
}
