import { readBoolean } from '../../altcraft/values/boolean.ts'
import { withFullYear } from '../../altcraft/values/compact-date.ts'
import { readDate } from '../../altcraft/values/date.ts'
import { readList } from '../../altcraft/values/list.ts'
import { readNumber } from '../../altcraft/values/number.ts'
import type { Json } from '../../lib/json.ts'
import { readDateRange, readTime } from '../drafting/times.ts'
import type { ColumnProfile } from '../types.ts'

/** What a value is, by the readers that will read it. `code`: digits that are no number (`007`), or too many of them. */
export type ValueForm = 'number' | 'money' | 'code' | 'date' | 'daterange' | 'time' | 'phone' | 'link' | 'json' | 'text'

export interface Forms {
  /** The distinct values that the profile keeps, trimmed, as often as they were counted; without placeholders. */
  values: { text: string; count: number }[]
  /** 0–1, of all those values. */
  share(...forms: ValueForm[]): number
  /** Whether the profile keeps every distinct value of the column. */
  complete: boolean
}

/** Cells of people who had nothing to say, and times that were never set (Go, SQL); they speak for no type. */
const placeholders =
  /^(?:0001-01-01.*|0000-00-00.*|[-–—.?*_]+|n\/?a|#n\/a|nan|null|nil|none|undefined|unknown|not set|tbd|нет данных|не указан[оаы]?|не задан[оаы]?|неизвестно|н\/д|б\/н|пусто)$/i

/**
 * The values of a column by their forms. Every distinct value where the profile keeps them all (100 at most), else what it
 * sampled, spread over the whole file.
 */
export function formsOf(profile: ColumnProfile): Forms {
  const { values, complete } = keptValues(profile)
  const filled = values.filter(({ text }) => !placeholders.test(text))
  const told = filled.length === 0 ? values : filled
  const counts = new Map<ValueForm, number>()
  for (const { text, count } of told) {
    const form = formOf(text)
    counts.set(form, (counts.get(form) ?? 0) + count)
  }
  const total = told.reduce((sum, { count }) => sum + count, 0)
  return {
    values: told,
    complete,
    share: (...forms) => (total === 0 ? 0 : forms.reduce((sum, form) => sum + (counts.get(form) ?? 0), 0) / total),
  }
}

function keptValues({ topValues, samples, distinctEstimate, filled }: ColumnProfile) {
  if (topValues.length > 0 && distinctEstimate <= topValues.length) {
    return { values: topValues.map(({ value, count }) => ({ text: value.trim(), count })), complete: true }
  }
  const counts = new Map<string, number>()
  for (const sample of samples) {
    const text = (typeof sample === 'object' ? JSON.stringify(sample) : String(sample)).trim()
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return {
    values: [...counts].map(([text, count]) => ({ text, count })),
    complete: samples.length >= filled,
  }
}

/** Nothing but texts and nested values is longer. */
const longestForm = 300
const json = /^(?:\[.*\]|\{.*\})$/s
const link = /^(?:https?:\/\/|www\.)\S+$|^[^\s@]+@[^\s@]+\.[^\s@]+$/i
const phone = /^(?:\+\d[\d\s().-]{8,20}|[78][\s(-]+\d[\d\s().-]{8,17}|\(\d{3,5}\)[\d\s-]{5,12})$/
/** `4.12.0`, `10.0.0.1`; a date is tried before. */
const version = /^v?\d+(?:\.\d+){2,}$/
const digits = /^\d+$/
const withCurrency =
  /[$€£₽₸₴¥]|(?:руб|р)\.?$|(?:^|[\d\s])(?:rub|rur|usd|eur|gbp|byn|kzt|uah|cny|try)$|^(?:rub|rur|usd|eur|gbp)\s*\d/i

function formOf(text: string): ValueForm {
  if (json.test(text)) return 'json'
  if (text.length > longestForm) return 'text'
  if (link.test(text)) return 'link'
  if (phone.test(text)) return 'phone'
  if (digits.test(text) && ((text.startsWith('0') && text.length > 1) || text.length > 15)) return 'code'
  if (readTime(text) !== undefined) return 'time'
  if (readNumber(text) !== undefined) return withCurrency.test(text) ? 'money' : 'number'
  const day = withFullYear(text)
  if (readDate(day, { order: 'dmy' }) !== undefined || readDate(day, { order: 'mdy' }) !== undefined) return 'date'
  if (version.test(text)) return 'code'
  return readDateRange(text) === undefined ? 'text' : 'daterange'
}

/** Spelled words and signs for yes and no; `1` and `0` are such only where both occur and nothing else does. */
export function isYesNoColumn({ values, complete }: Forms, countsThings: boolean): boolean {
  const answers = values.map(({ text }) => readBoolean(text))
  if (!complete || answers.length === 0 || answers.includes(undefined)) return false
  const bare = values.every(({ text }) => /^[01](?:\.0)?$/.test(text))
  const both = answers.includes(true) && answers.includes(false)
  if (bare) return both && !countsThings
  // A column of `n` or `+` alone may mean anything.
  return both || values.every(({ text }) => text.length > 1)
}

/** Cells of members are short; sentences have commas too. */
const longestList = 1000
const member = /^[^\s]+(?: [^\s]+)?$/
const letter = /\p{L}/u

/** `red,dark blue`: no space behind the commas, one word or two between them, each with a letter. */
function isPartedByCommas(text: string): boolean {
  if (text.length > longestList || !text.includes(',')) return false
  return text.split(',').every((part) => member.test(part) && letter.test(part))
}

/** The members of a cell with several values, also where they are parted by commas alone. */
export function membersOf(cell: Json): string[] {
  const members = readList(cell)
  const [only = ''] = members
  return members.length === 1 && isPartedByCommas(only) ? only.split(',') : members
}

/** All members of the values, with counts. */
export function countMembers({ values }: Forms): { value: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { text, count } of values)
    for (const member of membersOf(text)) counts.set(member, (counts.get(member) ?? 0) + count)
  return [...counts].map(([value, count]) => ({ value, count }))
}
