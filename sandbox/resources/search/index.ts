/** The texts of a record that search looks into, by search field. */
import type { Company } from '../../world/company.ts'
import type { Row } from '../../world/table.ts'
import type { Deal } from '../deals/stored.ts'
import type { CustomValues, FieldEntity } from '../fields/stored.ts'
import type { Organization } from '../organizations/stored.ts'
import type { Person } from '../persons/stored.ts'
import type { Product } from '../products/stored.ts'

export type Texts = Record<string, string[]>

/** Custom fields of these types are searched; options, dates and links are not. */
const searchable = new Set(['address', 'varchar', 'varchar_auto', 'text', 'double', 'monetary', 'phone'])

export interface SearchKind<T extends Row> {
  entity: FieldEntity
  rows(company: Company, lagMs: number): Iterable<T>
  texts(company: Company, row: T): Texts
  item(company: Company, row: T): Record<string, unknown>
}

const texts = (...values: (string | null | undefined)[]): string[] => values.filter((value): value is string => !!value)

function customTexts(company: Company, entity: FieldEntity, values: CustomValues): string[] {
  return company.fields.customFields(entity).flatMap((field) => {
    const value = values[field.code]
    if (value === undefined || !searchable.has(field.type)) return []
    return [typeof value === 'object' && !Array.isArray(value) ? String(value.value) : String(value)]
  })
}

const organizationOf = (company: Company, id: number | null) => {
  const row = id === null ? undefined : company.organizations.get(id)
  return row ? { id: row.id, name: row.name, address: row.address?.value ?? null } : null
}

export const persons: SearchKind<Person> = {
  entity: 'person',
  rows: (company, lagMs) => company.persons.indexed(lagMs),
  texts: (company, row) => ({
    name: [row.name],
    email: row.emails.map(({ value }) => value),
    phone: row.phones.map(({ value }) => value),
    notes: texts(row.contactSync.notes),
    custom_fields: customTexts(company, 'person', row.custom),
  }),
  item: (company, row) => ({
    id: row.id,
    type: 'person',
    name: row.name,
    phones: row.phones.map(({ value }) => value),
    emails: row.emails.map(({ value }) => value),
    visible_to: row.visibleTo,
    owner: { id: row.ownerId },
    organization: organizationOf(company, row.orgId),
    custom_fields: customTexts(company, 'person', row.custom),
    notes: texts(row.contactSync.notes),
  }),
}

export const organizations: SearchKind<Organization> = {
  entity: 'organization',
  rows: (company, lagMs) => company.organizations.indexed(lagMs),
  texts: (company, row) => ({
    name: [row.name],
    address: texts(row.address?.value),
    notes: [],
    custom_fields: customTexts(company, 'organization', row.custom),
  }),
  item: (company, row) => ({
    id: row.id,
    type: 'organization',
    name: row.name,
    address: row.address?.value ?? null,
    visible_to: row.visibleTo,
    owner: { id: row.ownerId },
    custom_fields: customTexts(company, 'organization', row.custom),
    notes: [],
  }),
}

export const deals: SearchKind<Deal> = {
  entity: 'deal',
  rows: (company, lagMs) => company.deals.indexed(lagMs),
  texts: (company, row) => ({ title: [row.title], notes: [], custom_fields: customTexts(company, 'deal', row.custom) }),
  item: (company, row) => {
    const person = row.personId === null ? undefined : company.persons.get(row.personId)
    return {
      id: row.id,
      type: 'deal',
      title: row.title,
      value: row.value,
      currency: row.currency,
      status: row.status,
      visible_to: row.visibleTo,
      owner: { id: row.ownerId },
      stage: { id: row.stageId, name: company.stages.find(({ id }) => id === row.stageId)?.name ?? '' },
      person: person ? { id: person.id, name: person.name } : null,
      organization: organizationOf(company, row.orgId),
      custom_fields: customTexts(company, 'deal', row.custom),
      notes: [],
      is_archived: row.isArchived,
    }
  },
}

export const products: SearchKind<Product> = {
  entity: 'product',
  rows: (company, lagMs) => company.products.indexed(lagMs),
  texts: (company, row) => ({
    name: [row.name],
    code: texts(row.code),
    custom_fields: customTexts(company, 'product', row.custom),
  }),
  item: (company, row) => ({
    id: row.id,
    type: 'product',
    name: row.name,
    code: row.code,
    visible_to: row.visibleTo,
    owner: { id: row.ownerId },
    custom_fields: customTexts(company, 'product', row.custom),
  }),
}
