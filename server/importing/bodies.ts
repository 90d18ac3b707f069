import type { Json, JsonObject } from '../lib/json.ts'
import { toMajor } from '../lib/money.ts'
import type {
  CustomValues,
  DealRecord,
  FieldEntity,
  FieldValue,
  OrganizationRecord,
  PersonRecord,
  ProductRecord,
  StageTarget,
} from '../mapping/types.ts'
import type { DealProductLine } from '../pipedrive/types.ts'
import type { Binding, Bindings } from './bindings.ts'

/**
 * Records as request bodies of the v2 API: field keys become the company's codes, labels option ids, minor units numbers.
 * Pure; what cannot be bound throws, because provisioning promised it.
 */
export function toOrganizationBody(record: OrganizationRecord, bindings: Bindings, hasWebsite: boolean): JsonObject {
  const domain = hasWebsite ? undefined : record.domain
  const custom: CustomValues = domain
    ? { ...record.custom, domain__c: { type: 'varchar', value: domain } }
    : record.custom
  return compact({
    name: record.name,
    website: hasWebsite ? record.domain : undefined,
    custom_fields: toCustomFields('organization', custom, bindings),
  })
}

export function toPersonBody(record: PersonRecord, bindings: Bindings, organizationId: number | undefined): JsonObject {
  return compact({
    name: record.name,
    emails: toContacts(record.emails),
    phones: toContacts(record.phones),
    owner_id: record.ownerId,
    org_id: organizationId,
    add_time: record.addTime,
    custom_fields: toCustomFields('person', record.custom, bindings),
  })
}

export function toProductBody(record: ProductRecord, bindings: Bindings): JsonObject {
  return compact({
    name: record.name,
    code: record.code,
    description: record.description,
    prices: record.prices.map(({ currency, amountMinor }) => ({ currency, price: toMajor(amountMinor, currency) })),
    custom_fields: toCustomFields('product', record.custom, bindings),
  })
}

export interface DealReferences {
  personId?: number | undefined
  organizationId?: number | undefined
  stage: StageTarget | undefined
  /** Whether the installing user may set when a deal was closed. */
  maySetCloseTime: boolean
}

export function toDealBody(record: DealRecord, bindings: Bindings, references: DealReferences): JsonObject {
  const closeTime = record.status !== 'open' && references.maySetCloseTime ? record.closeTime : undefined
  return compact({
    title: record.title,
    owner_id: record.ownerId,
    person_id: references.personId,
    org_id: references.organizationId,
    pipeline_id: references.stage?.pipelineId,
    stage_id: references.stage?.stageId,
    value: toMajor(record.totalMinor, record.currency),
    currency: record.currency,
    status: record.status,
    close_time: closeTime,
    won_time: record.status === 'won' ? closeTime : undefined,
    lost_time: record.status === 'lost' ? closeTime : undefined,
    expected_close_date: record.status === 'open' ? record.expectedCloseDate : undefined,
    custom_fields: toCustomFields('deal', record.custom, bindings),
  })
}

export function toDealLine(
  line: { quantity: number; priceMinor: number; comment?: string },
  currency: string,
  productId: number,
): DealProductLine {
  return {
    product_id: productId,
    item_price: toMajor(line.priceMinor, currency),
    quantity: line.quantity,
    ...(line.comment ? { comments: line.comment } : {}),
  }
}

function toContacts(values: string[]): Json | undefined {
  return values.length === 0
    ? undefined
    : values.map((value, index) => ({ value, primary: index === 0, label: 'work' }))
}

function toCustomFields(entity: FieldEntity, values: CustomValues, bindings: Bindings): JsonObject | undefined {
  const entries = Object.entries(values).map(([key, value]): [string, Json] => {
    const binding = bindings.get(entity, key)
    if (binding === undefined) throw new Error(`field ${entity}.${key} is not bound`)
    return [binding.code, toWireValue(value, binding)]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function toWireValue(value: FieldValue, binding: Binding): Json {
  switch (value.type) {
    case 'monetary':
      return { value: toMajor(value.amountMinor, value.currency), currency: value.currency }
    case 'enum':
      return optionId(binding, value.value)
    case 'set':
      return value.value.map((label) => optionId(binding, label))
    default:
      return value.value
  }
}

function optionId(binding: Binding, label: string): number {
  const id = binding.options[label]
  if (id === undefined) throw new Error(`field ${binding.entity}.${binding.key} has no option for a value of the plan`)
  return id
}

function compact(body: Record<string, Json | undefined>): JsonObject {
  const entries = Object.entries(body).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}
