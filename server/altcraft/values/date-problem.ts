import type { Json } from '../../lib/json.ts'
import { dateText } from './date.ts'

const numeric = String.raw`\d{1,2}([-/.])\d{1,2}\1['’]?\d{2}`
const dayMonth = String.raw`\d{1,2}[ .-]+\p{L}{3,}\.?,?[ -]+['’]?\d{2}`
const monthDay = String.raw`\p{L}{3,}\.? \d{1,2}, ?['’]?\d{2}`
const shortYear = new RegExp(
  `^(?:${numeric}|${dayMonth}|${monthDay})(?: ?г\\.?)?(?:[T ,]+\\d{1,2}:\\d{2}.{0,12})?$`,
  'u',
)

/** A date whose year has two digits: nothing says of which century it is. */
export function hasShortYear(cell: Json): boolean {
  return shortYear.test(dateText(cell) ?? '')
}

/**
 * Why `readDate` found no date in a filled cell. Undefined where there is nothing to tell: `0001-01-01…` (Go) and
 * `0000-00-00…` (SQL) are times that were never set.
 */
export function dateProblem(cell: Json): 'date.two_digit_year' | 'date.invalid' | undefined {
  if (/^(?:0001-01-01|0000-00-00)/.test(dateText(cell) ?? '')) return undefined
  return hasShortYear(cell) ? 'date.two_digit_year' : 'date.invalid'
}
