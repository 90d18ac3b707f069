import type { DatasetKind } from '../../altcraft/types.ts'
import type { FieldDecision } from '../decisions.ts'
import { type DatasetDraft, mappedColumns } from '../plan-input.ts'
import type { AccountSnapshot, PlanDocument, PlannedField } from '../types.ts'
import { fieldId, fieldOfColumn } from './column-field.ts'
import { currencyColumnOf } from './currency-column.ts'
import { decideFields } from './decide-fields.ts'
import type { FieldSource } from './field-source.ts'
import { uniteShapes } from './field-type.ts'
import { campaignMetricKeys, objectMapFields, toPlannedField } from './object-map-fields.ts'

/**
 * All custom fields that the datasets need: those of the object map whose kinds are there, then one per custom column;
 * columns of one name share a field. What people decided about a field holds where its values allow it; what the account
 * has already is used. Writes each column's `fieldKey` and `currencyColumn` into its mapping. The cap is not applied yet.
 */
export function planFields(
  drafts: readonly DatasetDraft[],
  account: AccountSnapshot,
  language: PlanDocument['language'],
  decisions: Readonly<Record<string, FieldDecision>> = {},
): PlannedField[] {
  const kinds = new Set(drafts.map(({ input }) => input.kind))
  const fields = new Map<string, PlannedField>()
  const sources = new Map<string, FieldSource[]>()
  for (const field of ofTheObjectMap(kinds, drafts, account)) fields.set(fieldId(field), field)
  for (const draft of drafts) {
    const taken = new Set<string>()
    for (const column of mappedColumns(draft)) {
      const field = fieldOfColumn(column, draft, language, taken)
      if (field === undefined) continue
      const id = fieldId(field)
      column.mapping.fieldKey = field.key
      taken.add(id)
      const known = fields.get(id)
      fields.set(id, known === undefined ? field : unite(known, field))
      sources.set(id, [...(sources.get(id) ?? []), { draft, column }])
    }
  }
  for (const field of rates(fields)) fields.set(fieldId(field), field)
  const decided = decideFields([...fields.values()], sources, account, decisions)
  for (const field of decided) if (field.type === 'monetary') nameCurrencies(sources.get(fieldId(field)) ?? [])
  return decided
}

function nameCurrencies(sources: readonly FieldSource[]): void {
  for (const { draft, column } of sources) {
    const currency = currencyColumnOf(draft, column)
    if (currency !== undefined) column.mapping.currencyColumn = currency
  }
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
