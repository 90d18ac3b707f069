import { formOf } from '../target-forms.ts'
import type { ColumnMapping, DatasetPlan, PlanDocument, PlannedField } from '../types.ts'
import { isYesNo } from '../yes-no.ts'
import type { Transform } from './types.ts'

/**
 * What the reader of a column's target does anyway, said as steps that people can see; they come behind the column's own. A
 * value that they change into another is changed so in the import, too. `field` is the planned field of a custom column.
 */
export function impliedTransforms(
  mapping: ColumnMapping,
  field: PlannedField | undefined,
  plan: PlanDocument,
  dataset: DatasetPlan,
): Transform[] {
  const { target } = mapping
  const form = formOf(target)
  if (form === 'structured') return []
  if (field !== undefined) return ofField(mapping, field, plan, dataset)
  if (target === 'person.email') return [{ name: 'emailCleanUp' }]
  if (target === 'person.phone') return [{ name: 'phone', region: plan.phoneRegion }]
  if (target === 'organization.domain') return [{ name: 'domain' }]
  if (target === 'person.test_flag') return [{ name: 'yesNo' }]
  if (form === 'date') return [dateOf(mapping)]
  if (form === 'amount') return [{ name: 'money', scale: scaleOf(mapping, dataset), ...markOf(mapping) }]
  if (form === 'count') return [{ name: 'number', ...markOf(mapping) }]
  return [{ name: 'trim' }, ...ofValues(target, plan)]
}

function ofField(mapping: ColumnMapping, field: PlannedField, plan: PlanDocument, dataset: DatasetPlan): Transform[] {
  switch (field.type) {
    case 'double':
      return [{ name: 'number', ...markOf(mapping) }]
    case 'monetary':
      return [{ name: 'money', scale: scaleOf(mapping, dataset), ...markOf(mapping) }]
    case 'date':
      return [dateOf(mapping)]
    case 'enum':
      return isYesNo(field.options) ? [{ name: 'yesNo' }] : [toOptions(mapping, field, plan, dataset)]
    case 'time':
    case 'daterange':
      return []
    default:
      return [{ name: 'trim' }]
  }
}

/** An option is found by its label in any case; genders and decided values by their map before. */
function toOptions(
  { target }: ColumnMapping,
  { entity, key, options }: PlannedField,
  plan: PlanDocument,
  dataset: DatasetPlan,
): Transform {
  const { valueMaps } = plan
  const sexes = target === 'person.custom:gender' ? { ...valueMaps.sex, ...dataset.reading.sexCodes } : {}
  const decided = Object.entries(valueMaps.options?.[`${entity}:${key}`] ?? {}).map(([value, label]) => [
    value,
    label ?? '',
  ])
  const values = { ...Object.fromEntries(options.map((label) => [label, label])), ...sexes }
  return { name: 'valueMap', values: { ...values, ...Object.fromEntries(decided) } }
}

function ofValues(target: string, { valueMaps }: PlanDocument): Transform[] {
  const map = target === 'order.status' ? valueMaps.orderStatus : undefined
  const values = target === 'deal.status' ? valueMaps.campaignStatus : map
  return values === undefined ? [] : [{ name: 'valueMap', values }]
}

/** Values that a step made money of already are in whole units. */
function scaleOf({ transforms = [] }: ColumnMapping, { reading }: DatasetPlan): 'minor' | 'major' {
  return transforms.some(({ name }) => name === 'money') ? 'major' : (reading.moneyScale ?? 'major')
}

function markOf({ decimalMark }: ColumnMapping): { decimalMark?: 'comma' | 'point' } {
  return decimalMark === undefined ? {} : { decimalMark }
}

function dateOf({ dateOrder, zone, shortYears }: ColumnMapping): Transform {
  return {
    name: 'date',
    ...(dateOrder === undefined ? {} : { order: dateOrder }),
    ...(zone === undefined ? {} : { zone }),
    ...(shortYears === 'excel' ? { shortYears } : {}),
  }
}
