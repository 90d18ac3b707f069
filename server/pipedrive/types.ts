import type { Json, JsonObject } from '../lib/json.ts'

/** Entities with v2 CRUD that we write. */
export type RecordEntity = 'person' | 'organization' | 'deal' | 'product'
export type FieldEntity = RecordEntity

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
  /** Numeric v1 ids by field code, for filters. */
  fieldIds(entity: FieldEntity): Promise<Map<string, number>>

  /** Pages of up to 500 records, all of them; cursor pagination. */
  list(entity: RecordEntity, query?: ListQuery): AsyncIterable<WireRecord[]>
  create(entity: RecordEntity, body: JsonObject): Promise<WireRecord>
  update(entity: RecordEntity, id: number, body: JsonObject): Promise<WireRecord>
  remove(entity: RecordEntity, id: number): Promise<void>

  /** Lines of at most 100 deals. */
  dealProducts(dealIds: number[]): Promise<DealProductRow[]>
  addDealProduct(dealId: number, line: DealProductLine): Promise<DealProductRow>
  /** At most 100 lines in one request. */
  addDealProducts(dealId: number, lines: DealProductLine[]): Promise<DealProductRow[]>

  filters(): Promise<{ id: number; name: string; type: string; conditions: Json }[]>
  createFilter(filter: { name: string; type: string; conditions: JsonObject }): Promise<{ id: number }>
}
