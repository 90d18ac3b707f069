/** What lists, reads and deletions of all v2 records have in common. */
import { notFound, ok } from '../api/answer.ts'
import { type Call, pathId, type Routes } from '../api/call.ts'
import { pageOf, type Sorts } from '../api/pages.ts'
import { Query } from '../api/query.ts'
import type { Company } from '../world/company.ts'
import type { Row, Table } from '../world/table.ts'
import { filterById } from './filters/matching.ts'
import type { FilterType } from './filters/stored.ts'

export interface RecordKind<T extends Row> {
  /** `/api/v2/persons` */
  path: string
  /** As refusals name it: `Person`. */
  name: string
  /** As filters name it. */
  filterType: FilterType
  table(company: Company): Table<T>
  listKeys: readonly string[]
  getKeys: readonly string[]
  /** Whether the list shows the row; asked only without `filter_id`. Deleted rows are asked too. */
  keeps(query: Query, company: Company): (row: T) => boolean
  sorts?: Sorts<T>
  wire(call: Call, query: Query): (row: T) => Record<string, unknown>
  create(call: Call): T
  change(call: Call, row: T): T
  remove(call: Call, row: T): T
  /** 201 where the platform says so. */
  createdStatus?: number
}

export function recordRoutes<T extends Row>(kind: RecordKind<T>): Routes {
  const stored = (call: Call): T => found(kind.table(call.company).get(pathId(call, kind.name)), kind.name)
  const live = (call: Call): T => found(kind.table(call.company).live(pathId(call, kind.name)), kind.name)
  const plain = new Query({}, [])
  return {
    [`GET ${kind.path}`]: (call) => {
      const query = new Query(call.query, kind.listKeys)
      const table = kind.table(call.company)
      const ids = query.ids('ids')
      const matches = filtered(kind, call.company, query)
      const page = matches
        ? pageOf(table, query, matches, kind.sorts)
        : pageOf(table, query, kind.keeps(query, call.company), kind.sorts, ids)
      return ok(page.rows.map(kind.wire(call, query)), { next_cursor: page.nextCursor })
    },
    [`GET ${kind.path}/:id`]: (call) => {
      const query = new Query(call.query, kind.getKeys)
      return ok(kind.wire(call, query)(stored(call)))
    },
    [`POST ${kind.path}`]: (call) => ({
      ...ok(kind.wire(call, plain)(kind.create(call))),
      status: kind.createdStatus ?? 200,
    }),
    [`PATCH ${kind.path}/:id`]: (call) => ok(kind.wire(call, plain)(kind.change(call, stored(call)))),
    [`DELETE ${kind.path}/:id`]: (call) => ok({ id: kind.remove(call, live(call)).id }),
  }
}

/** A filter silently takes the place of every other condition. */
function filtered<T extends Row>(
  kind: RecordKind<T>,
  company: Company,
  query: Query,
): ((row: T) => boolean) | undefined {
  const filterId = query.integer('filter_id')
  if (filterId === undefined) return undefined
  const matches = filterById(company, kind.filterType, filterId)
  return (row) => !row.isDeleted && matches(row)
}

export function found<T>(row: T | undefined, name: string): T {
  if (row === undefined) throw notFound(name)
  return row
}

/** For kinds whose deleted records take no changes. */
export function undeleted<T extends Row>(row: T, name: string): T {
  if (row.isDeleted) throw notFound(name)
  return row
}
