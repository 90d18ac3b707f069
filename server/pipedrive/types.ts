import type { Json, JsonObject } from '../lib/json.ts'

/** Entities with v2 CRUD that we write. */
export type RecordEntity = 'person' | 'organization' | 'deal' | 'product'
export type FieldEntity = RecordEntity

/** What hangs on records: v1 notes and files, v2 activities. */
export type AttachedKind = 'note' | 'activity' | 'file'

/** Whatever can be listed page by page. `GET /deals` leaves archived deals out. */
export type ListedKind = RecordEntity | AttachedKind | 'archived_deal'

/** A request with a file may be under way so many times as long as another: 50 MB take a minute at 7 Mbit/s. */
export const uploadPatience = 4

/** A record as Pipedrive's v2 API shows it. */
export type WireRecord = JsonObject & { id: number }

export interface PipedriveUser {
  id: number
  name: string
  email: string
  active: boolean
}

export interface Me extends PipedriveUser {
  companyId: number
  companyName: string
  companyDomain: string
  language: string
  defaultCurrency: string
  timezone: string
}

export interface FieldOption {
  id: number
  label: string
}

export interface FieldDefinition {
  entity: FieldEntity
  code: string
  name: string
  type: string
  options: FieldOption[]
  isCustom: boolean
}

export interface Pipeline {
  id: number
  name: string
  order: number
}
export interface Stage {
  id: number
  name: string
  pipelineId: number
  order: number
}

export interface ListQuery {
  sortBy?: 'id' | 'update_time' | 'add_time'
  sortDirection?: 'asc' | 'desc'
  /** RFC 3339 */
  updatedSince?: string
  /** At most 100. */
  ids?: number[]
  includeFields?: string
  /** Only those that refer to this record; activities know their first participant only. */
  of?: { entity: 'person' | 'organization' | 'deal'; id: number }
}

export interface RecordPage {
  records: WireRecord[]
  /** Where the next page begins, opaque. */
  next?: string
}

export interface DealProductLine {
  product_id: number
  item_price: number
  quantity: number
  comments?: string
}
export type DealProductRow = DealProductLine & { id: number; deal_id: number; sum: number }

export interface Currency {
  code: string
  decimalPoints: number
}

/**
 * Everything we ask of Pipedrive, for one installation. Every call is charged to the ledger by its published cost, paced
 * within the burst limit, and throws only errors of server/errors.ts: `Retryable` (safe to repeat, already retried),
 * `OutcomeUnknown` (writes only), `RecordRejected`, `BudgetExhausted`, `NeedsPerson`.
 */
export interface Pipedrive {
  me(): Promise<Me>
  users(): Promise<PipedriveUser[]>
  /** `can_edit_deals_closed_date` … → allowed; undefined where the platform does not tell. */
  permissions(userId: number): Promise<Record<string, boolean> | undefined>
  currencies(): Promise<Currency[]>
  pipelines(): Promise<Pipeline[]>
  stages(): Promise<Stage[]>

  fields(entity: FieldEntity): Promise<FieldDefinition[]>
  createField(entity: FieldEntity, field: { name: string; type: string; options?: string[] }): Promise<FieldDefinition>
  /** All or nothing; answers the new options. */
  addFieldOptions(entity: FieldEntity, code: string, labels: string[]): Promise<FieldOption[]>
  /** Takes the values of all records along. */
  removeField(entity: FieldEntity, code: string): Promise<void>
  removeFieldOptions(entity: FieldEntity, code: string, ids: number[]): Promise<void>
  /** Numeric v1 ids by field code, for filters. */
  fieldIds(entity: FieldEntity): Promise<Map<string, number>>

  /** Pages of up to 500 records, all of them; cursor pagination. */
  list(entity: RecordEntity, query?: ListQuery): AsyncIterable<WireRecord[]>
  /** One page; `from` is the `next` of the page before. Notes and files know no `ids`, files only `updatedSince`. */
  page(kind: ListedKind, query: ListQuery, from?: string): Promise<RecordPage>
  create(entity: RecordEntity, body: JsonObject): Promise<WireRecord>
  update(entity: RecordEntity, id: number, body: JsonObject): Promise<WireRecord>
  /** This and the other deletions: what is gone already counts as removed. */
  remove(entity: RecordEntity, id: number): Promise<void>
  removeAttached(kind: AttachedKind, id: number): Promise<void>

  /** Undefined when it was deleted. */
  note(id: number): Promise<WireRecord | undefined>
  addNote(body: JsonObject): Promise<WireRecord>
  updateNote(id: number, body: JsonObject): Promise<WireRecord>
  /** The active ones; `key` is what an activity's `type` is. */
  activityTypes(): Promise<{ key: string; name: string }[]>
  addActivity(body: JsonObject): Promise<WireRecord>
  updateActivity(id: number, body: JsonObject): Promise<WireRecord>
  /** At most 50 MB, not empty; read when it is sent, and again where that is safe. On at least one record. */
  addFile(file: File, on: { personId?: number; organizationId?: number; dealId?: number }): Promise<WireRecord>

  /** Lines of at most 100 deals. */
  dealProducts(dealIds: number[]): Promise<DealProductRow[]>
  addDealProduct(dealId: number, line: DealProductLine): Promise<DealProductRow>
  /** At most 100 lines in one request. */
  addDealProducts(dealId: number, lines: DealProductLine[]): Promise<DealProductRow[]>
  updateDealProduct(dealId: number, lineId: number, line: DealProductLine): Promise<DealProductRow>
  /** By line ids, in the requests that cost least. */
  removeDealProducts(dealId: number, ids: number[]): Promise<void>

  filters(): Promise<{ id: number; name: string; type: string; conditions: Json }[]>
  createFilter(filter: { name: string; type: string; conditions: JsonObject }): Promise<{ id: number }>
  removeFilter(id: number): Promise<void>
}
