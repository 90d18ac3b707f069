/** Pages of a table: opaque cursors, sorting, and the filters that all lists share. */
import type { Row, Table } from '../world/table.ts'
import { type Direction, type Position, readCursor, writeCursor } from './cursor.ts'
import type { Query } from './query.ts'

export interface Page<T> {
  rows: T[]
  nextCursor: string | null
}

export const pageKeys = ['limit', 'cursor', 'sort_by', 'sort_direction'] as const
export const listKeys = [...pageKeys, 'ids', 'updated_since', 'updated_until', 'filter_id'] as const

/** Orders other than `id` and `update_time`; a page of them costs a sort. */
export type Sorts<T> = Record<string, (row: T) => string | number>

interface Order<T> {
  field: string
  direction: Direction
  sorts: Sorts<T>
}

/**
 * Rows that pass `keeps`, in the asked order, from the cursor on. `update_time` means the order of writes. `ids` narrows the
 * list without looking at the others.
 */
export function pageOf<T extends Row>(
  table: Table<T>,
  query: Query,
  keeps: (row: T) => boolean,
  sorts: Sorts<T> = { add_time: (row) => row.addMs },
  ids?: number[],
): Page<T> {
  const limit = query.integer('limit', 1, 500) ?? 100
  const field = query.oneOf('sort_by', ['id', 'update_time', ...Object.keys(sorts)]) ?? 'id'
  const direction = query.oneOf('sort_direction', ['asc', 'desc']) ?? 'asc'
  const order = { field, direction, sorts }
  const from = readCursor(query.text('cursor'), field, direction)
  const sinceMs = query.moment('updated_since') ?? Number.NEGATIVE_INFINITY
  const untilMs = query.moment('updated_until') ?? Number.POSITIVE_INFINITY
  const rows: T[] = []
  for (const row of ids ? chosen(table, ids, order, from) : rowsIn(table, order, from, sinceMs)) {
    if (row.updateMs < sinceMs || row.updateMs >= untilMs || !keeps(row)) continue
    const last = rows[limit - 1]
    if (last) return { rows, nextCursor: writeCursor(positionOf(last, order)) }
    rows.push(row)
  }
  return { rows, nextCursor: null }
}

/** The same over a short list that is already at hand. */
export function pageOfList<T>(items: T[], query: Query, rankOf: (item: T) => number = () => 0, max = 500): Page<T> {
  const limit = query.integer('limit', 1, max) ?? 100
  const direction = query.oneOf('sort_direction', ['asc', 'desc']) ?? 'asc'
  const start = readCursor(query.text('cursor'), 'position', direction)?.id ?? 0
  const sign = direction === 'asc' ? 1 : -1
  const ranked = items.map((item, index) => ({ item, index, rank: rankOf(item) }))
  ranked.sort((a, b) => sign * (a.rank - b.rank || a.index - b.index))
  const next = start + limit
  const position = { field: 'position', fieldValue: next, sortDirection: direction, id: next }
  return {
    rows: ranked.slice(start, next).map(({ item }) => item),
    nextCursor: next < items.length ? writeCursor(position) : null,
  }
}

function rowsIn<T extends Row>(
  table: Table<T>,
  order: Order<T>,
  from: Position | undefined,
  sinceMs: number,
): Iterable<T> {
  const descending = order.direction === 'desc'
  if (order.field === 'id') return table.byId(from?.id, descending)
  if (order.field === 'update_time') return table.byUpdate(from && Number(from.fieldValue), sinceMs, descending)
  return sortedAfter(table, [...table.all()], order, from)
}

function chosen<T extends Row>(
  table: Table<T>,
  ids: number[],
  order: Order<T>,
  from: Position | undefined,
): Iterable<T> {
  const rows = [...new Set(ids)].flatMap((id) => table.get(id) ?? [])
  return sortedAfter(table, rows, order, from)
}

function sortedAfter<T extends Row>(table: Table<T>, rows: T[], order: Order<T>, from: Position | undefined): T[] {
  const sign = order.direction === 'asc' ? 1 : -1
  const compare = (a: T, b: T) => sign * (compareRanks(rankOf(a, order), rankOf(b, order)) || a.id - b.id)
  const last = from && table.get(from.id)
  return (last ? rows.filter((row) => compare(row, last) > 0) : rows).sort(compare)
}

const compareRanks = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0)

function rankOf<T extends Row>(row: T, { field, sorts }: Order<T>): string | number {
  if (field === 'update_time') return row.seq
  return sorts[field]?.(row) ?? row.id
}

const positionOf = <T extends Row>(row: T, order: Order<T>): Position => ({
  field: order.field,
  fieldValue: rankOf(row, order),
  sortDirection: order.direction,
  id: row.id,
})
