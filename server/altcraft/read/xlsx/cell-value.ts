import type { Json } from '../../../lib/json.ts'
import type { CellContext } from './book.ts'
import { toIsoDate } from './serial-date.ts'
import { unescapeText } from './xml-text.ts'

/** A cell as it stands in the sheet's XML. */
export interface RawCell {
  /** Attribute `t`: what the value is; `n` when absent. */
  type: string
  /** Number of its style. */
  style: number
  value: string
}

/** Digits that a double holds whatever they are; Excel shows no more. */
const sureDigits = 15

/**
 * The value of a cell: texts verbatim, whole numbers as the text of their digits (as CSV has them), other numbers as numbers
 * of at most 15 digits, dates as ISO text, booleans, errors as their text (`#N/A`). Null for a cell without a value, undefined
 * for one whose shared text is missing.
 */
export function toCellValue({ type, style, value }: RawCell, context: CellContext): Json | undefined {
  switch (type) {
    case 's':
      return value === '' ? null : context.strings.get(Number(value))
    case 'inlineStr':
    case 'str':
      return unescapeText(value)
    case 'b':
      return value === '' ? null : value === '1' || value === 'true'
    case 'd':
      return value === '' ? null : value.replace(/T00:00(?::00(?:\.0+)?)?$/, '')
    case 'e':
      return value === '' ? null : value
    default:
      return toNumberOrDate(value, style, context)
  }
}

function toNumberOrDate(value: string, style: number, { dateStyles, dateSystem }: CellContext): Json {
  if (value === '') return null
  const number = Number(value)
  if (!Number.isFinite(number) || value.trim() === '') return value
  const date = dateStyles[style] === true ? toIsoDate(number, dateSystem) : undefined
  return date ?? toExactNumber(number, value)
}

/** Beyond 15 digits a number stays as it is written: digits that `1.2345678901234568E+16` does not have are not made up. */
function toExactNumber(number: number, written: string): Json {
  if (Number.isInteger(number)) {
    if (Math.abs(number) < 10 ** sureDigits) return String(number === 0 ? 0 : number)
    return written
  }
  return written.length <= sureDigits ? number : Number(number.toPrecision(sureDigits))
}
