import { toRfc3339 } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import { lineSum } from '../deals/value.ts'
import type { DealProduct } from './stored.ts'

/** The line's currency is the deal's. */
export function toDealProductWire(company: Company, line: DealProduct): Record<string, unknown> {
  const currency = company.deals.get(line.dealId)?.currency ?? ''
  return {
    id: line.id,
    sum: lineSum(company, line, currency),
    tax: line.tax,
    deal_id: line.dealId,
    name: company.products.get(line.productId)?.name ?? '',
    product_id: line.productId,
    product_variation_id: line.variationId,
    order_nr: line.orderNr,
    add_time: toRfc3339(line.addMs),
    update_time: toRfc3339(line.updateMs),
    comments: line.comments,
    currency,
    discount: line.discount,
    discount_type: line.discountType,
    quantity: line.quantity,
    item_price: line.itemPrice,
    tax_method: line.taxMethod,
    is_enabled: line.isEnabled,
    billing_frequency: line.billingFrequency,
    billing_frequency_cycles: line.billingCycles,
    billing_start_date: line.billingStartDate,
  }
}
