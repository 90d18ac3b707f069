import { adjustmentProduct, deliveryProduct, lineComments } from './service-products.ts'
import type { DealLine, PlanDocument } from './types.ts'

export interface Books {
  lines: DealLine[]
  /** What the adjustment line settles; 0 when there is none. */
  adjustmentMinor: number
}

/**
 * Closes the books of a deal: delivery becomes a line, and what then still differs from the total (rounding, a discount on
 * the whole order) another one, which may be negative. Σ lines = `totalMinor` afterwards, to the minor unit. Lines that an
 * earlier call added are made anew. A deal without lines gets none: its value is its total.
 */
export function balanceLines(
  lines: readonly DealLine[],
  totalMinor: number,
  deliveryMinor: number,
  language: PlanDocument['language'],
): Books {
  const own = lines.filter((line) => line.added === undefined)
  if (own.length === 0) return { lines: [], adjustmentMinor: 0 }
  const comments = lineComments(language)
  const added: DealLine[] = []
  if (deliveryMinor !== 0) {
    added.push({
      product: deliveryProduct,
      quantity: 1,
      priceMinor: deliveryMinor,
      comment: comments.delivery,
      added: 'delivery',
    })
  }
  const adjustmentMinor = totalMinor - linesTotal([...own, ...added])
  if (adjustmentMinor !== 0) {
    added.push({
      product: adjustmentProduct,
      quantity: 1,
      priceMinor: adjustmentMinor,
      comment: comments.adjustment,
      added: 'adjustment',
    })
  }
  return { lines: [...own, ...added], adjustmentMinor }
}

export function linesTotal(lines: readonly DealLine[]): number {
  return lines.reduce((sum, { quantity, priceMinor }) => sum + Math.round(quantity * priceMinor), 0)
}
