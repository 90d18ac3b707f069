import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import type { Why } from '../types.ts'
import { why } from '../why.ts'
import { type Catalogue, medianOf, positiveNumbers } from './catalogue-prices.ts'

export type MoneyScale = 'minor' | 'major'

export interface MoneyEvidence {
  scale: MoneyScale
  /** Nothing is left to ask. */
  settled: boolean
  why: Why
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
    return {
      scale: 'minor',
      settled: settles(hundredfold, 100),
      why: why('money_product_hundredfold', { found: hundredfold.length, prices: pairs.length }),
      examples: hundredfold.map(({ text }) => text),
    }
  }
  return {
    scale: 'major',
    settled: isMajor && settles(same, 1),
    why: why('money_product_same', { found: same.length, prices: pairs.length }),
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
  if (clear(hundredfold, same)) {
    const told = why('money_prices_hundredfold', { found: hundredfold, prices: values.length })
    return { scale: 'minor', settled: true, why: told, examples: [] }
  }
  if (!clear(same, hundredfold)) return undefined
  const told = why('money_prices_same', { found: same, prices: values.length })
  return {
    scale: 'major',
    settled: isMajor,
    why: told,
    examples: [],
  }
}

function byMedians(prices: readonly Json[], totals: readonly Json[], { median }: Catalogue): MoneyEvidence | undefined {
  const own = medianOf(positiveNumbers(prices.length > 0 ? prices : totals))
  if (own === undefined || median === undefined) return undefined
  const ratio = own / median
  if (ratio > 20 && ratio < 500) {
    const told = prices.length > 0 ? why('money_middle_line_hundredfold') : why('money_middle_total_hundredfold')
    return { scale: 'minor', settled: false, why: told, examples: [] }
  }
  if (ratio <= 0.2 || ratio >= 20) return undefined
  const told = prices.length > 0 ? why('money_middle_line_same') : why('money_middle_total_same')
  return { scale: 'major', settled: false, why: told, examples: [] }
}
