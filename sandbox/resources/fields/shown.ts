import type { Query } from '../../api/query.ts'
import type { Company } from '../../world/company.ts'
import type { CustomValue, CustomValues, Field, FieldEntity } from './stored.ts'

/** How custom fields are shown in one answer: which, and whether options carry their labels. */
export interface Shown {
  fields: Field[]
  labels: boolean
  includeLabels: boolean
}

/** At most 15 codes in `custom_fields=`; unknown ones are left out. */
export function shownFields(company: Company, entity: FieldEntity, query?: Query): Shown {
  const codes = query?.names('custom_fields')
  const fields = company.fields.customFields(entity)
  return {
    fields: codes ? fields.filter((field) => codes.includes(field.code)) : fields,
    labels: query?.boolean('include_option_labels') ?? false,
    includeLabels: query?.boolean('include_labels') ?? false,
  }
}

/** Every shown field is present; null where the record has no value. */
export function toCustomFields(values: CustomValues, shown: Shown): Record<string, unknown> {
  const wire: Record<string, unknown> = {}
  for (const field of shown.fields) {
    const value = values[field.code]
    wire[field.code] = value === undefined ? null : shown.labels ? labelled(field, value) : value
  }
  return wire
}

export function toLabels(
  company: Company,
  entity: FieldEntity,
  ids: readonly number[],
): { id: number; label: string }[] {
  const options = company.fields.get(entity, 'label_ids')?.options ?? []
  return options.filter((option) => ids.includes(option.id))
}

function labelled(field: Field, value: CustomValue): unknown {
  const withLabel = (id: number) => ({ id, label: field.options?.find((option) => option.id === id)?.label ?? null })
  if (field.type === 'enum' && typeof value === 'number') return withLabel(value)
  if (field.type === 'set' && Array.isArray(value)) return value.map(withLabel)
  return value
}
