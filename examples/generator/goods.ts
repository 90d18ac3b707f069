import { itemAt, makeRandom } from './random.ts'
import type { Sizes } from './sizes.ts'

/** Something that can stand on an order line: a catalogue offer, a product of the JSON file, or one of its SKUs. */
export interface Good {
  code: string
  /** How Altcraft's order line names it. */
  lineKey: 'product' | 'sku'
  name: string
  priceMinor: number
  /** Also sold abroad at this price. */
  priceEurMinor?: number
}

/** An offer of the YML catalogue; offers of one `groupId` are variants of one article. */
export interface Offer extends Good {
  groupId?: string
  vendorCode: string
  vendor: string
  size?: string
  colour?: string
  categoryId: number
}

/** A product of the JSON file with its nested SKUs (none for simple products). */
export interface Product extends Good {
  skus: Good[]
}

const articles = [
  ['Плед «Тундра»', 11],
  ['Простыня льняная', 12],
  ['Штора блэкаут', 11],
  ['Полотенце махровое', 12],
  ['Наволочка сатин', 12],
  ['Cushion "Fjord"', 11],
  ['Linen apron', 13],
  ['Скатерть «Вологда»', 13],
  ['Одеяло зимнее', 12],
  ['Table runner', 13],
  ['Халат банный', 14],
] as const
const sizes = ['S', 'M', 'L', 'XL'] as const
const colours = ['серый', 'синий', 'белый', 'terracotta'] as const
const vendors = ['Северный ветер', 'Лён & Ко', 'Nordhaus', 'Ткачи "1812"'] as const

/** Offer `index` of the catalogue: groups of four sizes, every fourth group a single article without variants. */
export function offerAt(seed: number, index: number): Offer {
  const group = Math.floor(index / 4)
  const random = makeRandom(seed, 'offer', group)
  const [article, categoryId] = itemAt(articles, group % articles.length)
  const round = Math.floor(group / articles.length)
  const name = round === 0 ? article : `${article} ${round + 1}`
  const isSingle = group % 4 === 3
  const shared = { lineKey: 'product' as const, categoryId, vendor: random.pick(vendors) }
  const basePrice = random.int(49, 899) * 1_000 + random.pick([0, 0, 900, 950])
  const colour = itemAt(colours, (isSingle ? index : group) % colours.length)
  if (isSingle) {
    const code = `SV-${1000 + group}-${(index % 4) + 1}`
    return {
      ...shared,
      code,
      name: `${name}, ${colour}`,
      priceMinor: basePrice + (index % 4) * 5_000,
      vendorCode: `0${7000 + index}`,
      colour,
    }
  }
  const size = itemAt(sizes, index % 4)
  return {
    ...shared,
    code: `SV-${1000 + group}-${size}`,
    groupId: String(1000 + group),
    name: `${name} ${size}`,
    priceMinor: basePrice + (index % 4) * 25_000,
    vendorCode: `0${7000 + index}`,
    size,
    colour,
  }
}

/** Product `index` of the JSON file; the first two are also in the catalogue, under the same code. */
export function productAt(seed: number, index: number): Product {
  if (index < 2) return { ...offerAt(seed, index * 4 + 12), skus: [] }
  const random = makeRandom(seed, 'product', index)
  const code = `kit_${String(index).padStart(3, '0')}`
  const name = `${random.pick(['Подарочный набор', 'Gift set', 'Комплект для дома', 'Starter kit'])} №${index}`
  const priceMinor = random.int(120, 2_400) * 1_000
  const priceEurMinor = Math.round(priceMinor / 9_500) * 100 - 10
  const skuCount = index % 4 === 1 ? 0 : 1 + (index % 3)
  const skus = Array.from(
    { length: skuCount },
    (_, i): Good => ({
      code: `${code}-${String(i + 1).padStart(2, '0')}`,
      lineKey: 'sku',
      name: i % 2 === 0 ? `${name} ${itemAt(colours, i)}` : itemAt(colours, i),
      priceMinor: priceMinor + i * 15_000,
      priceEurMinor: priceEurMinor + i * 200,
    }),
  )
  return { code, lineKey: 'product', name, priceMinor, priceEurMinor, skus }
}

/** Any good that an order may reference. */
export function goodFor(seed: number, { offers, products }: Sizes, choice: number): Good {
  const place = Math.floor(choice * (offers + products))
  if (place < offers) return offerAt(seed, place)
  const product = productAt(seed, place - offers)
  const variant = product.skus[Math.floor(choice * 1e6) % (product.skus.length + 1)]
  return variant ?? product
}
