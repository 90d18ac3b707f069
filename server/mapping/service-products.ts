import type { PlanDocument, ProductRecord } from './types.ts'

export const deliveryCode = 'ALTCRAFT-DELIVERY'
export const adjustmentCode = 'ALTCRAFT-ADJUSTMENT'
/** Source keys. */
export const deliveryProduct = `product:${deliveryCode}`
export const adjustmentProduct = `product:${adjustmentCode}`

const names: Record<PlanDocument['language'], { delivery: string; adjustment: string }> = {
  en: { delivery: 'Delivery', adjustment: 'Adjustment to the order total' },
  ru: { delivery: 'Доставка', adjustment: 'Корректировка до суммы заказа' },
}

/** The two products on which an order's delivery and remaining difference stand; to be created only when a deal uses them. */
export function serviceProducts(language: PlanDocument['language']): [ProductRecord, ProductRecord] {
  const { delivery, adjustment } = names[language]
  return [
    { name: delivery, code: deliveryCode, prices: [], custom: {} },
    { name: adjustment, code: adjustmentCode, prices: [], custom: {} },
  ]
}

/** What the added lines say of themselves. */
export function lineComments(language: PlanDocument['language']): { delivery: string; adjustment: string } {
  return names[language]
}
