import { rfc3339Seconds } from './dates.ts'
import { goodFor } from './goods.ts'
import { itemAt, makeRandom, type Random } from './random.ts'
import type { Sizes } from './sizes.ts'

/** Name, state, first day. */
const plans = [
  ['Весенняя распродажа 2026', 'completed', '2026-03-20'],
  ['Black Friday 2025', 'completed', '2025-11-24'],
  ['Новогодние подарки', 'completed', '2025-12-08'],
  ['Welcome series', 'active', '2024-09-01'],
  ['Реактивация «Мы скучаем»', 'active', '2025-02-03'],
  ['VIP pre-sale: linen', 'completed', '2026-05-11'],
  ['8 Марта', 'completed', '2026-03-02'],
  ['Back to school', 'completed', '2026-08-17'],
  ['Сезон пледов 🍂', 'waiting', '2026-09-14'],
  ['Опрос NPS, осень', 'completed', '2026-09-10'],
  ['Garden week', 'deleted', '2026-04-27'],
  ['Бонусы сгорают', 'active', '2025-06-01'],
  ['Летний аутлет', 'completed', '2026-07-06'],
  ['Loyalty launch', 'inactive', '2025-05-15'],
  ['Открытие магазина в Казани', 'completed', '2026-06-01'],
  ['Abandoned basket', 'active', '2024-11-11'],
  ['День рождения клиента', 'active', '2024-12-01'],
  ['Black Friday 2026 (draft)', 'cloning', '2026-11-23'],
] as const

/** Campaigns of the newer generation: bundles of mailings with their figures; revenue in minor units. */
export function* campaigns(seed: number, sizes: Sizes): Generator<unknown> {
  for (let index = 0; index < sizes.campaigns; index += 1) yield campaignAt(seed, sizes, index)
}

function campaignAt(seed: number, sizes: Sizes, index: number) {
  const random = makeRandom(seed, 'campaign', index)
  const place = index % plans.length
  const round = Math.floor(index / plans.length)
  const [planName, state, firstDay] = itemAt(plans, place)
  const startMs = Date.parse(`${firstDay}T07:00:00Z`)
  return {
    id: 301 + index,
    name: round === 0 ? planName : `${planName} (${round + 1})`,
    state,
    type: random.pick(['broadcast', 'trigger', 'regular']),
    start_date: rfc3339Seconds(startMs),
    finish_date: state === 'completed' ? rfc3339Seconds(startMs + random.int(3, 25) * 86_400_000) : null,
    ...figures(random, state === 'cloning'),
    ...(place % 3 === 0 || state === 'cloning'
      ? { revenue: '0', currency: 'RUB', orders_count: 0, products: [] }
      : earnings(seed, sizes, place, random)),
  }
}

/** A copy that was never sent has no figures: its rates are no numbers. */
function figures(random: Random, isUnsent: boolean) {
  const sends = isUnsent ? 0 : random.int(1_200, 60_000)
  const hbounces = Math.round(sends * random.next() * 0.03)
  const delivs = sends - hbounces
  const uopens = Math.round(delivs * (0.08 + random.next() * 0.3))
  const uclicks = Math.round(uopens * random.next() * 0.3)
  return { sends, delivs, uopens, uclicks, unsubs: Math.round(delivs * random.next() * 0.01), hbounces }
}

/** Bestsellers as products; where they are not the whole revenue, it says so by being larger than their sum. */
function earnings(seed: number, sizes: Sizes, place: number, random: Random) {
  const isEuro = place === 10
  const products = Array.from({ length: place === 4 ? 0 : random.int(1, 4) }, (_, i) => {
    const good = goodFor(seed, sizes, (i + random.next()) / 4)
    const priceMinor = isEuro ? (good.priceEurMinor ?? Math.round(good.priceMinor / 9_500) * 100 - 5) : good.priceMinor
    return { external_id: good.code, count: random.int(1, 40), price: String(priceMinor) }
  })
  const soldMinor = products.reduce((sum, { price, count }) => sum + Number(price) * count, 0)
  const otherMinor = place === 4 || place % 4 === 1 ? random.int(10_000, 900_000) : 0
  return {
    revenue: String(soldMinor + otherMinor),
    currency: isEuro ? 'EUR' : 'RUB',
    orders_count: products.reduce((sum, { count }) => sum + count, 0) + (otherMinor > 0 ? 3 : 0),
    products,
  }
}
