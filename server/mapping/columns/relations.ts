import { readNumber } from '../../altcraft/values/number.ts'
import type { ColumnProfile } from '../types.ts'
import type { ScoredColumn } from './score-columns.ts'

const nearly = 0.015

/**
 * What columns say about one another, told from rows that several columns have samples of: where quantity × price is the sum,
 * that sum is the line's and not the order's. Changes the fits of the columns.
 */
export function relateColumns(columns: readonly ScoredColumn[]): void {
  const best = (target: string) =>
    columns.filter(({ fits }) => fits[0]?.target === target && (fits[0]?.score ?? 0) > 0.6)
  for (const quantity of best('line.quantity')) {
    for (const price of best('line.price')) {
      for (const sum of columns.filter(({ fits }) => fits.some(({ target }) => target === 'line.total'))) {
        if (sum !== price && sum !== quantity && isProduct(sum.profile, quantity.profile, price.profile))
          preferLineTotal(sum)
      }
    }
  }
}

function preferLineTotal(column: ScoredColumn): void {
  for (const fit of column.fits) {
    if (fit.target === 'line.total') fit.score = Math.max(fit.score, 0.85) + 0.1
    if (fit.target === 'order.total') fit.score *= 0.6
  }
  column.fits.sort((a, b) => b.score - a.score)
}

/** In most rows that all three have samples of, or in some while a discount explains the others; one quantity at least is above one. */
function isProduct(sum: ColumnProfile, a: ColumnProfile, b: ColumnProfile): boolean {
  const [sums, as, bs] = [sum, a, b].map(byRow)
  let rows = 0
  let right = 0
  let below = 0
  let telling = false
  for (const [row, total] of sums ?? []) {
    const x = as?.get(row)
    const y = bs?.get(row)
    if (x === undefined || y === undefined || total === 0) continue
    rows += 1
    if (Math.abs(x * y - total) <= Math.abs(total) * nearly) right += 1
    if (x * y >= total && total >= x * y * 0.3) below += 1
    if (x !== 1) telling = true
  }
  return telling && rows >= 3 && (right >= rows * 0.6 || (right >= rows * 0.2 && below >= rows * 0.9))
}

function byRow({ samples, sampleRows }: ColumnProfile): Map<number, number> {
  return new Map(
    samples.flatMap((sample, at) => {
      const value = readNumber(sample)
      const row = sampleRows[at]
      return value === undefined || row === undefined ? [] : [[row, value] as const]
    }),
  )
}
