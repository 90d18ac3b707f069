import { created, invalid, ok } from '../../api/answer.ts'
import { type Call, pathId, type Routes } from '../../api/call.ts'
import { pageKeys, pageOfList } from '../../api/pages.ts'
import { Query } from '../../api/query.ts'
import type { Company } from '../../world/company.ts'
import type { World } from '../../world/world.ts'
import { linesOf } from '../deals/value.ts'
import { found } from '../records.ts'
import type { DealProduct } from './stored.ts'
import { toDealProductWire } from './wire.ts'
import { addLine, addLines, changeLine, removeLines } from './write.ts'

const base = '/api/v2/deals/:id/products'
const maxDeleted = 100

export const dealProductRoutes = (world: World): Routes => ({
  'GET /api/v2/deals/products': (call) => {
    const query = new Query(call.query, [...pageKeys, 'deal_ids'])
    const dealIds = query.ids('deal_ids')
    if (dealIds === undefined) throw invalid('deal_ids', 'is required')
    const lines = [...new Set(dealIds)]
      .filter((id) => call.company.deals.live(id))
      .flatMap((id) => linesOf(call.company, id))
    return page(call.company, lines, query)
  },
  [`GET ${base}`]: (call) =>
    page(call.company, linesOf(call.company, dealOf(call).id), new Query(call.query, pageKeys)),
  [`POST ${base}`]: (call) => created(wire(call.company)(addLine(world, call.company, dealOf(call), call.body))),
  [`POST ${base}/bulk`]: (call) => {
    const rows = addLines(world, call.company, dealOf(call), call.body)
    return created(rows.map(wire(call.company)))
  },
  [`PATCH ${base}/:lineId`]: (call) => {
    const deal = dealOf(call)
    return ok(wire(call.company)(changeLine(world, call.company, deal, lineOf(call), call.body)))
  },
  [`DELETE ${base}/:lineId`]: (call) => {
    const [id] = removeLines(call.company, dealOf(call), [lineOf(call)])
    return ok({ id })
  },
  [`DELETE ${base}`]: (call) => {
    const deal = dealOf(call)
    const ids = new Query(call.query, ['ids']).ids('ids', maxDeleted)
    const lines = linesOf(call.company, deal.id)
    const chosen = ids ? lines.filter((line) => ids.includes(line.id)) : lines.slice(0, maxDeleted)
    const removed = removeLines(call.company, deal, chosen)
    return ok({ ids: removed }, { more_items_in_collection: removed.length < lines.length })
  },
})

const dealOf = (call: Call) => found(call.company.deals.live(pathId(call, 'Deal')), 'Deal')

function lineOf(call: Call): DealProduct {
  const line = call.company.dealProducts.live(pathId(call, 'Deal product', 'lineId'))
  return found(line?.dealId === pathId(call, 'Deal') ? line : undefined, 'Deal product')
}

const wire = (company: Company) => (line: DealProduct) => toDealProductWire(company, line)

function page(company: Company, lines: DealProduct[], query: Query) {
  const field = query.oneOf('sort_by', ['id', 'deal_id', 'add_time', 'update_time', 'order_nr']) ?? 'id'
  const values: Record<typeof field, (line: DealProduct) => number> = {
    id: (line) => line.id,
    deal_id: (line) => line.dealId,
    add_time: (line) => line.addMs,
    update_time: (line) => line.updateMs,
    order_nr: (line) => line.orderNr,
  }
  const { rows, nextCursor } = pageOfList(lines, query, values[field])
  return ok(rows.map(wire(company)), { next_cursor: nextCursor })
}
