import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { type Catalogue, medianOf, positiveNumbers } from './catalogue-prices.ts'

export type MoneyScale = 'minor' | 'major'

export interface MoneyEvidence {
  scale: MoneyScale
  /** Nothing is left to ask. */
  settled: boolean
  /** One English sentence of facts. */
  reason: string
  /** Price of the line / price of the product; empty where the evidence is of no single product. */
  examples: string[]
}

/** Prices of order lines, with the product where it stands beside the price, and the totals of orders. */
export interface OrderAmounts {
  prices: readonly { product: string; price: Json }[]
  totals: readonly Json[]
}

/**
 * What the amounts of orders beside the prices of the products say: the same product's price first, then equal prices, then
 * the middle ones, which never settle anything. Undefined when there is nothing to compare.
 */
export function compareMoney(amounts: OrderAmounts, catalogue: Catalogue): MoneyEvidence | undefined {
  const prices = amounts.prices.map(({ price }) => price)
  return byProduct(amounts, catalogue) ?? byPrices(prices, catalogue) ?? byMedians(prices, amounts.totals, catalogue)
}

function byProduct({ prices }: OrderAmounts, { byCode, isMajor }: Catalogue): MoneyEvidence | undefined {
  const pairs = prices.flatMap(({ product, price }) => {
    const listed = byCode.get(product)
    const [value] = positiveNumbers([price])
    return listed === undefined || value === undefined
      ? []
      : [{ text: `${product}: ${readText(price)} / ${listed}`, ratio: value / listed }]
  })
  if (pairs.length === 0) return undefined
  const hundredfold = pairs.filter(({ ratio }) => ratio > 20 && ratio < 200)
  const same = pairs.filter(({ ratio }) => ratio > 0.2 && ratio < 2)
  const settles = (found: typeof pairs, exact: number) =>
    found.length === pairs.length && found.some(({ ratio }) => Math.abs(ratio / exact - 1) < 1e-6)
  if (hundredfold.length > pairs.length / 2) {
    const reason = `${hundredfold.length} of ${pairs.length} prices in the lines are about 100 times the price of the same product`
    return {
      scale: 'minor',
      settled: settles(hundredfold, 100),
      reason,
      examples: hundredfold.map(({ text }) => text),
    }
  }
  return {
    scale: 'major',
    settled: isMajor && settles(same, 1),
    reason: `${same.length} of ${pairs.length} prices in the lines are those of the products`,
    examples: pairs.map(({ text }) => text),
  }
}

/** So many different prices must be found among the products before they say anything. */
const fewestPrices = 3

function byPrices(cells: readonly Json[], { prices, isMajor }: Catalogue): MoneyEvidence | undefined {
  const values = [...new Set(positiveNumbers(cells))]
  if (values.length < fewestPrices) return undefined
  const same = values.filter((value) => prices.has(value)).length
  const hundredfold = values.filter((value) => prices.has(value / 100)).length
  const clear = (found: number, other: number) => found >= values.length * 0.8 && other <= values.length * 0.2
  const of = `of ${values.length} different prices in the lines`
  if (clear(hundredfold, same)) {
    const reason = `${hundredfold} ${of} are exactly 100 times a price of the products`
    return { scale: 'minor', settled: true, reason, examples: [] }
  }
  if (!clear(same, hundredfold)) return undefined
  return { scale: 'major', settled: isMajor, reason: `${same} ${of} are prices of the products`, examples: [] }
}

function byMedians(prices: readonly Json[], totals: readonly Json[], { median }: Catalogue): MoneyEvidence | undefined {
  const [cells, name] = prices.length > 0 ? [prices, 'price of the lines'] : [totals, 'total of the orders']
  const own = medianOf(positiveNumbers(cells))
  if (own === undefined || median === undefined) return undefined
  const ratio = own / median
  if (ratio > 20 && ratio < 500) {
    const reason = `no amount has decimals, and the middle ${name} is about 100 times the middle price of the products`
    return { scale: 'minor', settled: false, reason, examples: [] }
  }
  if (ratio <= 0.2 || ratio >= 20) return undefined
  const reason = `the middle ${name} is of the size of the products' prices`
  return { scale: 'major', settled: false, reason, examples: [] }
}
