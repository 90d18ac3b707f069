import type { JsonObject } from '../lib/json.ts'
import type { Api } from './api.ts'
import { makeDeals } from './deals.ts'
import { makeOrganizations } from './organizations.ts'
import { cursorPages } from './pages.ts'
import { makePersons } from './persons.ts'
import { makeProducts } from './products.ts'
import type { ListQuery, Pipedrive, RecordEntity } from './types.ts'
import { isWireRecord, writtenRecord } from './wire.ts'

/** The query parameters that all four lists know. */
export interface PageQuery {
  limit: number
  cursor?: string
  ids?: string
  sort_by?: 'id' | 'update_time' | 'add_time'
  sort_direction?: 'asc' | 'desc'
  updated_since?: string
  /** A comma list; the client's type allows one name only. */
  include_fields?: string
  person_id?: number
  org_id?: number
  deal_id?: number
}

/** One resource with v2 CRUD; answers are the client's. */
export interface RecordResource {
  page(query: PageQuery): Promise<unknown>
  create(body: JsonObject): Promise<unknown>
  update(id: number, body: JsonObject): Promise<unknown>
}

export function makeResources(api: Api): Record<RecordEntity, RecordResource> {
  return {
    person: makePersons(api),
    organization: makeOrganizations(api),
    deal: makeDeals(api),
    product: makeProducts(api),
  }
}

export function makeRecords(api: Api): Pick<Pipedrive, 'list' | 'create' | 'update'> {
  const resources = makeResources(api)
  return {
    async *list(entity, query = {}) {
      const fixed = toParameters(query)
      for await (const page of cursorPages((paging) => resources[entity].page({ ...fixed, ...paging }))) {
        yield page.filter(isWireRecord)
      }
    },
    create: async (entity, body) => writtenRecord(await resources[entity].create(body)),
    update: async (entity, id, body) => writtenRecord(await resources[entity].update(id, body)),
  }
}

/** Without undefined values: the client sends none, but its types do not allow them. */
export function toParameters({
  sortBy,
  sortDirection,
  updatedSince,
  ids,
  includeFields,
  of,
}: ListQuery): Omit<PageQuery, 'limit'> {
  return {
    ...(sortBy && { sort_by: sortBy }),
    ...(sortDirection && { sort_direction: sortDirection }),
    ...(updatedSince && { updated_since: updatedSince }),
    ...(ids && { ids: ids.join(',') }),
    ...(includeFields && { include_fields: includeFields }),
    ...(of && { [parentKeys[of.entity]]: of.id }),
  }
}

const parentKeys = { person: 'person_id', organization: 'org_id', deal: 'deal_id' } as const
