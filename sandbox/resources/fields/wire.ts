import { addressSubfields } from '../address.ts'
import type { Field } from './stored.ts'

const subfieldsOf: Record<string, readonly string[]> = {
  monetary: ['value', 'currency'],
  address: addressSubfields,
  daterange: ['value', 'until'],
  time: ['value', 'timezone_name'],
  timerange: ['value', 'until', 'timezone_name'],
}

/** As v2 shows a field; `include` names the optional parts. */
export function toFieldWire(field: Field, include: readonly string[] = []): Record<string, unknown> {
  const subfields = subfieldsOf[field.type]?.map((code) => ({
    field_code: code,
    field_name: `${code} of ${field.name}`,
    field_type: code === 'value' && field.type === 'monetary' ? 'double' : 'varchar',
  }))
  return {
    field_name: field.name,
    field_code: field.code,
    ...(field.settings.description === undefined ? {} : { description: field.settings.description }),
    field_type: field.type,
    options: field.options,
    subfields: subfields ?? null,
    is_custom_field: field.isCustom,
    is_optional_response_field: false,
    ...Object.fromEntries(include.map((part) => [part, field.settings[part] ?? defaults[part]])),
  }
}

const defaults: Record<string, unknown> = {
  ui_visibility: { add_visible_flag: false, details_visible_flag: true },
  important_fields: { enabled: false, stage_ids: [] },
  required_fields: { enabled: false },
}
