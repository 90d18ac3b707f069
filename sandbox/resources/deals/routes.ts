import { notFound, ok } from '../../api/answer.ts'
import type { Routes } from '../../api/call.ts'
import { listKeys as commonKeys, pageOf } from '../../api/pages.ts'
import { Query } from '../../api/query.ts'
import type { Company } from '../../world/company.ts'
import type { World } from '../../world/world.ts'
import { shownFields } from '../fields/shown.ts'
import { type RecordKind, recordRoutes } from '../records.ts'
import type { Deal } from './stored.ts'
import { toDealWire } from './wire.ts'
import { changeDeal, createDeal, removeDeal } from './write.ts'

const shapeKeys = ['include_fields', 'custom_fields', 'include_option_labels', 'include_labels']
const listKeys = [...commonKeys, 'owner_id', 'person_id', 'org_id', 'pipeline_id', 'stage_id', 'status', ...shapeKeys]

export function dealRoutes(world: World): Routes {
  const kind: RecordKind<Deal> = {
    path: '/api/v2/deals',
    name: 'Deal',
    filterType: 'deals',
    table: (company) => company.deals,
    listKeys,
    getKeys: shapeKeys,
    keeps: (query) => keeps(query, false),
    wire: ({ company }, query) => wire(company, query),
    create: ({ company, user, body }) => createDeal(world, company, user, body),
    change: ({ company, user, body }, deal) => {
      if (deal.isDeleted && !restores(body)) throw notFound('Deal')
      return changeDeal(world, company, user, deal, body)
    },
    remove: ({ company }, deal) => removeDeal(company, deal),
  }
  return {
    ...recordRoutes(kind),
    'GET /api/v2/deals/archived': (call) => {
      const query = new Query(call.query, listKeys)
      const page = pageOf(call.company.deals, query, keeps(query, true))
      return ok(page.rows.map(wire(call.company, query)), { next_cursor: page.nextCursor })
    },
  }
}

function wire(company: Company, query: Query): (deal: Deal) => Record<string, unknown> {
  const shown = shownFields(company, 'deal', query)
  return (deal) => toDealWire(company, deal, shown)
}

function keeps(query: Query, archived: boolean): (deal: Deal) => boolean {
  const wanted: [keyof Deal, number | undefined][] = [
    ['ownerId', query.integer('owner_id')],
    ['personId', query.integer('person_id')],
    ['orgId', query.integer('org_id')],
    ['pipelineId', query.integer('pipeline_id')],
    ['stageId', query.integer('stage_id')],
  ]
  const conditions = wanted.filter(([, value]) => value !== undefined)
  const status = query.oneOf('status', ['open', 'won', 'lost', 'deleted'])
  return (deal) =>
    deal.isArchived === archived &&
    deal.isDeleted === (status === 'deleted') &&
    (status === undefined || status === 'deleted' || deal.status === status) &&
    conditions.every(([key, value]) => deal[key] === value)
}

const restores = (body: unknown) =>
  typeof body === 'object' && body !== null && 'is_deleted' in body && body.is_deleted === false
