import type { AccountSnapshot, FieldEntity, PlannedField } from '../types.ts'

export type CatalogEntity = FieldEntity | 'deal_product'

/**
 * The built-in fields that v2 of the API can write, by entity (facts of the platform, section 4). `?`: exists only where the
 * account has it switched on, contact sync for persons; sending it elsewhere is refused.
 */
export const builtinCodes: Record<CatalogEntity, readonly string[]> = {
  person:
    list(`name emails phones owner_id org_id add_time label_ids visible_to marketing_status? postal_address? notes? im?
    birthday? job_title?`),
  organization: list(`name owner_id add_time label_ids visible_to address website? linkedin? industry? annual_revenue?
    employee_count?`),
  deal: list(`title value currency status person_id org_id pipeline_id stage_id owner_id expected_close_date probability
    lost_reason close_time won_time lost_time label_ids visible_to`),
  deal_product: list(`product_id item_price quantity tax tax_method discount discount_type comments is_enabled
    product_variation_id`),
  product: list('name code description unit tax category owner_id is_linkable visible_to prices'),
}

function list(codes: string): readonly string[] {
  return codes.trim().split(/\s+/)
}

/** Planned fields that Pipedrive may have a place of its own for, by entity and key. */
const places: Record<string, string> = {
  'person:birthday__c': 'birthday',
  'person:job_title__c': 'job_title',
  'person:postal_address__c': 'postal_address',
  'person:notes__c': 'notes',
  'organization:address__c': 'address',
  'organization:industry__c': 'industry',
  'organization:annual_revenue__c': 'annual_revenue',
  'organization:employee_count__c': 'employee_count',
}

/** Characters that `notes` of a person takes. */
export const notesLimit = 10_000

export function isAvailable(account: AccountSnapshot, entity: CatalogEntity, code: string): boolean {
  const named = builtinCodes[entity]
  if (named.includes(code)) return true
  return named.includes(`${code}?`) && account.fields.some((field) => field.entity === entity && field.code === code)
}

/** The code of the built-in field that a planned field is about, where the account has it. */
export function builtinOf(account: AccountSnapshot, { entity, key }: PlannedField): string | undefined {
  const id = `${entity}:${key}`
  const code = Object.hasOwn(places, id) ? places[id] : undefined
  return code !== undefined && isAvailable(account, entity, code) ? code : undefined
}

/** Built-in fields are named by words; codes of custom fields are 40 hex digits. */
export function isBuiltinCode(entity: FieldEntity, code: string): boolean {
  return builtinCodes[entity].some((named) => named === code || named === `${code}?`)
}
