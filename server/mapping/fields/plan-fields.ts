import type { DatasetKind } from '../../altcraft/types.ts'
import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import type { AccountSnapshot, FieldEntity, PlanDocument, PlannedField } from '../types.ts'
import { entityOf } from './field-entity.ts'
import { fieldKeyOf } from './field-key.ts'
import { type FieldShape, shapeOf, uniteOptions, uniteShapes } from './field-type.ts'
import { knownFields } from './known-fields.ts'
import { campaignMetricKeys, objectMapFields, toPlannedField } from './object-map-fields.ts'

/**
 * All custom fields that the datasets need: those of the object map whose kinds are there, then one per custom column;
 * columns of one name share a field. Writes each column's `fieldKey` into its mapping. The cap is not applied yet.
 */
export function planFields(
  drafts: readonly DatasetDraft[],
  account: AccountSnapshot,
  language: PlanDocument['language'],
): PlannedField[] {
  const kinds = new Set(drafts.map(({ input }) => input.kind))
  const fields = new Map<string, PlannedField>()
  for (const field of ofTheObjectMap(kinds, drafts, account)) fields.set(idOf(field), field)
  for (const draft of drafts) {
    const taken = new Set<string>()
    for (const column of mappedColumns(draft)) {
      const field = ofColumn(column, draft, language, taken)
      if (field === undefined) continue
      column.mapping.fieldKey = field.key
      taken.add(idOf(field))
      const known = fields.get(idOf(field))
      fields.set(idOf(field), known === undefined ? field : unite(known, field))
    }
  }
  for (const field of rates(fields)) fields.set(idOf(field), field)
  return [...fields.values()]
}

function idOf({ entity, key }: { entity: FieldEntity; key: string }): string {
  return `${entity}:${key}`
}

function ofTheObjectMap(
  kinds: ReadonlySet<DatasetKind>,
  drafts: readonly DatasetDraft[],
  account: AccountSnapshot,
): PlannedField[] {
  const hasWebsite = account.fields.some(({ entity, code }) => entity === 'organization' && code === 'website')
  return objectMapFields
    .filter((field) => field.kinds.some((kind) => kinds.has(kind)))
    .filter(({ key }) => key !== 'domain__c' || !hasWebsite)
    .map(({ entity, key, type, options }) =>
      toPlannedField(entity, key, type, key === 'segments__c' ? segmentNames(drafts) : options),
    )
}

/** The segment of each file of members, or those that its rows name. */
function segmentNames(drafts: readonly DatasetDraft[]): string[] {
  const members = drafts.filter(({ input }) => input.kind === 'segment_members')
  const named = members.flatMap((draft) => [
    ...(draft.reading.segmentName === undefined ? [] : [draft.reading.segmentName]),
    ...mappedColumns(draft, 'segment.name').flatMap(({ profile }) => profile.topValues.map(({ value }) => value)),
  ])
  return [...new Set(named)]
}

/** The field of a custom column; undefined for columns that have a place of their own in a record, or none. */
function ofColumn(
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
    name: mapping.column.slice(0, 255),
    ...shapeOf(profile),
  }
}

/** Two columns of a file whose names differ in punctuation alone keep a field each. */
function freeKey(key: string, entity: FieldEntity, taken: ReadonlySet<string>): string {
  if (!taken.has(idOf({ entity, key }))) return key
  for (let n = 2; ; n += 1) {
    const next = key.replace(/__c$/, `_${n}__c`)
    if (!taken.has(idOf({ entity, key: next }))) return next
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

/** A field of the object map keeps its type and name; what a column adds are its options and fill rate. */
function unite(known: PlannedField, field: PlannedField): PlannedField {
  const fillRate = known.origin === 'column' ? Math.max(known.fillRate, field.fillRate) : field.fillRate
  if (known.key === 'control_group__c') {
    const first = known.type === 'varchar' && known.options.length === 0 && known.fillRate === 1
    return { ...known, ...(first ? { type: field.type, options: field.options } : uniteShapes(known, field)), fillRate }
  }
  if (known.origin === 'object_map') return { ...known, fillRate }
  return { ...known, ...uniteShapes(known, field), fillRate }
}

/** Rates can be computed where opens (clicks) and deliveries are there. */
function rates(fields: ReadonlyMap<string, PlannedField>): PlannedField[] {
  const has = (key: string) => fields.has(`deal:${key}`)
  return campaignMetricKeys
    .filter((key) => key.endsWith('_rate__c') && !has(key))
    .filter((key) => has('deliveries__c') && has(key === 'open_rate__c' ? 'opens__c' : 'clicks__c'))
    .map((key) => toPlannedField('deal', key, 'double'))
}
