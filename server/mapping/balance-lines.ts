import { lineComments, serviceProduct } from './service-products.ts'
import type { AddedLine, DealLine, PlanDocument } from './types.ts'

export interface Books {
  lines: DealLine[]
  /** What the adjustment line settles; 0 when there is none. */
  adjustmentMinor: number
}

/**
 * Closes the books of a deal. Delivery becomes a line. What the total then is short of goes to a negative line of discount as
 * far as discounts of the order and its lines explain it, what it is over to a line of tax likewise; the rest (rounding) to an
 * adjustment, which may be negative. A discount that is in the prices already is none again. Σ lines = `totalMinor` afterwards,
 * to the minor unit. Lines that an earlier call added are made anew. A deal without lines gets none: its value is its total.
 */
export function balanceLines(
  lines: readonly DealLine[],
  totalMinor: number,
  deliveryMinor: number,
  language: PlanDocument['language'],
  discountMinor = 0,
): Books {
  const own = lines.filter((line) => line.added === undefined)
  if (own.length === 0) return { lines: [], adjustmentMinor: 0 }
  const sumOf = (amounts: readonly (number | undefined)[]) => amounts.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  const gap = totalMinor - linesTotal(own) - deliveryMinor
  const discount = sumOf([discountMinor, ...own.map((line) => line.discountMinor)])
  const tax = sumOf(own.map((line) => line.taxMinor))
  const [discounted, taxed] = explain(gap, Math.max(0, discount), Math.max(0, tax))
  const adjustmentMinor = gap + discounted - taxed
  const comments = lineComments(language)
  const added = (
    [
      ['delivery', deliveryMinor],
      ['discount', -discounted],
      ['tax', taxed],
      ['adjustment', adjustmentMinor],
    ] as [AddedLine, number][]
  )
    .filter(([, priceMinor]) => priceMinor !== 0)
    .map(
      ([purpose, priceMinor]): DealLine => ({
        product: serviceProduct(purpose),
        quantity: 1,
        priceMinor,
        comment: comments[purpose],
        added: purpose,
      }),
    )
  return { lines: [...own, ...added], adjustmentMinor }
}

/** How much of the discount and the tax make up the gap: both when it is their difference, else the one of its sign. */
function explain(gap: number, discount: number, tax: number): [number, number] {
  if (gap !== 0 && gap === tax - discount) return [discount, tax]
  return gap < 0 ? [Math.min(discount, -gap), 0] : [0, Math.min(tax, gap)]
}

/** Of all lines, added ones included, at their prices. */
export function linesTotal(lines: readonly DealLine[]): number {
  return lines.reduce((sum, { quantity, priceMinor }) => sum + Math.round(quantity * priceMinor), 0)
}

/** What the lines of an order without a total come to, its delivery and discount included. */
export function totalOfLines(lines: readonly DealLine[], deliveryMinor: number, discountMinor: number): number {
  const own = lines.filter((line) => line.added === undefined)
  const net = own.reduce((sum, line) => sum + (line.netMinor ?? Math.round(line.quantity * line.priceMinor)), 0)
  return net + deliveryMinor - discountMinor
}
