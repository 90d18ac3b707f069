import type { DatasetKind } from '../altcraft/types.ts'
import type { Detail } from '../errors.ts'
import type { Json } from '../lib/json.ts'

/** Pipedrive's types for a new custom field that we create. */
export type FieldType = 'varchar' | 'text' | 'double' | 'monetary' | 'date' | 'enum' | 'set'
export type FieldEntity = 'person' | 'organization' | 'deal' | 'product'

/** A custom field that the plan needs; its name in Pipedrive is `name` unless the person renamed it. */
export interface PlannedField {
  entity: FieldEntity
  /** Our stable name: `engagement_score__c`. */
  key: string
  name: string
  type: FieldType
  /** enum and set: the labels that must exist. */
  options: string[]
  /** Share of rows that fill it, 0–1; decides who is folded when the plan's cap is reached. */
  fillRate: number
  /** Of the object map (product.md), or from a column of this export. */
  origin: 'object_map' | 'column'
}

/**
 * A value of a custom field before it is bound to a company: option labels instead of ids, money in minor units.
 * `enum` one label, `set` labels; dates are `YYYY-MM-DD`.
 */
export type FieldValue =
  | { type: 'varchar' | 'text' | 'date' | 'enum'; value: string }
  | { type: 'double'; value: number }
  | { type: 'monetary'; amountMinor: number; currency: string }
  | { type: 'set'; value: string[] }

export type CustomValues = Record<string, FieldValue>

export interface PersonRecord {
  name: string
  /** First is primary; lower-cased, unique. */
  emails: string[]
  /** First is primary; E.164, unique. */
  phones: string[]
  /** RFC 3339 UTC; sent on creation only. */
  addTime?: string
  /** Pipedrive user id. */
  ownerId?: number
  /** Source key of the person's organization. */
  organization?: string
  custom: CustomValues
}

export interface OrganizationRecord {
  name: string
  domain?: string
  custom: CustomValues
}

export interface ProductRecord {
  name: string
  code: string
  description?: string
  /** One per currency. */
  prices: { currency: string; amountMinor: number }[]
  custom: CustomValues
}

export interface DealLine {
  /** Source key of the product. */
  product: string
  quantity: number
  priceMinor: number
  /** The line's own id in the export, else what the line is for (delivery, rounding). */
  comment?: string
}

export interface DealRecord {
  title: string
  source: 'order' | 'campaign'
  status: 'open' | 'won' | 'lost'
  /** Key into `PlanDocument.stages`. */
  stage: string
  currency: string
  totalMinor: number
  /** Match keys of the person, best first; the first that is known is linked. Empty for campaigns. */
  person: string[]
  /** RFC 3339; only with won or lost. */
  closeTime?: string
  /** `YYYY-MM-DD`; only with open. */
  expectedCloseDate?: string
  ownerId?: number
  lines: DealLine[]
  custom: CustomValues
}

export interface LabelMembership {
  segment: string
  /** Match keys of the person, best first. */
  person: string[]
}

export interface RecordOf {
  organization: OrganizationRecord
  person: PersonRecord
  product: ProductRecord
  deal: DealRecord
  label: LabelMembership
}
export type DraftEntity = keyof RecordOf

/**
 * What one source row says about one record. Drafts that share a match key are one record.
 * Source keys: `person:<profile id>` or `person:email:<address>`; `organization:domain:<domain>` or
 * `organization:name:<normalised>`; `product:<code>`; `order:<external id>`; `campaign:<id>`.
 * Match keys: `id:<source id>`, `email:<address>`, `phone:<e164>`, `domain:<domain>`, `name:<normalised>`, `code:<code>`.
 */
export interface Draft<E extends DraftEntity = DraftEntity> {
  entity: E
  sourceKey: string
  matchKeys: string[]
  record: RecordOf[E]
}

export interface CellFinding {
  code: string
  level: 'error' | 'warning' | 'info'
  column?: string
  detail?: Detail
}

/**
 * What becomes of a source row. `drafts`: the first is the row's own record (it decides the row's outcome), others ride
 * along (a profile's organization). `skip` is by rule or choice; `fail` means the row is wrong and goes to the failed file.
 */
export type RowDraft =
  | { result: 'drafts'; drafts: [Draft, ...Draft[]]; findings: CellFinding[] }
  | { result: 'skip'; code: string; remediation: boolean; findings: CellFinding[] }
  | { result: 'fail'; code: string; column?: string; detail?: Detail; findings: CellFinding[] }
  /** Kept for the handoff; counts as skipped with code `row.handoff`. */
  | { result: 'handoff' }

/** Where a column goes. `target` is of the list in docs (person.email, order.total, person.custom, ignore, …). */
export interface ColumnMapping {
  column: string
  target: string
  /** For `*.custom`: the planned field. */
  fieldKey?: string
  tier: 'certain' | 'likely' | 'guess'
  reason: string
}

export interface DatasetPlan {
  datasetId: string
  file: string
  kind: DatasetKind
  columns: ColumnMapping[]
  /** How values of this dataset are read; set from evidence or by answers. */
  reading: {
    dateOrder?: 'dmy' | 'mdy' | 'ymd'
    birthDateZone?: string
    moneyScale?: 'minor' | 'major'
    campaignGeneration?: 'mailing' | 'campaign'
    segmentName?: string
  }
}

export interface StageTarget {
  pipelineId: number
  stageId: number
}

/** The versioned mapping document. Pure data: everything that drafting needs, nothing that changes once confirmed. */
export interface PlanDocument {
  formatVersion: 1
  timezone: string
  /** ISO 3166 alpha-2, for phone numbers without a country code. */
  phoneRegion: string
  defaultCurrency: string
  datasets: DatasetPlan[]
  fields: PlannedField[]
  /** Column names whose values go into one long text field per record because the plan's field cap is reached. */
  folded: { entity: FieldEntity; column: string }[]
  /** 'order:won', 'order:lost', 'order:open', 'campaign:open', 'campaign:won', 'campaign:lost' */
  stages: Record<string, StageTarget>
  valueMaps: {
    orderStatus: Record<string, 'open' | 'won' | 'lost'>
    campaignStatus: Record<string, 'open' | 'won' | 'lost'>
    sex: Record<string, string>
    /** Profile status as it stands in the export → consent given. */
    profileStatus: Record<string, 'subscribed' | 'other'>
    /** Owner as it stands in the export (e-mail, lower case) → Pipedrive user id. */
    owners: Record<string, number>
  }
  fallbackOwnerId: number
}

/** A question that only a person can answer; never guessed silently. */
export interface Question {
  /** Stable for the same files: `money_scale:orders.json`. */
  id: string
  code: string
  datasetId?: string
  column?: string
  /** Values a person recognises, at most five. */
  examples: string[]
  options: { value: string; detail?: Detail }[]
  /** What we would answer, and why. */
  proposal: string
  reason: string
  answer?: string
}

/** What we know of a column; made while staging. */
export interface ColumnProfile {
  column: string
  filled: number
  distinctEstimate: number
  /** At most 20, most frequent first. */
  topValues: { value: string; count: number }[]
  /** At most 50, spread over the whole dataset. */
  samples: Json[]
  longest: number
  types: Partial<Record<ValueType, number>>
  /** Slash or dot dates whose first (second) part is over 12: they decide the order. */
  dayFirst: number
  monthFirst: number
  /** Dates with a time of 20–22 h UTC: midnights of zones east of Greenwich. */
  lateEvening: number
}

export type ValueType =
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'isoDate'
  | 'slashDate'
  | 'dotDate'
  | 'email'
  | 'phone'
  | 'url'
  | 'objectId'
  | 'json'
  | 'text'
