/** Pages of v1: `start` and `limit`, and the pagination block of the reply. */
import { type Answer, invalid, ok } from './answer.ts'
import type { Query } from './query.ts'

export const v1PageKeys = ['start', 'limit'] as const

export function v1Page<T>(items: T[], query: Query, wire: (item: T) => unknown, maxLimit = 500): Answer {
  const start = query.integer('start', 0) ?? 0
  const limit = query.integer('limit', 1, maxLimit) ?? 100
  const more = start + limit < items.length
  const pagination = { start, limit, more_items_in_collection: more, ...(more ? { next_start: start + limit } : {}) }
  return ok(items.slice(start, start + limit).map(wire), { pagination })
}

/** `sort=field direction, …` over the fields that have a value function. */
export function v1Sort<T>(
  items: T[],
  sort: string | undefined,
  fields: Record<string, (item: T) => number | string>,
): T[] {
  if (sort === undefined) return items
  const orders = sort.split(',').map((part) => {
    const [name = '', direction = 'ASC'] = part.trim().split(/\s+/)
    const rankOf = fields[name]
    if (!rankOf || !/^(asc|desc)$/i.test(direction)) throw invalid('sort', `${name} ${direction} is not supported`)
    return { rankOf, sign: /^desc$/i.test(direction) ? -1 : 1 }
  })
  return [...items].sort((a, b) => {
    for (const { rankOf, sign } of orders) {
      const [left, right] = [rankOf(a), rankOf(b)]
      if (left !== right) return left < right ? -sign : sign
    }
    return 0
  })
}
