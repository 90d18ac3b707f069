import type { Detail } from '../errors.ts'
import type { DealStatus, PlanDocument } from './types.ts'

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
  unit?: string
  /** Per cent, 0 to 100. */
  tax?: number
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

/** What somebody did, by the export's own words. Several become one timeline, or each an activity. */
export interface EventRecord {
  /** Match keys of the person, best first. */
  person: string[]
  /** As the export says it: `open`, `Звонок`, the name of a goal. */
  type: string
  /** RFC 3339 UTC; of a day alone, its midnight in the plan's zone. */
  at: string
  /** `YYYY-MM-DD` where the export names no time of day. */
  day?: string
  /** The event's own id in the export. */
  id?: string
  channel?: string
  campaign?: string
  value?: string
  /** Subject, link, remark. */
  texts?: string[]
}

/** What a note or file of the export hangs on: everything that its row names. */
export interface Attachment {
  /** Match keys of the person, best first. */
  person: string[]
  /** Source key of the deal. */
  order?: string
  /** Match key of the organization. */
  organization?: string
}

export interface NoteRecord extends Attachment {
  /** Safe HTML, of any length. */
  content: string
  /** RFC 3339 UTC */
  addTime?: string
}

export interface FileRecord extends Attachment {
  /** As the export says it: where the content lies in an uploaded archive. */
  path: string
  /** Its name in Pipedrive; absent: the last part of the path. */
  name?: string
}

export interface RecordOf {
  organization: OrganizationRecord
  person: PersonRecord
  product: ProductRecord
  deal: DealRecord
  label: LabelMembership
  event: EventRecord
  note: NoteRecord
  file: FileRecord
}
export type DraftEntity = keyof RecordOf

/**
 * What one source row says about one record. Drafts that share a match key are one record.
 * Source keys: `person:<profile id>` or `person:email:<address>`; `organization:domain:<domain>` or
 * `organization:name:<normalised>`; `product:<code>`; `order:<external id>`; `campaign:<id>` (a mailing, which has ids of
 * its own: `campaign:mailing:<id>`); `label:<segment>:<match key of the person>`; `event:<key>`, `note:<key>`, `file:<key>`.
 * Match keys: `id:<source id>`, `email:<address>`, `phone:<e164>`, `domain:<domain>`, `name:<normalised>`, `code:<code>`.
 * All but persons, organizations and products have none: their source key alone says which are the same.
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
 * `matchKeys` of a skipped or failed row, as far as it has them: what refers to its record waits instead of being "missing",
 * and the record has not vanished from the export.
 */
export type RowDraft =
  | { result: 'drafts'; drafts: [Draft, ...Draft[]]; findings: CellFinding[] }
  | { result: 'skip'; code: string; remediation: boolean; findings: CellFinding[]; matchKeys?: string[] }
  | { result: 'fail'; code: string; column?: string; detail?: Detail; findings: CellFinding[]; matchKeys?: string[] }
  /** Kept for the handoff; counts as skipped with code `row.handoff`. */
  | { result: 'handoff' }
