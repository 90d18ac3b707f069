import type { DatasetDraft, MappedColumn } from '../plan-input.ts'
import type { FieldEntity, PlanDocument, PlannedField } from '../types.ts'
import { entityOf } from './field-entity.ts'
import { fieldKeyOf } from './field-key.ts'
import { type FieldShape, shapeOf } from './field-type.ts'
import { knownFields } from './known-fields.ts'
import { objectMapFields } from './object-map-fields.ts'
import { uniteOptions } from './options.ts'

/** Pipedrive's limit of a field's name, in characters. */
export const nameLimit = 255

/** How decisions name a planned field. */
export function fieldId({ entity, key }: { entity: FieldEntity; key: string }): string {
  return `${entity}:${key}`
}

/** The field of a custom column; undefined for columns that have a place of their own in a record, or none. */
export function fieldOfColumn(
  { mapping, profile }: MappedColumn,
  { input, reading }: DatasetDraft,
  language: PlanDocument['language'],
  taken: ReadonlySet<string>,
): PlannedField | undefined {
  const entity = entityOf(mapping.target)
  const known = knownFields[mapping.target]
  const isCustom = known !== undefined || mapping.target.includes('.custom')
  if (!isCustom || entity === undefined) return undefined
  const fillRate = input.rowCount === 0 ? 0 : Math.min(1, profile.filled / input.rowCount)
  const named = mapping.target.split('.custom:')[1]
  const base = { entity, fillRate, origin: 'column' as const }
  if (known !== undefined) {
    const shape =
      known.key === 'gender__c' ? genderShape(reading) : knownShape(known.type, shapeOf(profile), profile.longest)
    return { ...base, key: known.key, name: known[language], ...shape }
  }
  if (named !== undefined) {
    const key = `${named}__c`
    const type = objectMapFields.find((field) => field.key === key)?.type ?? 'double'
    const shape = key === 'control_group__c' ? shapeOf(profile) : { type, options: [] }
    return { ...base, key, name: key, ...shape, origin: 'object_map' }
  }
  return {
    ...base,
    key: freeKey(fieldKeyOf(mapping.column), entity, taken),
    name: mapping.column.trim().slice(0, nameLimit).trim() || mapping.target,
    ...(mapping.shortYears === 'as_text'
      ? { type: 'varchar' as const, options: [] }
      : shapeOf(profile, { minorUnits: reading.moneyScale === 'minor' })),
  }
}

/** Two columns of a file whose names differ in punctuation alone keep a field each. */
function freeKey(key: string, entity: FieldEntity, taken: ReadonlySet<string>): string {
  if (!taken.has(fieldId({ entity, key }))) return key
  for (let n = 2; ; n += 1) {
    const next = key.replace(/__c$/, `_${n}__c`)
    if (!taken.has(fieldId({ entity, key: next }))) return next
  }
}

function knownShape(type: FieldShape['type'] | undefined, told: FieldShape, longest: number): FieldShape {
  if (type === undefined) return told
  return { type: type === 'varchar' && longest > 255 ? 'text' : type, options: [] }
}

/** Words become Male and Female; codes what the person answered. */
function genderShape(reading: DatasetDraft['reading']): FieldShape {
  const answered = Object.values(reading.sexCodes ?? {})
  return { type: 'enum', options: uniteOptions(['Male', 'Female'], answered) }
}
