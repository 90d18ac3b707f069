import { type DatasetDraft, mappedColumns } from '../plan-input.ts'
import type { AccountSnapshot, FieldEntity, PlanDocument, PlannedField } from '../types.ts'
import { entityOf } from './field-entity.ts'
import { foldedFieldKey, toPlannedField } from './object-map-fields.ts'

export interface CappedFields {
  fields: PlannedField[]
  folded: PlanDocument['folded']
}

/**
 * Fits the fields into what the Pipedrive plan still allows. Fields that the account has already cost nothing. When room
 * is short, fields of the object map go first in their order, then columns by fill rate; the values of the rest go into
 * one long text field per entity, which takes a place too.
 */
export function applyFieldCap(
  fields: readonly PlannedField[],
  drafts: readonly DatasetDraft[],
  account: AccountSnapshot,
): CappedFields {
  const room =
    account.fieldCap === undefined ? Number.POSITIVE_INFINITY : Math.max(0, account.fieldCap - account.fieldsInUse)
  const isThere = (field: PlannedField) =>
    account.fields.some(
      ({ entity, name, type, isCustom }) =>
        isCustom && entity === field.entity && name === field.name && type === field.type,
    )
  const ranked = [...fields].sort(
    (a, b) => rankOf(a) - rankOf(b) || (a.origin === 'column' ? b.fillRate - a.fillRate : 0),
  )
  const existing = ranked.filter(isThere)
  const needed = ranked.filter((field) => !isThere(field))
  if (needed.length <= room) return { fields: [...fields], folded: [] }
  for (let keep = room; ; keep -= 1) {
    const left = needed.slice(Math.max(0, keep))
    const entities = [...new Set(left.map(({ entity }) => entity))]
    if (keep > 0 && keep + entities.length > room) continue
    const kept = new Set([...existing, ...needed.slice(0, Math.max(0, keep))])
    const texts = entities
      .slice(0, Math.max(0, room - keep))
      .map((entity) => toPlannedField(entity, foldedFieldKey, 'text'))
    return { fields: [...fields.filter((field) => kept.has(field)), ...texts], folded: toFolded(left, drafts) }
  }
}

function rankOf({ origin }: PlannedField): number {
  return origin === 'object_map' ? 0 : 1
}

/** The columns of the fields that got no place; a field without a column goes by its key. */
function toFolded(fields: readonly PlannedField[], drafts: readonly DatasetDraft[]): PlanDocument['folded'] {
  const mappings = drafts.flatMap((draft) => mappedColumns(draft)).map(({ mapping }) => mapping)
  return fields.flatMap(({ entity, key }) => {
    const columns = mappings.filter((mapping) => mapping.fieldKey === key && entityOf(mapping.target) === entity)
    const names: string[] = columns.length === 0 ? [key] : [...new Set(columns.map(({ column }) => column))]
    return names.map((column): { entity: FieldEntity; column: string } => ({ entity, column }))
  })
}
