import { readText } from '../../altcraft/values/text.ts'
import type { Dataset } from '../../staging/datasets.ts'
import { toGroups } from '../dataset-groups.ts'
import type { FieldDecision } from '../decisions.ts'
import type { Equivalent, FieldRoom, FieldType, PlanDocument, PlannedField } from '../types.ts'
import { isBuiltinCode } from './builtin-fields.ts'
import { fieldId } from './column-field.ts'
import { entityOf } from './field-entity.ts'

/** A planned field as a person sees it. */
export interface FieldView {
  /** By it decisions are made. */
  id: string
  entity: PlannedField['entity']
  key: string
  name: string
  type: FieldType
  options: number
  /** Share of rows that fill it, 0–1. */
  fillRate: number
  origin: PlannedField['origin']
  place: 'own' | 'folded' | 'none'
  /** `field.reason.<reason>` has its words. */
  reason: 'built_in' | 'existing' | 'object_map' | 'column' | 'decided' | 'no_room'
  use: string | null
  equivalents: Equivalent[]
  /** At most five different values, each cut to 200 characters. */
  examples: string[]
  columns: { file: string; column: string }[]
  decision: FieldDecision | null
  /** `field.<refused>` says why the decision does not hold. */
  refused: NonNullable<PlannedField['refused']> | null
}

export interface FieldsView {
  fields: FieldView[]
  /** Null in plans of format 1. */
  room: FieldRoom | null
}

/** The fields of a plan, those with a place of their own first. Datasets that were removed have no examples. Pure. */
export function toFieldsView(
  document: PlanDocument,
  staged: readonly Dataset[],
  decisions: Readonly<Record<string, FieldDecision>>,
): FieldsView {
  const columns = columnsByField(document, staged)
  const toView = (field: PlannedField, place: FieldView['place'], reason: FieldView['reason']): FieldView => {
    const id = fieldId(field)
    const { entity, key, name, type, fillRate, origin, use = null, equivalents = [], refused = null } = field
    const own = columns.get(id) ?? []
    const decision = Object.hasOwn(decisions, id) ? (decisions[id] ?? null) : null
    return {
      ...{ id, entity, key, name, type, fillRate, origin, place, reason, use, equivalents, decision, refused },
      options: field.options.length,
      examples: [...new Set(own.flatMap(({ examples }) => examples))].slice(0, 5),
      columns: own.map(({ file, column }) => ({ file, column })),
    }
  }
  return {
    fields: [
      ...document.fields.map((field) => toView(field, 'own', reasonOf(field))),
      ...(document.unplaced ?? []).map((field) => toView(field, field.place, field.reason)),
    ],
    room: document.room ?? null,
  }
}

function reasonOf({ entity, use, origin }: PlannedField): FieldView['reason'] {
  if (use === undefined) return origin
  return isBuiltinCode(entity, use) ? 'built_in' : 'existing'
}

interface FieldColumn {
  file: string
  column: string
  examples: string[]
}

function columnsByField({ datasets }: PlanDocument, staged: readonly Dataset[]): Map<string, FieldColumn[]> {
  const wholes = new Map(toGroups(staged).map(({ whole }) => [whole.id, whole]))
  const found = datasets
    .filter(({ partOf }) => partOf === undefined)
    .flatMap(({ datasetId, file, columns }) => {
      const profiles = new Map(wholes.get(datasetId)?.profiles.map((profile) => [profile.column, profile]))
      return columns.flatMap(({ column, target, fieldKey: key }) => {
        const entity = entityOf(target)
        if (entity === undefined || key === undefined) return []
        const samples = profiles.get(column)?.samples ?? []
        return [{ id: fieldId({ entity, key }), file, column, examples: samples.flatMap(exampleOf).slice(0, 20) }]
      })
    })
  return Map.groupBy(found, ({ id }) => id)
}

function exampleOf(sample: Dataset['profiles'][number]['samples'][number]): string[] {
  const text = typeof sample === 'object' ? JSON.stringify(sample) : readText(sample)
  return text === undefined ? [] : [text.slice(0, 200)]
}
