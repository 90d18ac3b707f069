import { toRfc3339 } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import { type Shown, toCustomFields } from '../fields/shown.ts'
import { toPriceWire } from './prices.ts'
import type { Product } from './stored.ts'

/** `category` is written as an option's id and shown as its label. */
export function toProductWire(company: Company, product: Product, shown: Shown): Record<string, unknown> {
  const categories = company.fields.get('product', 'category')?.options
  return {
    id: product.id,
    name: product.name,
    code: product.code,
    description: product.description,
    unit: product.unit,
    tax: product.tax,
    category: categories?.find((option) => option.id === product.category)?.label ?? null,
    is_linkable: product.isLinkable,
    is_deleted: product.isDeleted,
    visible_to: product.visibleTo,
    owner_id: product.ownerId,
    add_time: toRfc3339(product.addMs),
    update_time: toRfc3339(product.updateMs),
    billing_frequency: product.billingFrequency,
    billing_frequency_cycles: product.billingCycles,
    prices: product.prices.map((price) => toPriceWire(price, { product_id: product.id })),
    custom_fields: toCustomFields(product.custom, shown),
  }
}
