import type { SourceRow } from '../../altcraft/types.ts'
import { readDecimalMinor, readNumber } from '../../altcraft/values/number.ts'
import { readNested, readText } from '../../altcraft/values/text.ts'
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { currencyExponent } from '../../lib/money.ts'
import { readCurrency } from '../currency.ts'
import type { DatasetPlan, Draft, PlanDocument, ProductRecord } from '../types.ts'
import { makeCustomReader, plainText } from './custom-values.ts'
import { type Findings, warn } from './findings.ts'
import { cellOf, type Places, type RowDrafter } from './places.ts'

/** No limit is published: a unit is a word or two. */
const unitLimit = 255

type Prices = ProductRecord['prices']

/** A product row: one product, and one more for each SKU nested in it. Codes are the export's own ids, as text. */
export function makeProductDrafter(plan: PlanDocument, dataset: DatasetPlan, places: Places): RowDrafter {
  const codePlaces = ['product.source_id', 'product.code'].map((target) => places.one(target))
  const namePlace = places.one('product.name')
  const descriptionPlace = places.one('product.description')
  const variantsPlace = places.one('product.variants')
  const readPrices = makeReadPrices(plan, dataset, places)
  const readUnit = makeReadUnit(places)
  const custom = makeCustomReader(plan, dataset, places, 'product')
  return (row) => {
    const findings: Findings = []
    const code = codePlaces.map((place) => readText(cellOf(row, place))).find((text) => text !== undefined)
    if (code === undefined)
      return { result: 'fail', code: 'product.code_missing', ...columnOf(codePlaces[0]), findings }
    const matchKeys = [`code:${code}`]
    const name = readText(cellOf(row, namePlace))
    if (name === undefined)
      return { result: 'fail', code: 'product.name_missing', ...columnOf(namePlace), findings, matchKeys }
    const values = custom.read(row, findings)
    custom.put(values, 'altcraft_product_id__c', { type: 'varchar', value: code.slice(0, 255) })
    const description = descriptionOf(cellOf(row, descriptionPlace))
    const own = toDraft({
      name,
      code,
      ...description,
      ...readUnit(row, findings),
      prices: readPrices(row, findings),
      custom: values,
    })
    const variants = nestedObjects(cellOf(row, variantsPlace)).flatMap((variant) => {
      const record = toVariant(plan, dataset, variant, own.record)
      if (record === undefined) return []
      custom.put(record.custom, 'altcraft_product_id__c', { type: 'varchar', value: record.code.slice(0, 255) })
      return [toDraft(record)]
    })
    const unreadable = nestedObjects(cellOf(row, variantsPlace)).length - variants.length
    if (unreadable > 0) warn(findings, 'variant.code_missing', variantsPlace?.mapping.column, { count: unreadable })
    return { result: 'drafts', drafts: [own, ...variants], findings }
  }
}

function columnOf(place: { mapping: { column: string } } | undefined): { column?: string } {
  return place === undefined ? {} : { column: place.mapping.column }
}

function toDraft(record: ProductRecord): Draft<'product'> {
  return { entity: 'product', sourceKey: `product:${record.code}`, matchKeys: [`code:${record.code}`], record }
}

/** Verbatim: neither trimmed nor cut. */
function descriptionOf(cell: Json): { description?: string } {
  const text = cell === null ? '' : typeof cell === 'string' ? cell : plainText(cell)
  return text === '' ? {} : { description: text }
}

/** The unit as it is written, and the tax rate in per cent (`20%`, `20`); what is no rate is told and left out. */
function makeReadUnit(places: Places) {
  const unitPlace = places.one('product.unit')
  const taxPlace = places.one('product.tax')
  return (row: SourceRow, findings: Findings): Pick<ProductRecord, 'unit' | 'tax'> => {
    const unit = readText(cellOf(row, unitPlace))
    const cell = cellOf(row, taxPlace)
    const tax = readNumber(cell)
    const isRate = tax !== undefined && tax >= 0 && tax <= 100
    if (cell !== null && !isRate) warn(findings, 'number.invalid', taxPlace?.mapping.column)
    return { ...(unit === undefined ? {} : { unit: unit.slice(0, unitLimit) }), ...(isRate ? { tax } : {}) }
  }
}

function makeReadPrices(plan: PlanDocument, dataset: DatasetPlan, places: Places) {
  const pricePlace = places.one('product.price')
  const currencyPlace = places.one('product.currency')
  const regionalPlace = places.one('product.regional_prices')
  return (row: SourceRow, findings: Findings): Prices => {
    const own = toPrice(plan, dataset, cellOf(row, pricePlace), cellOf(row, currencyPlace))
    if (own === 'invalid') warn(findings, 'price.invalid', pricePlace?.mapping.column)
    const regional = nestedObjects(cellOf(row, regionalPlace)).map(({ price, currency }) =>
      toPrice(plan, dataset, price ?? null, currency ?? null),
    )
    const prices = [own, ...regional].filter((price) => price !== undefined && price !== 'invalid')
    return prices.filter((price, at) => prices.findIndex(({ currency }) => currency === price.currency) === at)
  }
}

function toPrice(
  plan: PlanDocument,
  dataset: DatasetPlan,
  cell: Json,
  currencyCell: Json,
): Prices[number] | 'invalid' | undefined {
  if (readText(cell) === undefined) return undefined
  const currency = readCurrency(currencyCell, plan.defaultCurrency)
  if (currency === undefined) return 'invalid'
  const exponent = dataset.reading.moneyScale === 'minor' ? 0 : currencyExponent(currency)
  const amountMinor = readDecimalMinor(cell, exponent)
  return amountMinor === undefined ? 'invalid' : { currency, amountMinor }
}

function nestedObjects(cell: Json): JsonObject[] {
  const nested = readNested(cell)
  return (Array.isArray(nested) ? nested : [nested]).filter(isJsonObject)
}

/** An SKU says its own code, price and name; what it leaves out is the product's. */
function toVariant(
  plan: PlanDocument,
  dataset: DatasetPlan,
  variant: JsonObject,
  product: ProductRecord,
): ProductRecord | undefined {
  const code = ['external_id', 'id', 'code', 'sku']
    .map((key) => readText(variant[key] ?? null))
    .find((text) => text !== undefined)
  if (code === undefined) return undefined
  const currency = variant.currency ?? product.prices[0]?.currency ?? null
  const own = toPrice(plan, dataset, variant.price ?? null, currency)
  return {
    name: variantName(product.name, readText(variant.name ?? null)),
    code,
    ...(product.description === undefined ? {} : { description: product.description }),
    ...(product.unit === undefined ? {} : { unit: product.unit }),
    ...(product.tax === undefined ? {} : { tax: product.tax }),
    ...descriptionOf(variant.description ?? null),
    prices: own === undefined || own === 'invalid' ? product.prices : [own],
    custom: { ...product.custom },
  }
}

/** `Product — variant`, unless the variant's own name has the product's in it. */
export function variantName(product: string, variant: string | undefined): string {
  if (variant === undefined) return product
  return variant.toLowerCase().includes(product.toLowerCase()) ? variant : `${product} — ${variant}`
}
