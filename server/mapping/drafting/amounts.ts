import { readDecimalMinor, readNumber } from '../../altcraft/values/number.ts'
import type { Json } from '../../lib/json.ts'
import { currencyExponent } from '../../lib/money.ts'
import type { DatasetPlan } from '../types.ts'

/** Reads an amount of a dataset in minor units of `currency`; exact or undefined. */
export type ReadAmount = (cell: Json, currency: string) => number | undefined

/**
 * `minor`: the export writes minor units of the currency itself (Altcraft's `market/orders/list`: 4499000 RUB is
 * 44,990.00; 4500 JPY is 4,500, as the yen has no smaller unit). Otherwise it writes whole units with decimals.
 */
export function makeReadAmount(dataset: DatasetPlan): ReadAmount {
  const minor = dataset.reading.moneyScale === 'minor'
  return (cell, currency) => readDecimalMinor(cell, minor ? 0 : currencyExponent(currency))
}

/**
 * A discount or tax in minor units, positive: an amount, or per cent of `ofMinor` (`10 %`). Undefined when the cell is neither.
 */
export function readPart(
  readAmount: ReadAmount,
  cell: Json,
  currency: string,
  ofMinor: number | undefined,
): number | undefined {
  const text = typeof cell === 'string' ? cell.trim() : ''
  if (!text.endsWith('%')) {
    const amount = readAmount(cell, currency)
    return amount === undefined ? undefined : Math.abs(amount)
  }
  const percent = readNumber(text)
  if (percent === undefined || ofMinor === undefined) return undefined
  const part = Math.round((Math.abs(ofMinor) * Math.abs(percent)) / 100)
  return Number.isSafeInteger(part) ? part : undefined
}

/** The nearest minor unit, for unit prices with more decimals than the currency has (`33.3333` × 3). */
export function nearestAmount(dataset: DatasetPlan, cell: Json, currency: string): number | undefined {
  const value = readNumber(cell)
  if (value === undefined) return undefined
  const factor = dataset.reading.moneyScale === 'minor' ? 1 : 10 ** currencyExponent(currency)
  const rounded = Math.round(value * factor)
  return Number.isSafeInteger(rounded) ? rounded : undefined
}
