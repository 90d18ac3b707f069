import type { AddedLine, PlanDocument, ProductRecord } from './types.ts'

export const deliveryCode = 'ALTCRAFT-DELIVERY'
export const adjustmentCode = 'ALTCRAFT-ADJUSTMENT'

const codes: Record<AddedLine, string> = {
  delivery: deliveryCode,
  discount: 'ALTCRAFT-DISCOUNT',
  tax: 'ALTCRAFT-TAX',
  adjustment: adjustmentCode,
}

const names: Record<PlanDocument['language'], Record<AddedLine, string>> = {
  en: { delivery: 'Delivery', discount: 'Discount', tax: 'Tax', adjustment: 'Adjustment to the order total' },
  ru: { delivery: 'Доставка', discount: 'Скидка', tax: 'Налог', adjustment: 'Корректировка до суммы заказа' },
}

/** Source key of the product on which added lines of a purpose stand. */
export function serviceProduct(purpose: AddedLine): string {
  return `product:${codes[purpose]}`
}

export const adjustmentProduct = serviceProduct('adjustment')

/** The products on which added lines stand; each to be created only when a deal uses it. */
export function serviceProducts(language: PlanDocument['language']): ProductRecord[] {
  return (Object.keys(codes) as AddedLine[]).map((purpose) => ({
    name: names[language][purpose],
    code: codes[purpose],
    prices: [],
    custom: {},
  }))
}

/** What the added lines say of themselves. */
export function lineComments(language: PlanDocument['language']): Record<AddedLine, string> {
  return names[language]
}
