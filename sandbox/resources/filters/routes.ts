import { invalid, ok } from '../../api/answer.ts'
import { type Call, pathId, type Routes } from '../../api/call.ts'
import { Query } from '../../api/query.ts'
import { found } from '../records.ts'
import { toFilterSummary, toFilterWire } from './wire.ts'
import { changeFilter, createFilter } from './write.ts'

const types = ['deals', 'leads', 'org', 'people', 'products', 'activity', 'projects'] as const

export const filterRoutes = (): Routes => ({
  'GET /api/v1/filters': ({ company, query }) => {
    const type = new Query(query, ['type']).oneOf('type', types)
    const live = company.filters
      .all()
      .filter((filter) => !filter.isDeleted && (type === undefined || filter.type === type))
    return ok(live.map(toFilterSummary))
  },
  'POST /api/v1/filters': (call) =>
    ok(toFilterWire(call.company, createFilter(call.company, call.user, call.body), codes(call))),
  'GET /api/v1/filters/:id': (call) => ok(toFilterWire(call.company, filterOf(call), codes(call))),
  'PUT /api/v1/filters/:id': (call) =>
    ok(toFilterWire(call.company, changeFilter(call.company, filterOf(call), call.body), codes(call))),
  'DELETE /api/v1/filters/:id': (call) => ok({ id: call.company.filters.remove(filterOf(call)).id }),
  'DELETE /api/v1/filters': ({ company, query }) => {
    const ids = new Query(query, ['ids']).ids('ids')
    if (ids === undefined) throw invalid('ids', 'is required')
    const removed = ids.flatMap((id) => company.filters.live(id) ?? [])
    return ok({ id: removed.map((filter) => company.filters.remove(filter).id) })
  },
})

const filterOf = (call: Call) => found(call.company.filters.live(pathId(call, 'Filter')), 'Filter')
const codes = (call: Call) => new Query(call.query, ['include_field_code']).boolean('include_field_code') ?? false
