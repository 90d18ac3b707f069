import type { Json } from '../../lib/json.ts'
import { isPlainDecimal, readDecimal, shift } from './decimal.ts'
import { readText } from './text.ts'

/** What stands before the decimals in the numbers of a column. */
export type DecimalMark = 'comma' | 'point'

/** One to three digits, a mark, three digits: thousands or thousandths, the cell alone does not say. */
const unclear = /^([^\d.,]*[1-9]\d{0,2})([.,])(\d{3})([^\d.,]*)$/

/** The mark of a number that its cell alone leaves open (`1,234`, `1.234`); undefined for every other. */
export function unclearMark(cell: Json): DecimalMark | undefined {
  const mark = typeof cell === 'string' ? unclear.exec(cell)?.[2] : undefined
  return mark === undefined ? undefined : mark === ',' ? 'comma' : 'point'
}

/**
 * The cell as the readers of numbers take it in a column whose decimals stand behind a comma: `1,234` → `1.234` (one and a
 * bit), `1.234` → `1234`. Other cells, and numbers of JSON, are returned as they are.
 */
export function withDecimalComma(cell: Json): Json {
  if (typeof cell !== 'string') return cell
  return cell.replace(unclear, (_, head: string, mark: string, tail: string, end: string) =>
    mark === ',' ? `${head}.${tail}${end}` : `${head}${tail}${end}`,
  )
}

/** A number in any spelling of `readDecimal`, also with a percent sign (`12,5 %` → 12.5). Never infinite. */
export function readNumber(cell: Json): number | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : undefined
  const text = readText(cell)
  // Both ways give the double that is nearest to the decimal number; this one takes less than half the time.
  if (text !== undefined && isPlainDecimal(text)) return Number(text) || 0
  const decimal = readDecimal(text?.endsWith('%') ? text.slice(0, -1) : cell)
  if (!decimal) return undefined
  const value = Number(`${decimal.digits}e-${decimal.scale}`)
  return decimal.negative && value !== 0 ? -value : value
}

/**
 * An amount in minor units, exact. `exponent` is the number of decimals of the currency (2: `"1 234,5"` → 123450); 0 when
 * the export holds minor units already. Undefined when it is no number, when digits would be lost (`0.125` at 2) or when it
 * is beyond 2^53: an amount is never rounded.
 */
export function readDecimalMinor(cell: Json, exponent: number): number | undefined {
  const decimal = readDecimal(cell)
  if (!decimal) return undefined
  const { digits, scale } = shift(decimal, exponent)
  const whole = scale === 0 ? digits : digits.slice(0, -scale) || '0'
  const lost = scale === 0 ? '' : digits.slice(-scale)
  if (/[1-9]/.test(lost)) return undefined
  const value = Number(whole)
  if (!Number.isSafeInteger(value)) return undefined
  return decimal.negative && value !== 0 ? -value : value
}
