import { notFound } from '../api/answer.ts'
import type { Call } from '../api/call.ts'
import { toActivityWire } from '../resources/activities/wire.ts'
import { toDealProductWire } from '../resources/deal-products/wire.ts'
import { toDealWire } from '../resources/deals/wire.ts'
import { changeDeal, removeDeal } from '../resources/deals/write.ts'
import { shownFields } from '../resources/fields/shown.ts'
import { type FieldEntity, fieldEntities } from '../resources/fields/stored.ts'
import { toFieldWire } from '../resources/fields/wire.ts'
import { toFileWire } from '../resources/files/wire.ts'
import { toFilterWire } from '../resources/filters/wire.ts'
import { toNoteWire } from '../resources/notes/wire.ts'
import { toOrganizationWire } from '../resources/organizations/wire.ts'
import { changeOrganization } from '../resources/organizations/write.ts'
import { toPersonWire } from '../resources/persons/wire.ts'
import { changePerson } from '../resources/persons/write.ts'
import { toVariationWire } from '../resources/product-variations/wire.ts'
import { toProductWire } from '../resources/products/wire.ts'
import { changeProduct } from '../resources/products/write.ts'
import type { Company } from '../world/company.ts'
import type { Row, Table } from '../world/table.ts'
import type { World } from '../world/world.ts'

const shown = (company: Company, entity: FieldEntity) => shownFields(company, entity)

/** Live records of one kind, as the API shows them. */
const readers: Record<string, (company: Company) => unknown[]> = {
  persons: (company) => live(company.persons, (row) => toPersonWire(company, row, shown(company, 'person'))),
  organizations: (company) =>
    live(company.organizations, (row) => toOrganizationWire(company, row, shown(company, 'organization'))),
  deals: (company) => live(company.deals, (row) => toDealWire(company, row, shown(company, 'deal'))),
  products: (company) => live(company.products, (row) => toProductWire(company, row, shown(company, 'product'))),
  dealProducts: (company) => live(company.dealProducts, (row) => toDealProductWire(company, row)),
  variations: (company) => live(company.variations, toVariationWire),
  activities: (company) => live(company.activities, toActivityWire),
  notes: (company) => live(company.notes, (row) => toNoteWire(company, row, 0)),
  files: (company) => live(company.files, (row) => toFileWire(company, row, '')),
  filters: (company) => live(company.filters, (row) => toFilterWire(company, row, false)),
  fields: (company) =>
    fieldEntities.flatMap((entity) =>
      company.fields.customFields(entity).map((field) => ({ entity, id: field.id, ...toFieldWire(field) })),
    ),
}

function live<T extends Row>(table: Table<T>, wire: (row: T) => unknown): unknown[] {
  return table
    .all()
    .filter((row) => !row.isDeleted)
    .map(wire)
}

/** All kinds, or the one named. Throws 404 for a kind that does not exist. */
export function readState(company: Company, entity: string | undefined): Record<string, unknown[]> {
  if (entity === undefined)
    return Object.fromEntries(Object.entries(readers).map(([kind, read]) => [kind, read(company)]))
  const read = readers[entity]
  if (!read) throw notFound('Kind')
  return { [entity]: read(company) }
}

/** Changes a record as a person would in the web application: by the first user, neither paced nor charged. */
export function changeAsPerson(world: World, company: Company, entity: string, id: number, body: unknown): Row {
  const user = firstUser(company)
  switch (entity) {
    case 'persons':
      return changePerson(world, company, existing(company.persons, id), body)
    case 'organizations':
      return changeOrganization(world, company, existing(company.organizations, id), body)
    case 'deals':
      return changeDeal(world, company, user, existing(company.deals, id), body)
    case 'products':
      return changeProduct(world, company, user, existing(company.products, id), body)
    default:
      throw notFound('Kind')
  }
}

export function removeAsPerson(company: Company, entity: string, id: number): void {
  if (entity === 'persons') company.persons.remove(existing(company.persons, id))
  else if (entity === 'organizations') company.organizations.remove(existing(company.organizations, id))
  else if (entity === 'deals') removeDeal(company, existing(company.deals, id))
  else if (entity === 'products') company.products.remove(existing(company.products, id))
  else throw notFound('Kind')
}

export function firstUser(company: Company): Call['user'] {
  const user = company.users[0]
  if (!user) throw notFound('User')
  return user
}

function existing<T extends Row>(table: Table<T>, id: number): T {
  const row = table.live(id)
  if (!row) throw notFound('Record')
  return row
}
