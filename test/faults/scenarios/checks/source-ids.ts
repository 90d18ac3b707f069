import type { FarRecord } from '../../../support/engine/far-side.ts'

export type Records = Record<string, FarRecord[]>

/** Kinds of records that carry the id of their source, the field that holds it, and the prefix of their source keys. */
export const sources = [
  { kind: 'persons', name: 'altcraft_profile_id__c' },
  { kind: 'organizations', name: 'altcraft_organization_key__c' },
  { kind: 'deals', name: 'altcraft_order_id__c' },
  { kind: 'deals', name: 'altcraft_campaign_id__c' },
] as const
export type SourceField = (typeof sources)[number]['name']

const entityOf = { persons: 'person', organizations: 'organization', deals: 'deal' } as const

/** Code of the account's field of that name. */
export function fieldCode(records: Records, kind: keyof typeof entityOf, name: string): string | undefined {
  const field = records['fields']?.find((one) => one['entity'] === entityOf[kind] && one['field_name'] === name)
  return field && String(field['field_code'])
}

export function customValue({ custom_fields: custom }: FarRecord, code: string | undefined): unknown {
  return custom && typeof custom === 'object' && code !== undefined ? Reflect.get(custom, code) : undefined
}

/** Source ids of all records of a kind that have one. */
export function sourceIds(records: Records, name: SourceField): string[] {
  const kind = sources.find((source) => source.name === name)?.kind ?? 'persons'
  const code = fieldCode(records, kind, name)
  return (records[kind] ?? []).flatMap((record) => {
    const value = customValue(record, code)
    return typeof value === 'string' && value !== '' ? [value] : []
  })
}
