import { type Answer, invalid, ok } from '../../api/answer.ts'
import type { Call, Handler, Routes } from '../../api/call.ts'
import { pageOfList } from '../../api/pages.ts'
import { Query } from '../../api/query.ts'
import type { Company } from '../../world/company.ts'
import type { Row } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import { find, type Hit, termOf } from './find.ts'
import { deals, organizations, persons, products, type SearchKind } from './index.ts'

const keys = ['term', 'fields', 'exact_match', 'include_fields', 'limit', 'cursor']
const itemSearchMax = 100

type Keeps<T> = (query: Query) => (row: T) => boolean

export function searchRoutes(world: World): Routes {
  const lagMs = () => world.options.searchLagMs
  const search =
    <T extends Row>(kind: SearchKind<T>, extraKeys: string[] = [], keeps: Keeps<T> = () => () => true): Handler =>
    (call) => {
      const query = new Query(call.query, [...keys, ...extraKeys])
      const hits = find(call.company, kind, lagMs(), termOf(query), query.names('fields'), keeps(query))
      return itemsPage(hits, query)
    }
  return {
    'GET /api/v2/persons/search': search(persons, ['organization_id'], (query) => {
      const orgId = query.integer('organization_id')
      return (person) => orgId === undefined || person.orgId === orgId
    }),
    'GET /api/v2/organizations/search': search(organizations),
    'GET /api/v2/products/search': search(products),
    'GET /api/v2/deals/search': search(deals, ['person_id', 'organization_id', 'status'], (query) => {
      const personId = query.integer('person_id')
      const orgId = query.integer('organization_id')
      const status = query.oneOf('status', ['open', 'won', 'lost'])
      return (deal) =>
        (personId === undefined || deal.personId === personId) &&
        (orgId === undefined || deal.orgId === orgId) &&
        (status === undefined || deal.status === status)
    }),
    'GET /api/v2/itemSearch': (call) => itemSearch(call, lagMs()),
    'GET /api/v2/itemSearch/field': (call) => fieldSearch(call, lagMs()),
  }
}

function itemsPage(hits: Hit[], query: Query, max = 500): Answer {
  const page = pageOfList(hits, query, undefined, max)
  return ok({ items: page.rows }, { next_cursor: page.nextCursor })
}

const itemTypes = ['person', 'organization', 'deal', 'product'] as const

function itemSearch(call: Call, lagMs: number): Answer {
  const query = new Query(call.query, [...keys, 'item_types', 'search_for_related_items'])
  const term = termOf(query)
  const fields = query.names('fields')
  const types = query.names('item_types') ?? itemTypes
  const { company } = call
  const hits = [
    ...(types.includes('person') ? find(company, persons, lagMs, term, fields) : []),
    ...(types.includes('organization') ? find(company, organizations, lagMs, term, fields) : []),
    ...(types.includes('deal') ? find(company, deals, lagMs, term, fields) : []),
    ...(types.includes('product') ? find(company, products, lagMs, term, fields) : []),
  ]
  const page = pageOfList(
    hits.sort((a, b) => b.result_score - a.result_score),
    query,
    undefined,
    itemSearchMax,
  )
  return ok({ items: page.rows, related_items: [] }, { next_cursor: page.nextCursor })
}

/** Values of one field; unlike the other searches this one minds case. */
function fieldSearch(call: Call, lagMs: number): Answer {
  const query = new Query(call.query, ['term', 'entity_type', 'match', 'field', 'limit', 'cursor'])
  const entity = query.oneOf('entity_type', itemTypes)
  const field = query.text('field')
  const term = query.text('term') ?? ''
  const match = query.oneOf('match', ['exact', 'beginning', 'middle']) ?? 'exact'
  if (entity === undefined || field === undefined) throw invalid('field', 'needs entity_type and field')
  if (term.length < (match === 'exact' ? 1 : 2)) throw invalid('term', 'is too short')
  const fits = (value: string) =>
    match === 'exact' ? value === term : match === 'beginning' ? value.startsWith(term) : value.includes(term)
  const found = {
    person: () => withField(call.company, persons, lagMs, field, (row) => row.custom, fits),
    organization: () => withField(call.company, organizations, lagMs, field, (row) => row.custom, fits),
    deal: () => withField(call.company, deals, lagMs, field, (row) => row.custom, fits),
    product: () => withField(call.company, products, lagMs, field, (row) => row.custom, fits),
  }[entity]()
  const page = pageOfList(found, query)
  return ok(page.rows, { next_cursor: page.nextCursor })
}

function withField<T extends Row>(
  company: Company,
  kind: SearchKind<T>,
  lagMs: number,
  field: string,
  customOf: (row: T) => Readonly<Record<string, unknown>>,
  fits: (value: string) => boolean,
): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  for (const row of kind.rows(company, lagMs)) {
    const custom = customOf(row)[field]
    const values = custom === undefined ? (kind.texts(company, row)[field] ?? []) : [textOf(custom)]
    if (values.some(fits))
      found.push({ id: row.id, name: kind.item(company, row).name ?? kind.item(company, row).title })
  }
  return found
}

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'value' in value ? String(value.value) : String(value)
