import { toPriceWire } from '../products/prices.ts'
import type { ProductVariation } from './stored.ts'

export const toVariationWire = (variation: ProductVariation): Record<string, unknown> => ({
  id: variation.id,
  name: variation.name,
  product_id: variation.productId,
  prices: variation.prices.map((price) => toPriceWire(price, { product_variation_id: variation.id })),
})
