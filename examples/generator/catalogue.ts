import { type Offer, offerAt } from './goods.ts'
import { makeRandom } from './random.ts'
import type { Sizes } from './sizes.ts'
import { decimal } from './write/decimal.ts'
import { cdata, element } from './write/xml.ts'

const categories = [
  [1, undefined, 'Для дома'],
  [11, 1, 'Пледы и шторы'],
  [12, 1, 'Спальня'],
  [13, 1, 'Кухня & столовая'],
  [14, 1, 'Ванная'],
] as const

/** The shop's catalogue in YML (Yandex Market Language), prices in roubles and kopecks. */
export function* catalogue(seed: number, sizes: Sizes): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE yml_catalog SYSTEM "shops.dtd">\n'
  yield '<yml_catalog date="2026-10-01 09:00">\n<shop>\n'
  yield `${element('name', 'Северный ветер')}\n${element('company', 'ООО "Северный ветер"')}\n`
  yield `${element('url', 'https://severny-veter.example')}\n`
  yield '<currencies><currency id="RUB" rate="1"/><currency id="EUR" rate="CBRF"/></currencies>\n<categories>\n'
  for (const [id, parentId, name] of categories) {
    yield `${element('category', name, { id: String(id), ...(parentId && { parentId: String(parentId) }) })}\n`
  }
  yield '</categories>\n<offers>\n'
  for (let index = 0; index < sizes.offers; index += 1) yield offerElement(offerAt(seed, index), index, seed)
  yield '</offers>\n</shop>\n</yml_catalog>\n'
}

function offerElement(offer: Offer, index: number, seed: number): string {
  const random = makeRandom(seed, 'offer text', index)
  const oldPrice = random.chance(0.3) ? element('oldprice', decimal(Math.round(offer.priceMinor * 1.2))) : ''
  const group = offer.groupId === undefined ? '' : ` group_id="${offer.groupId}"`
  return [
    `<offer id="${offer.code}" available="${index % 9 !== 8}"${group}>`,
    element('url', `https://severny-veter.example/p/${offer.code.toLowerCase()}?utm_source=yml&utm_medium=feed`),
    `${element('price', decimal(offer.priceMinor))}${oldPrice}${element('currencyId', 'RUB')}`,
    element('categoryId', String(offer.categoryId)),
    element('picture', `https://severny-veter.example/i/${offer.code.toLowerCase()}.jpg`),
    `${element('name', offer.name)}${element('vendor', offer.vendor)}${element('vendorCode', offer.vendorCode)}`,
    element('barcode', `46${String(10_000_000_000 + index * 7_919)}`),
    `<description>${cdata(description(offer, random.chance(0.1)))}</description>`,
    offer.size === undefined ? '' : element('param', offer.size, { name: 'Размер' }),
    offer.colour === undefined ? '' : element('param', offer.colour, { name: 'Цвет' }),
    '</offer>\n',
  ].join('')
}

const description = ({ name, vendor }: Offer, isLong: boolean): string =>
  `<p><b>${name}</b> — ${vendor}. Уход: стирка при 30 °C & сушка в тени.</p>${isLong ? '\n<ul><li>100% лён</li><li>Made in Вологда ❄️</li></ul>'.repeat(6) : ''}`
