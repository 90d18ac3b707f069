import { readNumber } from '../../altcraft/values/number.ts'
import { readNested, readText } from '../../altcraft/values/text.ts'
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { adjustmentProduct } from '../service-products.ts'
import type { DatasetPlan, DealLine } from '../types.ts'
import { makeReadAmount, nearestAmount, type ReadAmount, readPart } from './amounts.ts'
import { type Findings, tell, warn } from './findings.ts'

/** A line as the export holds it, before its numbers are read. */
export interface WrittenLine {
  id: Json
  product: Json
  name: Json
  quantity: Json
  price: Json
  /** Of the whole line: where there is no unit price, or discount and tax are told beside it. */
  total: Json
  /** Of the whole line, an amount or per cent. */
  discount: Json
  tax: Json
  currency: Json
}

export type ReadLine = (
  line: WrittenLine,
  currency: string,
  place: { column?: string; line: number },
  findings: Findings,
) => DealLine | 'none' | 'invalid'

/** The lines of a nested cell: an array of objects, or JSON text of one. Undefined when it is neither. */
export function nestedLines(cell: Json): WrittenLine[] | undefined {
  const nested = readNested(cell)
  const list = Array.isArray(nested) ? nested : isJsonObject(nested) ? [nested] : undefined
  return list?.every(isJsonObject) ? list.map(toWrittenLine) : undefined
}

function toWrittenLine(line: JsonObject): WrittenLine {
  const first = (...keys: string[]) =>
    keys.map((key) => line[key]).find((value) => value !== undefined && value !== null) ?? null
  const reference = first(
    'sku',
    'product',
    'sku_external_id',
    'product_external_id',
    'product_id',
    'offer_id',
    'code',
    'item_id',
  )
  const product = isJsonObject(reference)
    ? (reference.external_id ?? reference.id ?? reference.code ?? null)
    : reference
  const own = first('external_id', 'id', 'line_id')
  return {
    id: product === null ? null : own,
    product: product ?? own,
    name: first('name', 'product_name', 'title'),
    quantity: first('count', 'quantity', 'qty'),
    price: first('final_price_per_item', 'price', 'item_price', 'unit_price', 'base_price_per_item'),
    total: first('total', 'sum', 'amount'),
    discount: first('discount', 'discount_amount'),
    tax: first('tax', 'tax_amount', 'vat'),
    currency: first('currency'),
  }
}

/**
 * Lines as deal products; the deal's currency is theirs. A price finer than the minor unit is rounded and told (the
 * order's adjustment line settles it), pieces that would make a part of a minor unit become one line of quantity 1, and a
 * line of no pieces is no line. `invalid`: price or quantity cannot be read, so the order's sum is unknown.
 */
export function makeReadLine(dataset: DatasetPlan): ReadLine {
  const readAmount = makeReadAmount(dataset)
  return (line, currency, place, findings) => {
    const { column } = place
    const quantity = line.quantity === null ? 1 : readNumber(line.quantity)
    if (quantity === undefined) return 'invalid'
    if (quantity === 0) {
      tell(findings, 'order.empty_line', column, { line: place.line })
      return 'none'
    }
    const other = readText(line.currency)?.toUpperCase()
    if (other !== undefined && other !== currency) warn(findings, 'order.line_currency', column, { line: place.line })
    const exact = readAmount(line.price, currency)
    const price = exact ?? nearestAmount(dataset, line.price, currency)
    if (price !== undefined && exact === undefined)
      tell(findings, 'order.line_price_rounded', column, { line: place.line })
    const total = line.price === null ? readAmount(line.total, currency) : undefined
    const priced = price === undefined ? wholeLine(quantity, total) : pieces(quantity, price)
    if (priced === undefined) return 'invalid'
    const code = readText(line.product)
    if (code === undefined) warn(findings, 'order.line_without_product', column, { line: place.line })
    const comment = [readText(line.id), code === undefined ? readText(line.name) : undefined, priced.comment]
      .filter((text) => text !== undefined)
      .join('; ')
    return {
      product: code === undefined ? adjustmentProduct : `product:${code}`,
      quantity: priced.quantity,
      priceMinor: priced.priceMinor,
      ...(price === undefined ? {} : readParts(readAmount, line, currency, priced, place, findings)),
      ...(comment === '' ? {} : { comment }),
    }
  }
}

/**
 * Discount and tax of a line beside its price. What the line comes to is its total where it has one (then the total says
 * whether they are in the price already), else quantity × price less the discount; tax is taken to be in the price.
 */
function readParts(
  readAmount: ReadAmount,
  line: WrittenLine,
  currency: string,
  { quantity, priceMinor }: Priced,
  place: { column?: string; line: number },
  findings: Findings,
): Pick<DealLine, 'discountMinor' | 'taxMinor' | 'netMinor'> {
  if (line.discount === null && line.tax === null) return {}
  const gross = Math.round(quantity * priceMinor)
  const read = (cell: Json) => (cell === null ? 0 : readPart(readAmount, cell, currency, gross))
  const discountMinor = read(line.discount)
  const taxMinor = read(line.tax)
  if (discountMinor === undefined || taxMinor === undefined)
    warn(findings, 'order.line_part_invalid', place.column, { line: place.line })
  const total = line.total === null ? undefined : readAmount(line.total, currency)
  const netMinor = total ?? gross - (discountMinor ?? 0)
  return {
    ...(discountMinor ? { discountMinor } : {}),
    ...(taxMinor ? { taxMinor } : {}),
    ...(netMinor === gross ? {} : { netMinor }),
  }
}

type Priced = { quantity: number; priceMinor: number; comment?: string }

/** Quantities are positive in Pipedrive: a line that is taken back has a negative price. */
function pieces(quantity: number, price: number): Priced | undefined {
  const exact = quantity * price
  const totalMinor = Math.round(exact)
  if (!Number.isSafeInteger(totalMinor)) return undefined
  if (Number.isInteger(quantity) || Math.abs(exact - totalMinor) < 1e-6) {
    return { quantity: Math.abs(quantity), priceMinor: quantity < 0 ? -price : price }
  }
  return { quantity: 1, priceMinor: totalMinor, comment: `${quantity} ×` }
}

function wholeLine(quantity: number, totalMinor: number | undefined): Priced | undefined {
  if (totalMinor === undefined) return undefined
  if (Number.isInteger(quantity) && quantity > 0 && totalMinor % quantity === 0) {
    return { quantity, priceMinor: totalMinor / quantity }
  }
  return { quantity: 1, priceMinor: totalMinor, comment: `${quantity} ×` }
}
