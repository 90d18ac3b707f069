import type { DatasetKind } from '../../altcraft/types.ts'
import type { ValueFact } from './evidence/recognise-values.ts'

/** Where values lead that are known whatever the column is called, and how surely. */
export interface ValueTarget {
  target: string
  weight: number
}

type Table = Partial<Record<ValueFact, ValueTarget>>

const to = (target: string, weight: number): ValueTarget => ({ target, weight })

const ofPeople: Table = {
  emails: to('person.email', 0.8),
  phones: to('person.phone', 0.75),
  patronymics: to('person.patronymic', 0.85),
  fullNames: to('person.name', 0.8),
  givenNames: to('person.first_name', 0.75),
  surnames: to('person.last_name', 0.75),
  genders: to('person.custom:gender', 0.8),
  birthDates: to('person.birthday', 0.6),
  countries: to('person.custom:country', 0.75),
  cities: to('person.custom:city', 0.75),
  regions: to('person.custom:region', 0.7),
  timeZones: to('person.custom:timezone', 0.9),
  languages: to('person.custom:language', 0.65),
  taxIds: to('organization.tax_id', 0.85),
  companies: to('organization.name', 0.85),
  webAddresses: to('organization.domain', 0.55),
  postalAddresses: to('person.postal_address', 0.65),
  postalCodes: to('person.custom:postal_code', 0.65),
  objectIds: to('person.source_id', 0.8),
  jobs: to('person.job_title', 0.7),
  tiers: to('person.custom:loyalty_tier', 0.65),
  sentences: to('person.notes', 0.6),
}
const ofOrders: Table = {
  emails: to('order.person', 0.8),
  phones: to('order.person', 0.75),
  fullNames: to('order.person', 0.6),
  objectIds: to('order.person', 0.7),
  currencies: to('order.currency', 0.85),
  orderStatuses: to('order.status', 0.75),
}
const ofMembers: Table = {
  emails: to('segment.member', 0.85),
  phones: to('segment.member', 0.8),
  objectIds: to('segment.member', 0.85),
}
const ofCampaigns: Table = { currencies: to('deal.currency', 0.85) }
const byKind: Partial<Record<DatasetKind, Table>> = {
  profiles: ofPeople,
  orders: ofOrders,
  segment_members: ofMembers,
  products: { currencies: to('product.currency', 0.85) },
  campaigns: ofCampaigns,
  campaign_metrics: ofCampaigns,
  channel_reports: ofCampaigns,
  history: { objectIds: to('event.person', 0.6), channels: to('event.channel', 0.7) },
  loyalty_transactions: { objectIds: to('loyalty.person', 0.6) },
}

export function valueTarget(kind: DatasetKind, fact: ValueFact): ValueTarget | undefined {
  return byKind[kind]?.[fact]
}
