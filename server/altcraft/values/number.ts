import type { Json } from '../../lib/json.ts'
import { readDecimal, shift } from './decimal.ts'
import { readText } from './text.ts'

/** A number in any spelling of `readDecimal`, also with a percent sign (`12,5 %` → 12.5). Never infinite. */
export function readNumber(cell: Json): number | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : undefined
  const text = readText(cell)
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
