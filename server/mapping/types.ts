import type { DatasetKind } from '../altcraft/types.ts'
import type { Detail } from '../errors.ts'
import type { Currency, FieldDefinition, Me, PipedriveUser, Pipeline, Stage } from '../pipedrive/types.ts'

import type { FieldEntity, FieldRoom, PlannedField, UnplacedField } from './field-types.ts'
import type { MatchRules, SameNamePolicy } from './match-rules.ts'
import type { FailurePolicy, Transform } from './transforms/types.ts'

export type { ColumnProfile } from '../staging/column-profile.ts'

export type * from './field-types.ts'
export type * from './record-types.ts'

export type Tier = 'certain' | 'likely' | 'guess'
export type DateOrder = 'dmy' | 'mdy' | 'ymd'
export type DealStatus = 'open' | 'won' | 'lost'

/** One note per person that tells all events, an activity for each of them, or nothing: then they go to the handoff. */
export type TimelineChoice = 'note' | 'activities' | 'none'

/** Who proposed or decided it. */
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
  /** What people decided about fields of records that were in Pipedrive before us; the others: `matchRulesOf`. */
  matchRules?: MatchRules
  /** Absent: `ask`. */
  sameName?: SameNamePolicy
  /** What events become; absent: `note`. */
  timeline?: TimelineChoice
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
