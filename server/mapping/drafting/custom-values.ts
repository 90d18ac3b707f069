import type { SourceRow } from '../../altcraft/types.ts'
import { entityOf } from '../fields/field-entity.ts'
import { foldedFieldKey } from '../fields/object-map-fields.ts'
import type { CustomValues, DatasetPlan, FieldEntity, FieldValue, PlanDocument } from '../types.ts'
import { makeReadValue } from './field-values.ts'
import type { Findings } from './findings.ts'
import { addFolded, droppedKeys, makePutValue } from './folded-values.ts'
import { cellOf, type Places } from './places.ts'
import { plainText } from './plain-text.ts'

export { yesOrNo } from './field-values.ts'
export { plainText } from './plain-text.ts'

export interface CustomReader {
  /** The custom values of a row; a value that cannot be read is left out and told. */
  read(row: SourceRow, findings: Findings): CustomValues
  /** Adds a computed value under its field; where the cap left the field no place, to the long text. */
  put(custom: CustomValues, key: string, value: FieldValue | undefined): void
}

/** Reads the columns that go into custom fields of one entity; what the cap folded goes into one long text. */
export function makeCustomReader(
  plan: PlanDocument,
  dataset: DatasetPlan,
  places: Places,
  entity: FieldEntity,
): CustomReader {
  const fields = new Map(plan.fields.filter((field) => field.entity === entity).map((field) => [field.key, field]))
  const columns = places.all.filter(
    ({ mapping }) => mapping.fieldKey !== undefined && entityOf(mapping.target) === entity,
  )
  const readers = columns.flatMap((place) => {
    const field = fields.get(place.mapping.fieldKey ?? '')
    return field ? [{ place, key: field.key, read: makeReadValue(plan, dataset, places, place, field) }] : []
  })
  const dropped = droppedKeys(plan, entity)
  const folded = columns.filter(({ mapping: { fieldKey = '' } }) => !fields.has(fieldKey) && !dropped.has(fieldKey))
  return {
    read(row, findings) {
      const custom: CustomValues = {}
      for (const { place, key, read } of readers) {
        const cell = cellOf(row, place)
        if (cell === null || custom[key] !== undefined) continue
        const value = read(cell, findings, row)
        if (value !== undefined) custom[key] = value
      }
      if (!fields.has(foldedFieldKey)) return custom
      for (const place of folded) {
        const cell = cellOf(row, place)
        if (cell !== null) addFolded(custom, place.mapping.column, plainText(cell), findings)
      }
      return custom
    },
    put: makePutValue(plan, entity),
  }
}
