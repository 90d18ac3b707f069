import type { Json, JsonObject } from '../lib/json.ts'
import { toMajor } from '../lib/money.ts'
import { valueText } from '../mapping/drafting/folded-values.ts'
import { isBuiltinCode, notesLimit } from '../mapping/fields/builtin-fields.ts'
import type {
  CustomValues,
  DealRecord,
  FieldEntity,
  FieldValue,
  OrganizationRecord,
  PersonRecord,
  PlanDocument,
  ProductRecord,
  StageTarget,
} from '../mapping/types.ts'
import type { DealProductLine } from '../pipedrive/types.ts'
import type { Binding, Bindings } from './bindings.ts'

/**
 * Records as request bodies of the v2 API: field keys become the company's codes, labels option ids, minor units numbers.
 * Pure; what cannot be bound throws, because provisioning promised it.
 */
export function toOrganizationBody(
  record: OrganizationRecord,
  bindings: Bindings,
  domainPlace: DomainPlace,
): JsonObject {
  const domain = domainPlace === 'field' ? record.domain : undefined
  const custom: CustomValues = domain
    ? { ...record.custom, domain__c: { type: 'varchar', value: domain } }
    : record.custom
  return compact({
    name: record.name,
    website: domainPlace === 'website' ? record.domain : undefined,
    ...toFields('organization', custom, bindings),
  })
}

/** Where an organization's domain is written; `none`: the plan's cap left it no place, or only the long text. */
export type DomainPlace = 'website' | 'field' | 'none'

/** The plan asks for a domain field only where the account's organizations have no website. */
export function placeOfDomain({ fields, folded, unplaced = [] }: PlanDocument): DomainPlace {
  const isDomain = ({ entity, key }: { entity: FieldEntity; key: string }) =>
    entity === 'organization' && key === 'domain__c'
  if (fields.some(isDomain)) return 'field'
  const isFolded = folded.some(({ entity, column }) => isDomain({ entity, key: column }))
  return isFolded || unplaced.some(isDomain) ? 'none' : 'website'
}

export function toPersonBody(record: PersonRecord, bindings: Bindings, organizationId: number | undefined): JsonObject {
  return compact({
    name: record.name,
    emails: toContacts(record.emails),
    phones: toContacts(record.phones),
    owner_id: record.ownerId,
    org_id: organizationId,
    add_time: record.addTime,
    ...toFields('person', record.custom, bindings),
  })
}

export function toProductBody(record: ProductRecord, bindings: Bindings): JsonObject {
  return compact({
    name: record.name,
    code: record.code,
    description: record.description,
    unit: record.unit,
    tax: record.tax,
    prices: record.prices.map(({ currency, amountMinor }) => ({ currency, price: toMajor(amountMinor, currency) })),
    ...toFields('product', record.custom, bindings),
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
    ...toFields('deal', record.custom, bindings),
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

/** Values of built-in fields stand beside the record's own, the others in `custom_fields`. */
function toFields(entity: FieldEntity, values: CustomValues, bindings: Bindings): Record<string, Json> {
  const builtin: Record<string, Json> = {}
  const custom: Record<string, Json> = {}
  for (const [key, value] of Object.entries(values)) {
    const binding = bindings.get(entity, key)
    if (binding === undefined) throw new Error(`field ${entity}.${key} is not bound`)
    if (isBuiltinCode(entity, binding.code)) builtin[binding.code] = toBuiltinValue(value, binding)
    else custom[binding.code] = toWireValue(value, binding)
  }
  return Object.keys(custom).length === 0 ? builtin : { ...builtin, custom_fields: custom }
}

/** Addresses are objects whose other parts Pipedrive finds itself; revenue and employees are whole numbers. */
function toBuiltinValue(value: FieldValue, binding: Binding): Json {
  if (binding.code === 'address' || binding.code === 'postal_address') return { value: valueText(value) }
  if (binding.code === 'notes') return valueText(value).slice(0, notesLimit)
  return value.type === 'double' ? Math.round(value.value) : toWireValue(value, binding)
}

function toWireValue(value: FieldValue, binding: Binding): Json {
  // A field of an earlier import that holds texts keeps taking them, whatever the values look like now.
  if (binding.type === 'varchar' || binding.type === 'text') return valueText(value)
  switch (value.type) {
    case 'monetary':
      return { value: toMajor(value.amountMinor, value.currency), currency: value.currency }
    case 'enum':
      return optionId(binding, value.value)
    case 'set':
      return value.value.map((label) => optionId(binding, label))
    case 'time':
      return { value: value.value, timezone_name: value.zone }
    case 'daterange':
      return { value: value.from, until: value.until }
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
