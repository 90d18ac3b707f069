import { isOneSlot } from '../column-targets.ts'
import { entityOf } from '../fields/field-entity.ts'
import { shapeOf } from '../fields/field-type.ts'
import { knownFields } from '../fields/known-fields.ts'
import type { ColumnMapping, ColumnProfile, DatasetPlan, PlanDocument, PlannedField } from '../types.ts'
import type { FailurePolicy, Transform } from './types.ts'

/** What somebody thinks of doing with a column. */
export interface ColumnChange {
  column: string
  target: string
  transforms: Transform[]
  onFailure?: FailurePolicy | undefined
}

export interface ChangedPlan {
  plan: PlanDocument
  dataset: DatasetPlan
  mapping: ColumnMapping
}

/**
 * The plan as it would be with the change: a target that only one column can have is taken from the other, and a custom
 * field that the plan lacks is planned from the column's values. Pure.
 */
export function changePlan(
  plan: PlanDocument,
  dataset: DatasetPlan,
  change: ColumnChange,
  profile: ColumnProfile | undefined,
): ChangedPlan {
  const { column, target, transforms, onFailure } = change
  const before = dataset.columns.find((mapping) => mapping.column === column)
  const field = isCustom(target) ? fieldFor(plan, target, before, profile) : undefined
  const { transforms: _, onFailure: __, fieldKey: ___, ...kept } = before ?? newMapping(column)
  const mapping: ColumnMapping = {
    ...kept,
    target,
    ...(field && { fieldKey: field.key }),
    ...(transforms.length > 0 && { transforms }),
    ...(onFailure && { onFailure }),
  }
  const others = dataset.columns.map((other) =>
    isOneSlot(dataset.kind, target) && other.target === target ? { ...other, target: 'ignore' } : other,
  )
  const columns =
    before === undefined ? [...others, mapping] : others.map((other) => (other.column === column ? mapping : other))
  const fields = field === undefined || plan.fields.includes(field) ? plan.fields : [...plan.fields, field]
  const changed = { ...dataset, columns }
  const datasets = plan.datasets.map((one) => (one.datasetId === dataset.datasetId ? changed : one))
  return { plan: { ...plan, fields, datasets }, dataset: changed, mapping }
}

function newMapping(column: string): ColumnMapping {
  return { column, target: 'ignore', tier: 'certain', source: 'person', reasons: [], alternatives: [] }
}

function isCustom(target: string): boolean {
  return Object.hasOwn(knownFields, target) || target.includes('.custom')
}

/** That of the plan where it has one, else as the column's values ask for. */
function fieldFor(
  plan: PlanDocument,
  target: string,
  before: ColumnMapping | undefined,
  profile: ColumnProfile | undefined,
): PlannedField | undefined {
  const entity = entityOf(target)
  if (entity === undefined) return undefined
  const known = Object.hasOwn(knownFields, target) ? knownFields[target] : undefined
  const named = target.split('.custom:')[1]
  const own = before?.target === target ? before.fieldKey : undefined
  const key = own ?? known?.key ?? (named === undefined ? 'new_field__c' : `${named}__c`)
  const planned = plan.fields.find((field) => field.entity === entity && field.key === key)
  if (planned !== undefined) return planned
  const shape = profile === undefined ? { type: 'varchar' as const, options: [] } : shapeOf(profile)
  return { entity, key, name: key, ...shape, ...(known?.type && { type: known.type }), fillRate: 1, origin: 'column' }
}
