import type { Activity } from '../resources/activities/stored.ts'
import type { DealProduct } from '../resources/deal-products/stored.ts'
import type { Deal } from '../resources/deals/stored.ts'
import { FieldBook } from '../resources/fields/book.ts'
import type { StoredFile } from '../resources/files/stored.ts'
import type { Filter } from '../resources/filters/stored.ts'
import type { Note } from '../resources/notes/stored.ts'
import type { Organization } from '../resources/organizations/stored.ts'
import type { Person } from '../resources/persons/stored.ts'
import type { Pipeline, Stage } from '../resources/pipelines/stored.ts'
import type { ProductVariation } from '../resources/product-variations/stored.ts'
import type { Product } from '../resources/products/stored.ts'
import { Table } from './table.ts'
import type { User } from './users.ts'

/** What a company has switched on; see the coverage notes. */
export interface CompanyOptions {
  /** Persons have birthday, job_title, postal_address, notes, im. */
  contactSync: boolean
  /** Organizations have the built-in website field. */
  organizationWebsite: boolean
  /** Label options may be added by API. */
  labelOptionsByApi: boolean
}

export interface Currency {
  id: number
  code: string
  name: string
  decimals: number
  symbol: string
}

export interface CompanyIdentity {
  id: number
  name: string
  domain: string
  users: User[]
  currencies: Currency[]
  pipelines: Pipeline[]
  stages: Stage[]
}

export interface Company extends CompanyIdentity {
  options: CompanyOptions
  fields: FieldBook
  persons: Table<Person>
  organizations: Table<Organization>
  deals: Table<Deal>
  products: Table<Product>
  dealProducts: Table<DealProduct>
  /** Line ids of a deal, deleted ones too, in the order of adding. */
  linesOfDeal: Map<number, number[]>
  variations: Table<ProductVariation>
  variationsOfProduct: Map<number, number[]>
  activities: Table<Activity>
  notes: Table<Note>
  files: Table<StoredFile>
  filters: Table<Filter>
  openDeals: number
}

export function buildCompany(identity: CompanyIdentity, seed: string, now: () => number): Company {
  return {
    ...identity,
    options: { contactSync: false, organizationWebsite: true, labelOptionsByApi: false },
    fields: new FieldBook(identity.id, seed, now),
    persons: new Table(now),
    organizations: new Table(now),
    deals: new Table(now),
    products: new Table(now),
    dealProducts: new Table(now),
    linesOfDeal: new Map(),
    variations: new Table(now),
    variationsOfProduct: new Map(),
    activities: new Table(now),
    notes: new Table(now),
    files: new Table(now),
    filters: new Table(now),
    openDeals: 0,
  }
}

export const activeUser = (company: Company, id: number): User | undefined =>
  company.users.find((user) => user.id === id && user.active)
