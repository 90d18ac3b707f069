import { readNumber } from '../../altcraft/values/number.ts'
import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { nestedLines } from '../drafting/order-lines.ts'
import { type DatasetDraft, distinctTexts, mappedColumns } from '../plan-input.ts'

/** What the products of an export cost, as far as their column profiles tell. */
export interface Catalogue {
  /** Of nested SKUs: in columns of their own, codes and prices are not paired. */
  byCode: ReadonlyMap<string, number>
  prices: ReadonlySet<number>
  median: number | undefined
  /** These prices are whole units for sure, not minor units written by an API. */
  isMajor: boolean
}

export function cataloguePrices(drafts: readonly DatasetDraft[]): Catalogue {
  const products = drafts.filter(({ input }) => input.kind === 'products')
  const own = products.flatMap((draft) =>
    mappedColumns(draft, 'product.price').flatMap(({ profile }) => distinctTexts(profile)),
  )
  const variants = products
    .flatMap((draft) => mappedColumns(draft, 'product.variants'))
    .flatMap(({ profile }) => profile.samples.flatMap((sample) => nestedLines(sample) ?? []))
  const prices = positiveNumbers([...own, ...variants.map(({ price }) => price)])
  return {
    byCode: new Map(variants.flatMap(({ id, product, price }) => paired(readText(product) ?? readText(id), price))),
    prices: new Set(prices),
    median: medianOf(prices),
    isMajor: isMajor(prices, products),
  }
}

/** Decimals are written in whole units only. So are tables that people made, unless all prices might be cents in full. */
function isMajor(prices: readonly number[], products: readonly DatasetDraft[]): boolean {
  if (prices.some((price) => !Number.isInteger(price))) return true
  const fromApi = products.some(({ input }) => /json$/i.test(input.file))
  return !fromApi && prices.some((price) => price % 100 !== 0)
}

function paired(code: string | undefined, price: Json): [string, number][] {
  const [value] = positiveNumbers([price])
  return code === undefined || value === undefined ? [] : [[code, value]]
}

export function positiveNumbers(cells: readonly Json[]): number[] {
  return cells.flatMap((cell) => readNumber(cell) ?? []).filter((value) => value > 0)
}

/** The value in the middle; the upper one of two. */
export function medianOf(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
