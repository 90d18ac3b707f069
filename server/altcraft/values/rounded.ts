import type { Json } from '../../lib/json.ts'
import { readText } from './text.ts'

/** `1,23E+11` as a spreadsheet shows a number of twelve digits; a letter E without a sign may be part of an id (`3E12`). */
const scientific = /^\d(?:[.,]\d+)?[EЕ]\+\d{1,3}$|^\d[.,]\d+[EЕ]\d{2,3}$/i

/** Whether a cell is a number that a spreadsheet shortened: different ids look the same in this form. */
export function isRounded(cell: Json): boolean {
  return scientific.test(readText(cell)?.slice(0, 60) ?? '')
}
