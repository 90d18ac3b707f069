import { type Good, type Product, productAt } from './goods.ts'
import { makeRandom } from './random.ts'
import type { Sizes } from './sizes.ts'
import { decimal } from './write/decimal.ts'

/** The products that were loaded into Altcraft by hand: an array in the shape of its import, prices in major units. */
export function* products(seed: number, sizes: Sizes): Generator<unknown> {
  for (let index = 0; index < sizes.products; index += 1) yield productElement(productAt(seed, index), index, seed)
}

function productElement(product: Product, index: number, seed: number) {
  const random = makeRandom(seed, 'product text', index)
  return {
    external_id: product.code,
    name: product.name,
    ...prices(product),
    old_price: random.chance(0.2) ? decimal(Math.round(product.priceMinor * 1.25)) : '',
    tags: random.chance(0.5) ? ['gift', 'новинка'] : [],
    manufacturer_name: random.pick(['Северный ветер', 'Nordhaus']),
    description: `${product.name}: ${random.pick(['в подарочной коробке 🎁', 'with a "thank you" card', 'без упаковки, экономно'])}.`,
    url: `https://severny-veter.example/kits/${product.code}`,
    pictures: [`https://severny-veter.example/i/${product.code}.jpg`],
    categories: ['kits'],
    count: random.int(0, 240),
    is_available: random.chance(0.9),
    barcode: [4_600_000_000_000 + index * 17],
    custom_fields: { season: random.pick(['winter', 'all']) },
    skus: product.skus.map((sku) => ({
      external_id: sku.code,
      product_external_id: product.code,
      name: sku.name,
      ...prices(sku),
      count: random.int(0, 60),
      is_available: true,
    })),
  }
}

const prices = ({ priceMinor, priceEurMinor }: Good) => ({
  price: decimal(priceMinor),
  currency: 'RUB',
  regional_data:
    priceEurMinor === undefined
      ? []
      : [{ external_id: 'eu', price: decimal(priceEurMinor), currency: 'EUR', is_available: true }],
})
