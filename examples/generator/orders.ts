import { daysBefore, rfc3339Seconds } from './dates.ts'
import { type Good, goodFor } from './goods.ts'
import { profileAt } from './profile.ts'
import { makeRandom, type Random } from './random.ts'
import type { Sizes } from './sizes.ts'

const statuses = [
  ['delivered', 56],
  ['paid', 17],
  ['new', 12],
  ['canceled', 12],
  ['part_refunded', 3],
] as const satisfies readonly (readonly [string, number])[]

/** The order with more lines than one bulk request takes, and the one in a currency without decimals. */
const manyLines = 63
const inYen = 57

/** Orders `from` to `to` as `market/orders/list` answers them: money as strings in minor units. */
export function* orders(seed: number, sizes: Sizes, from: number, to: number): Generator<unknown> {
  for (let index = from; index < to; index += 1) yield orderAt(seed, sizes, index)
}

function orderAt(seed: number, sizes: Sizes, index: number) {
  const random = makeRandom(seed, 'order', index)
  const profile = profileAt(seed, sizes, Math.floor(random.next() ** 1.4 * sizes.profiles))
  const createdMs = createdAt(sizes, index, random)
  const currency = currencyOf(index, random)
  const lines = index % 400 === 95 ? [] : linesOf(seed, sizes, index, currency, random)
  const sumMinor = lines.reduce((sum, line) => sum + line.finalMinor * line.count, 0)
  const deliveryMinor = currency === 'RUB' ? random.pick([0, 0, 29_900, 50_000]) : 0
  const externalId = `SV-${new Date(createdMs).getUTCFullYear() % 100}-${String(index + 1).padStart(6, '0')}`
  return {
    profile: { profile_id: profile.id, xxh: profile.xxh },
    external_id: externalId,
    endpoint: random.pick(['website', 'website', 'mobile_app', 'retail_spb']),
    status: random.weighted(statuses),
    delivery_cost: String(deliveryMinor),
    total_price: String(lines.length === 0 ? random.int(900, 9_000) * 100 : totalOf(index, sumMinor) + deliveryMinor),
    currency,
    tags: random.chance(0.2) ? ['promo'] : [],
    region: profile.person.place.region,
    custom_fields: random.chance(0.4) ? { pickup_point: 'Пункт «На Лиговском», 2 этаж', gift: random.chance(0.2) } : {},
    lines: lines.map((line, i) => lineElement(externalId, i + 1, currency, line)),
    create_time: rfc3339Seconds(createdMs),
    update_time: rfc3339Seconds(createdMs + random.int(1, 12) * 86_400_000 + random.int(0, 40_000) * 1_000),
  }
}

interface Line {
  good: Good
  baseMinor: number
  finalMinor: number
  count: number
}

function linesOf(seed: number, sizes: Sizes, index: number, currency: string, random: Random): Line[] {
  const lineCount =
    index === manyLines
      ? 134
      : random.weighted([
          [1, 40],
          [2, 28],
          [3, 16],
          [4, 9],
          [7, 7],
        ])
  return Array.from({ length: lineCount }, () => {
    const good = goodFor(seed, sizes, random.next())
    const baseMinor = priceIn(currency, good)
    const finalMinor = random.chance(0.2) ? Math.round((baseMinor * random.pick([93, 85, 70])) / 100) : baseMinor
    return {
      good,
      baseMinor,
      finalMinor,
      count: random.weighted([
        [1, 75],
        [2, 18],
        [3, 5],
        [12, 2],
      ]),
    }
  })
}

function lineElement(order: string, number: number, currency: string, { good, baseMinor, finalMinor, count }: Line) {
  return {
    external_id: `${order}-${number}`,
    [good.lineKey]: good.code,
    base_price_per_item: String(baseMinor),
    min_price_per_item: '0',
    final_price_per_item: String(finalMinor),
    count,
    custom_fields: {},
    currency,
  }
}

/** Mostly the sum of the lines; now and then rounded by a cent or two, or with a discount on the whole order. */
function totalOf(index: number, sumMinor: number): number {
  if (index % 120 === 11) return sumMinor + 1
  if (index % 120 === 29) return sumMinor - 2
  if (index % 120 === 47) return Math.round((sumMinor * 0.95) / 100) * 100
  return sumMinor
}

function currencyOf(index: number, random: Random): 'RUB' | 'EUR' | 'JPY' {
  if (index === inYen) return 'JPY'
  return random.chance(0.06) ? 'EUR' : 'RUB'
}

function priceIn(currency: string, good: Good): number {
  if (currency === 'RUB') return good.priceMinor
  if (currency === 'JPY') return Math.round(good.priceMinor / 62)
  return good.priceEurMinor ?? Math.round(good.priceMinor / 9_500) * 100 - 5
}

/** The older file ends with 2025, the newer one is of 2026. */
function createdAt(sizes: Sizes, index: number, random: Random): number {
  const days = index < sizes.orders ? random.int(275, 900) : random.int(20, 270)
  return daysBefore(days) - random.int(0, 20_000) * 1_000
}
