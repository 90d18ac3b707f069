import { profileAt } from './profile.ts'
import { makeRandom } from './random.ts'
import type { Sizes } from './sizes.ts'
import { csvLine } from './write/csv.ts'

/** A static segment as a file of its members: which segment it is, only the file's name tells. */
export function* segmentMembers(seed: number, sizes: Sizes, segment: string, share: number): Generator<string> {
  yield csvLine(['id', 'email'], ',', '\n')
  for (let index = 0; index < sizes.profiles; index += 1) {
    if (!makeRandom(seed, `segment ${segment}`, index).chance(share)) continue
    const { id, email } = profileAt(seed, sizes, index)
    yield csvLine([id, email], ',', '\n')
  }
}

/** Definitions of dynamic segments, in the shape of `segments/get`. */
export const dynamicSegments: readonly unknown[] = [
  segment(41, 'Открывали письма за 30 дней', 412, [['_open_date', 'date', 'last_days', ['30']]]),
  segment(42, 'Gold and platinum', 268, [['loyalty_tier', 'enum', 'in', ['gold', 'platinum']]]),
  segment(43, 'Санкт-Петербург, подписаны', 131, [
    ['_city', 'string', 'equal', ['Санкт-Петербург']],
    ['_status', 'enum', 'equal', ['subscribed']],
  ]),
  segment(44, 'Basket > 10 000 ₽', 77, [['orders.total_price', 'int', 'greater', ['1000000']]]),
  segment(45, 'Без покупок 180 дней', 389, [['orders.create_time', 'date', 'not_in_last_days', ['180']]]),
]

type Query = readonly [name: string, type: string, operator: string, value: readonly string[]]

function segment(id: number, name: string, count: number, queries: readonly Query[]) {
  return {
    id,
    name,
    count,
    is_static: false,
    is_refresh_daily: false,
    ui_tags: ['market'],
    groups: [{ id: 3, name: 'Маркетинг' }],
    segment: [
      {
        condition: 'and',
        limit: 0,
        list_id: 1,
        percent_from: 0,
        percent_to: 100,
        queries: queries.map(([field, type, operator, value]) => ({
          name: field,
          type,
          operator,
          compo: 'profile',
          value,
          child: [],
        })),
      },
    ],
  }
}
