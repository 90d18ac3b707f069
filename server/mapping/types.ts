import type { DatasetKind } from '../altcraft/types.ts'
import type { Detail } from '../errors.ts'
import type { Currency, FieldDefinition, Me, PipedriveUser, Pipeline, Stage } from '../pipedrive/types.ts'

import type { FailurePolicy, Transform } from './transforms/types.ts'

export type { ColumnProfile } from '../staging/column-profile.ts'

/** Pipedrive's types for a new custom field that we create. */
export type FieldType =
  | 'varchar'
  | 'text'
  | 'double'
  | 'monetary'
  | 'date'
  | 'daterange'
  | 'time'
  | 'phone'
  | 'enum'
  | 'set'
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
  /** `field_code` of the account's field that takes the values; absent: one is created, or an equal one adopted. */
  use?: string
  /** Why what a person decided about it does not hold; the proposal stands instead. */
  refused?:
    | 'name_empty'
    | 'name_long'
    | 'name_taken'
    | 'type_fixed'
    | 'type_unfit'
    | 'use_unknown'
    | 'use_taken'
    | 'use_unfit'
    | 'needed'
    | 'no_room'
  /** Fields of the account that could take the values, best first. */
  equivalents?: Equivalent[]
}

export interface Equivalent {
  code: string
  name: string
  /** Pipedrive's type, which may be none that we create (`address`, `int`). */
  type: string
  why: 'built_in' | 'same_name' | 'similar_name'
}

/** A planned field that gets no place of its own: folded into its entity's long text, or not imported. */
export interface UnplacedField extends PlannedField {
  place: 'folded' | 'none'
  reason: 'decided' | 'no_room'
}

/** The custom fields that the Pipedrive plan allows, and what this plan takes of them. */
export interface FieldRoom {
  inUse: number
  /** New fields, if every planned field got a place of its own. */
  needed: number
  /** Absent: not known. */
  cap?: number
  /** Free places after this plan's fields are made. */
  left?: number
}

/**
 * A value of a custom field before it is bound to a company: option labels instead of ids, money in minor units.
 * `enum` one label, `set` labels; dates are `YYYY-MM-DD`.
 */
export type FieldValue =
  | { type: 'varchar' | 'text' | 'date' | 'phone' | 'enum'; value: string }
  | { type: 'double'; value: number }
  | { type: 'monetary'; amountMinor: number; currency: string }
  | { type: 'set'; value: string[] }
  /** `HH:MM:SS` in an IANA zone. */
  | { type: 'time'; value: string; zone: string }
  | { type: 'daterange'; from: string; until: string }

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
  /** The export has no name: `name` is the local part of the e-mail, and a real name of another record wins over it. */
  nameFromEmail?: true
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
  /** The line's own id in the export, else what the line is for. */
  comment?: string
  /** What the export says of the whole line besides its price; explains a difference to the order's total. */
  discountMinor?: number
  taxMinor?: number
  /** What the whole line comes to, where that is not quantity × price. */
  netMinor?: number
  /** A line that we added to close the books: on the service product of that purpose. */
  added?: AddedLine
}

export type AddedLine = 'delivery' | 'discount' | 'tax' | 'adjustment'

export interface DealRecord {
  title: string
  source: 'order' | 'campaign'
  status: DealStatus
  /** Key into `PlanDocument.stages`. */
  stage: string
  currency: string
  totalMinor: number
  /** Match keys of the person, best first; the first that is known is linked. Empty for campaigns. */
  person: string[]
  /** RFC 3339 UTC; Pipedrive cannot be told it, first purchases are counted by it. */
  createdAt?: string
  /** RFC 3339; only with won or lost. */
  closeTime?: string
  /** `YYYY-MM-DD`; only with open. */
  expectedCloseDate?: string
  ownerId?: number
  /** Σ quantity × priceMinor = totalMinor wherever there are lines; service products (delivery, adjustment) included. */
  lines: DealLine[]
  /** The export has a row per order line: records of one source key are parts of one order, see `mergeRecords`. */
  part?: OrderPart
  custom: CustomValues
}

/** What is needed to close the books of an order again when its parts are put together. */
export interface OrderPart {
  deliveryMinor: number
  /** On the whole order; positive. */
  discountMinor?: number
  /** The export has no column for the order's total: it is the sum of its lines and delivery. */
  totalFromLines: boolean
  language: PlanDocument['language']
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
 * `organization:name:<normalised>`; `product:<code>`; `order:<external id>`; `campaign:<id>` (a mailing, which has ids of
 * its own: `campaign:mailing:<id>`); `label:<segment>:<match key of the person>`.
 * Match keys: `id:<source id>`, `email:<address>`, `phone:<e164>`, `domain:<domain>`, `name:<normalised>`, `code:<code>`.
 * Deals and labels have none: their source key alone says which are the same.
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
 * `matchKeys` of a skipped or failed profile or product: what refers to it waits instead of being "missing".
 */
export type RowDraft =
  | { result: 'drafts'; drafts: [Draft, ...Draft[]]; findings: CellFinding[] }
  | { result: 'skip'; code: string; remediation: boolean; findings: CellFinding[]; matchKeys?: string[] }
  | { result: 'fail'; code: string; column?: string; detail?: Detail; findings: CellFinding[]; matchKeys?: string[] }
  /** Kept for the handoff; counts as skipped with code `row.handoff`. */
  | { result: 'handoff' }

export type Tier = 'certain' | 'likely' | 'guess'
export type DateOrder = 'dmy' | 'mdy' | 'ymd'
export type DealStatus = 'open' | 'won' | 'lost'

/** A fact that speaks for a mapping. */
export type MappingReason = Why
export type MappingSource = 'rules' | 'precedent' | 'model' | 'person'

/** Where a column goes. `target` is of the lists in columns/ (person.email, order.total, person.custom, ignore, …). */
export interface ColumnMapping {
  column: string
  target: string
  /** For `*.custom` and `*.custom:<name>`: the planned field. */
  fieldKey?: string
  tier: Tier
  /** The facts that speak for it, the strongest first. */
  reasons: Why[]
  /** Who says so. */
  source: MappingSource
  /** What else it could be, best first, at most four. */
  alternatives: { target: string; tier: Tier }[]
  /** Dates with slashes or dots: the order of their parts. */
  dateOrder?: DateOrder
  /** Years of two digits are those of Excel's rule, 1930 to 2029, or the dates stay text. Absent: such dates are not read. */
  shortYears?: 'excel' | 'as_text'
  /** Numbers such as `1,234` and `1.234`: what stands before the decimals. Absent: a point, as Altcraft writes it. */
  decimalMark?: 'comma' | 'point'
  /** The column's UTC instants are midnights of this IANA zone; the date is taken there. */
  zone?: string
  /** Amounts: the column of the same file that holds their currency. */
  currencyColumn?: string
  /** Steps before the target's own reader, in order. */
  transforms?: Transform[]
  /** Absent: `leave_blank`. */
  onFailure?: FailurePolicy
}

export interface DatasetPlan {
  datasetId: string
  /** The dataset whose continuation this one is: the plan of the lead holds for it, columns by name. */
  partOf?: string
  file: string
  kind: DatasetKind
  columns: ColumnMapping[]
  /** How values of this dataset are read; set from evidence or by answers. */
  reading: {
    moneyScale?: 'minor' | 'major'
    campaignGeneration?: 'mailing' | 'campaign'
    segmentName?: string
    /** Gender codes of this file → label; asked for, because Altcraft's own sources contradict each other. */
    sexCodes?: Record<string, string>
    /** Numeric profile statuses of this file → consent; undefined entries give no consent value at all. */
    statusCodes?: Record<string, 'subscribed' | 'other'>
  }
}

export interface StageTarget {
  pipelineId: number
  stageId: number
}

/** The versioned mapping document. Pure data: everything that drafting needs, nothing that changes once confirmed. */
export interface PlanDocument {
  formatVersion: 2
  /** Of titles and comments that we write. */
  language: 'en' | 'ru'
  timezone: string
  /** ISO 3166 alpha-2, for phone numbers without a country code. */
  phoneRegion: string
  defaultCurrency: string
  datasets: DatasetPlan[]
  fields: PlannedField[]
  /** Column names whose values go into one long text field per record because the plan's field cap is reached. */
  folded: { entity: FieldEntity; column: string }[]
  /** The planned fields that are not among `fields`; absent in plans of format 1. */
  unplaced?: UnplacedField[]
  room?: FieldRoom
  /**
   * 'order:won', 'order:lost', 'order:open', 'campaign:open', 'campaign:won', 'campaign:lost'; and `order:status:<status>`
   * (`campaign:status:<status>`) where a status of the export has a stage of its own.
   */
  stages: Record<string, StageTarget>
  valueMaps: {
    /** Keys of all maps: the value as it stands in the export, trimmed and in lower case. */
    orderStatus: Record<string, DealStatus>
    campaignStatus: Record<string, DealStatus>
    /** → label of the option. */
    sex: Record<string, string>
    /** → consent given. */
    profileStatus: Record<string, 'subscribed' | 'other'>
    /** → Pipedrive user id. */
    owners: Record<string, number>
    /** Keys of `owners` that are no active Pipedrive user: a person assigned them. */
    assignedOwners: string[]
    /** Keys of `owners` whose records get no owner of the export: the installing user has them. */
    ownerless?: string[]
    /** File → value → ISO 4217 code. */
    currencies?: Record<string, Record<string, string>>
    /** → the form in which the country is written. */
    countries?: Record<string, string | null>
    /** `<entity>:<key>` of the field → value → label of the option; null: no option. */
    options?: Record<string, Record<string, string | null>>
  }
  /** Templates of deal titles (titles/title-template.ts); absent: as the export has it, else the number. */
  titles?: { order?: string; campaign?: string }
  fallbackOwnerId: number
  /** What people should know about the plan as a whole. */
  findings?: PlanFinding[]
}

export interface PlanFinding {
  code: string
  level: 'warning' | 'info'
  detail: Detail
}

/** Why something is proposed: a code with a text of its own (`why.<code>` in the panel), and the values in it. */
export interface Why {
  code: string
  detail: Detail
}

/** A question that only a person can answer; never guessed silently. */
export interface Question {
  /** Stable for the same files: `money_scale:orders.json`, `date_order:clients.csv:Дата рождения`. */
  id: string
  code: string
  datasetId?: string
  column?: string
  /** Values a person recognises, at most five. */
  examples: string[]
  /** Empty: any text is an answer. */
  options: { value: string; detail?: Detail }[]
  /** What we would answer, and why. */
  proposal: string
  reason: Why
  answer?: string
  /** The value map (value-maps/) whose unknown values it is about. */
  valueMap?: string
  /** How many values the answer decides, where they are not one. */
  values?: number
}

/** What the plan must know of the Pipedrive account; read when a plan is proposed, never later. */
export interface AccountSnapshot {
  users: PipedriveUser[]
  me: Me
  pipelines: Pipeline[]
  stages: Stage[]
  /** Of all entities, built-in and custom. */
  fields: FieldDefinition[]
  /** Custom fields that the Pipedrive plan allows; undefined where it is not known. */
  fieldCap?: number
  fieldsInUse: number
  /** Of the installing user; what is absent is not told. */
  permissions?: Record<string, boolean>
  /** The active ones; absent: not known. */
  currencies?: Currency[]
}
