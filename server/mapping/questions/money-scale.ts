import { readNumber } from '../../altcraft/values/number.ts'
import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { nestedLines } from '../drafting/order-lines.ts'
import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import { type Asker, questionId } from './asker.ts'

const moneyTargets = ['order.total', 'order.delivery_cost', 'line.price', 'line.total', 'deal.value']
const lineTargets = ['order.lines', 'deal.products']

/**
 * Minor or major units (facts: trap 1). Amounts with decimals are major, nothing to ask. Whole numbers may be either: the
 * prices of the lines beside those of the products say which (a hundred times as much: minor), and a person confirms it.
 */
export function decideMoneyScale(drafts: readonly DatasetDraft[], asker: Asker): void {
  const catalogue = cataloguePrices(drafts)
  for (const draft of drafts) {
    if (draft.input.kind !== 'orders' && draft.input.kind !== 'campaigns') continue
    const columns = moneyTargets.flatMap((target) => mappedColumns(draft, target))
    const prices = linePrices(draft)
    const texts = [...columns.flatMap(({ profile }) => profile.samples), ...prices.map(({ price }) => price)]
    if (columns.every(({ profile }) => profile.filled === 0) && prices.length === 0) continue
    if (columns.some(hasDecimals) || texts.some(isDecimal)) {
      draft.reading.moneyScale = 'major'
      continue
    }
    const evidence = compare(prices, catalogue, columns)
    const answer = asker.ask({
      id: questionId('money_scale', draft.input.file),
      code: 'money_scale',
      datasetId: draft.input.id,
      ...(columns[0] ? { column: columns[0].mapping.column } : {}),
      examples: evidence.examples.length > 0 ? evidence.examples : texts.slice(0, 5).map(textOf),
      options: [{ value: 'minor' }, { value: 'major' }],
      proposal: evidence.scale,
      reason: evidence.reason,
    })
    draft.reading.moneyScale = answer === 'minor' ? 'minor' : 'major'
  }
}

function hasDecimals({ profile }: MappedColumn): boolean {
  return (profile.types.decimal ?? 0) > 0
}

/** A point or comma with other than three digits behind it. */
function isDecimal(cell: Json): boolean {
  if (typeof cell === 'number') return !Number.isInteger(cell)
  return /[.,]\d{1,2}$/.test(textOf(cell))
}

function textOf(cell: Json): string {
  return readText(cell) ?? ''
}

interface Priced {
  product: string
  price: Json
}

function linePrices(draft: DatasetDraft): Priced[] {
  const nested = lineTargets
    .flatMap((target) => mappedColumns(draft, target))
    .flatMap(({ profile }) => profile.samples.flatMap((sample) => nestedLines(sample) ?? []))
  return nested
    .map(({ product, price }) => ({ product: textOf(product), price }))
    .filter(({ price }) => textOf(price) !== '')
}

interface Catalogue {
  byCode: Map<string, number>
  median: number | undefined
}

/** Prices of product samples; codes and prices stand in columns of their own, so pairs exist for nested SKUs only. */
function cataloguePrices(drafts: readonly DatasetDraft[]): Catalogue {
  const products = drafts.filter(({ input }) => input.kind === 'products')
  const own = products
    .flatMap((draft) => mappedColumns(draft, 'product.price'))
    .flatMap(({ profile }) => profile.samples)
  const variants = products
    .flatMap((draft) => mappedColumns(draft, 'product.variants'))
    .flatMap(({ profile }) => profile.samples.flatMap((sample) => nestedLines(sample) ?? []))
  const byCode = new Map(variants.flatMap(({ id, product, price }) => pair(textOf(product) || textOf(id), price)))
  return { byCode, median: medianOf([...own, ...variants.map(({ price }) => price)]) }
}

function pair(code: string, price: Json): [string, number][] {
  const value = readNumber(price)
  return code === '' || value === undefined || value <= 0 ? [] : [[code, value]]
}

function medianOf(cells: readonly Json[]): number | undefined {
  const values = cells.flatMap((cell) => readNumber(cell) ?? []).filter((value) => value > 0)
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
}

interface Evidence {
  scale: 'minor' | 'major'
  reason: string
  examples: string[]
}

function compare(prices: readonly Priced[], { byCode, median }: Catalogue, columns: readonly MappedColumn[]): Evidence {
  const pairs = prices.flatMap(({ product, price }) => {
    const listed = byCode.get(product)
    const value = readNumber(price)
    return listed === undefined || !value ? [] : [{ product, price: textOf(price), listed, ratio: value / listed }]
  })
  const hundredfold = pairs.filter(({ ratio }) => ratio > 50 && ratio < 200)
  if (hundredfold.length > pairs.length / 2) {
    const reason = `${hundredfold.length} of ${pairs.length} prices in the lines are about 100 times the price of the same product`
    return {
      scale: 'minor',
      reason,
      examples: hundredfold.map(({ product, price, listed }) => `${product}: ${price} / ${listed}`),
    }
  }
  if (pairs.length > 0) {
    const reason = `${pairs.length - hundredfold.length} of ${pairs.length} prices in the lines are those of the products`
    return {
      scale: 'major',
      reason,
      examples: pairs.map(({ product, price, listed }) => `${product}: ${price} / ${listed}`),
    }
  }
  const ratio = (medianOf(prices.map(({ price }) => price)) ?? 0) / (median ?? Number.POSITIVE_INFINITY)
  const examples = columns.flatMap(({ profile }) => profile.samples.map(textOf)).slice(0, 5)
  if (ratio > 20 && ratio < 500) {
    return {
      scale: 'minor',
      reason: 'no amount has decimals, and the middle price of the lines is about 100 times that of the products',
      examples,
    }
  }
  if (ratio > 0.2 && ratio < 5) {
    return { scale: 'major', reason: 'the middle price of the lines is about that of the products', examples }
  }
  if (prices.length > 0) {
    return {
      scale: 'minor',
      reason: "no amount has decimals, and Altcraft's API writes orders in minor units",
      examples,
    }
  }
  return {
    scale: 'major',
    reason: 'no amount has decimals, and nothing else tells; whole units are the commoner way in tables',
    examples,
  }
}
