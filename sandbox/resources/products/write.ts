import { forbidden } from '../../api/answer.ts'
import { present } from '../../api/present.ts'
import { boolean, changes, number, shape, text } from '../../api/read.ts'
import type { Company } from '../../world/company.ts'
import type { Content } from '../../world/table.ts'
import type { User } from '../../world/users.ts'
import type { World } from '../../world/world.ts'
import { customFieldsBody, readCustomFields } from '../fields/values.ts'
import { defaultVisibility, optionOf, owner, visibility } from '../references.ts'
import { billingFields, billingOf, oneTime } from './billing.ts'
import { prices } from './prices.ts'
import type { Product } from './stored.ts'

/** A new product; without prices it costs 0 in the user's currency. Throws the 400 or 403 that the request deserves. */
export function createProduct(world: World, company: Company, user: User, body: unknown): Product {
  if (!user.permissions.can_add_products) throw forbidden('You do not have permission to add products.')
  const given = shape(fields(world, company), ['name'])(body, 'body')
  const start: Content<Product> = {
    name: '',
    code: null,
    description: null,
    unit: null,
    tax: 0,
    category: null,
    ownerId: user.id,
    isLinkable: true,
    visibleTo: defaultVisibility(world.options.plan),
    prices: [{ currency: user.defaultCurrency, price: 0, cost: 0, directCost: null, notes: '' }],
    ...oneTime,
    custom: {},
  }
  return company.products.add({ ...start, ...content(world, company, given, start) })
}

export function changeProduct(world: World, company: Company, user: User, product: Product, body: unknown): Product {
  if (!user.permissions.can_edit_products) throw forbidden('You do not have permission to edit products.')
  const given = changes(fields(world, company))(body, 'body')
  return company.products.change(product, content(world, company, given, product))
}

const fields = (world: World, company: Company) => ({
  name: text(255, 1),
  code: text(),
  description: text(65_000),
  unit: text(),
  tax: number(0, 100),
  category: optionOf(company, 'product', 'category'),
  owner_id: owner(company),
  is_linkable: boolean,
  visible_to: visibility(world.options.plan),
  prices: prices(company),
  ...billingFields,
  custom_fields: customFieldsBody,
})

type Given = { [K in keyof ReturnType<typeof fields>]?: ReturnType<ReturnType<typeof fields>[K]> }

const content = (
  world: World,
  company: Company,
  given: Given,
  before: Content<Product>,
): Partial<Content<Product>> => ({
  ...present<Content<Product>>({
    name: given.name,
    code: given.code,
    description: given.description,
    unit: given.unit,
    tax: given.tax,
    category: given.category,
    ownerId: given.owner_id,
    isLinkable: given.is_linkable,
    visibleTo: given.visible_to,
    prices: given.prices,
    custom: given.custom_fields && readCustomFields(company, 'product', given.custom_fields, before.custom),
  }),
  ...billingOf(world, given, before),
})
