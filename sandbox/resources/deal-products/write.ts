import { forbidden, invalid } from '../../api/answer.ts'
import { present } from '../../api/present.ts'
import { boolean, changes, id, list, nullable, number, oneOf, type Read, shape, text } from '../../api/read.ts'
import { date } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import type { Content } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import type { Deal } from '../deals/stored.ts'
import { linesOf, withValueOfLines } from '../deals/value.ts'
import { billingFields, billingOf, oneTime } from '../products/billing.ts'
import { recordOf } from '../references.ts'
import type { DealProduct } from './stored.ts'

const maxBulk = 100
const maxRecurring = 20

/** One line. Throws the 400 of its body. */
export function addLine(world: World, company: Company, deal: Deal, body: unknown): DealProduct {
  const given = line(company)(body, 'body')
  const [row] = store(world, company, deal, [given])
  if (!row) throw new Error('a line was stored and is not there')
  return row
}

/** 1–100 lines, all or none. */
export function addLines(world: World, company: Company, deal: Deal, body: unknown): DealProduct[] {
  const { data = [] } = shape({ data: list(line(company), maxBulk, 1) }, ['data'])(body, 'body')
  return store(world, company, deal, data)
}

export function changeLine(
  world: World,
  company: Company,
  deal: Deal,
  before: DealProduct,
  body: unknown,
): DealProduct {
  const given = changes(fields(company))(body, 'body')
  const after = company.dealProducts.change(before, content(world, company, given, before))
  settle(company, deal, given.tax_method)
  return company.dealProducts.get(after.id) ?? after
}

export function removeLines(company: Company, deal: Deal, lines: DealProduct[]): number[] {
  for (const one of lines) company.dealProducts.remove(one)
  settle(company, deal, undefined)
  return lines.map((one) => one.id)
}

const fields = (company: Company) => ({
  product_id: recordOf(company.products, 'product'),
  item_price: number(),
  quantity: number(0),
  tax: number(0),
  comments: text(10_000),
  discount: number(0),
  discount_type: oneOf('percentage', 'amount'),
  tax_method: oneOf('exclusive', 'inclusive', 'none'),
  is_enabled: boolean,
  product_variation_id: nullable(id),
  ...billingFields,
  billing_start_date: nullable(date),
})

type Given = Read<ReturnType<typeof fields>>

const line = (company: Company) => shape(fields(company), ['product_id', 'item_price', 'quantity'])

function store(world: World, company: Company, deal: Deal, given: Given[]): DealProduct[] {
  const start: Content<DealProduct> = {
    dealId: deal.id,
    productId: 0,
    variationId: null,
    orderNr: 0,
    itemPrice: 0,
    quantity: 0,
    tax: 0,
    taxMethod: linesOf(company, deal.id)[0]?.taxMethod ?? 'none',
    discount: 0,
    discountType: 'percentage',
    comments: '',
    isEnabled: true,
    ...oneTime,
    billingStartDate: null,
  }
  const contents = given.map((one) => ({ ...start, ...content(world, company, one, start) }))
  assertRecurring(company, deal, contents)
  const ids = company.linesOfDeal.get(deal.id) ?? []
  company.linesOfDeal.set(deal.id, ids)
  const rows = contents.map((one) => {
    const row = company.dealProducts.add({ ...one, orderNr: ids.length + 1 })
    ids.push(row.id)
    return row
  })
  settle(company, deal, given.findLast((one) => one.tax_method)?.tax_method)
  return rows.map((row) => company.dealProducts.get(row.id) ?? row)
}

function content(
  world: World,
  company: Company,
  given: Given,
  before: Content<DealProduct>,
): Partial<Content<DealProduct>> {
  const productId = given.product_id ?? before.productId
  if (given.product_id !== undefined && company.products.get(productId)?.isLinkable === false) {
    throw invalid('product_id', `product ${productId} cannot be added to deals`)
  }
  const variation = given.product_variation_id == null ? undefined : company.variations.live(given.product_variation_id)
  if (given.product_variation_id != null && variation?.productId !== productId) {
    throw invalid('product_variation_id', `is not a variation of product ${productId}`)
  }
  return {
    ...present<Content<DealProduct>>({
      productId: given.product_id,
      itemPrice: given.item_price,
      quantity: given.quantity,
      tax: given.tax,
      comments: given.comments,
      discount: given.discount,
      discountType: given.discount_type,
      taxMethod: given.tax_method,
      isEnabled: given.is_enabled,
      variationId: given.product_variation_id,
      billingStartDate: given.billing_start_date,
    }),
    ...billingOf(world, given, before),
  }
}

function assertRecurring(company: Company, deal: Deal, added: Content<DealProduct>[]): void {
  const recurring = [...linesOf(company, deal.id), ...added].filter((one) => one.billingFrequency !== 'one-time')
  if (recurring.length > maxRecurring)
    throw forbidden(`A deal cannot have more than ${maxRecurring} recurring products.`)
}

/** A change of the tax method holds for all lines of the deal; then the deal's value follows. */
function settle(company: Company, deal: Deal, taxMethod: DealProduct['taxMethod'] | undefined): void {
  for (const one of linesOf(company, deal.id)) {
    if (taxMethod !== undefined && one.taxMethod !== taxMethod) company.dealProducts.change(one, { taxMethod })
  }
  const current = company.deals.live(deal.id)
  if (current) company.deals.change(current, withValueOfLines(company, current))
}
