import type { Json } from '../../lib/json.ts'
import type { Place, Places } from '../drafting/places.ts'
import { plainText } from '../drafting/plain-text.ts'
import { entityOf } from '../fields/field-entity.ts'
import { formOf } from '../target-forms.ts'
import type { ColumnMapping, DatasetPlan, PlanDocument, PlannedField } from '../types.ts'
import { backToMinor } from './numbers.ts'
import type { Problem, StepContext } from './step.ts'
import { makeChain } from './steps.ts'
import type { FailurePolicy } from './types.ts'

/** What the steps of a column made of a cell; `value` is what the reader of the target takes. */
export interface SteppedCell {
  value: Json
  problem?: Problem
}

/** A column whose steps or failure policy change what becomes of its cells. */
export interface SteppedColumn {
  mapping: ColumnMapping
  policy: FailurePolicy
  /** Where its cell stands in the file; -1 for a column that is made of others. */
  source: number
  /** Absent: no steps, only a policy. `cells` are the row's as they stand in the file. */
  read?: (cells: readonly Json[]) => SteppedCell
}

/** The columns with steps, in the order of their places behind the cells of the file, and those with a policy alone. */
export function steppedColumns(
  plan: PlanDocument,
  dataset: DatasetPlan,
  columns: readonly string[],
  places: Places,
): SteppedColumn[] {
  const context = stepContext(plan, columns)
  return places.all.flatMap((place): SteppedColumn[] => {
    const { mapping } = place
    const policy = mapping.onFailure ?? 'leave_blank'
    const base = { mapping, policy, source: columns.indexOf(mapping.column) }
    if (hasSteps(mapping)) return [{ ...base, read: makeRead(plan, dataset, place, base.source, context) }]
    return policy === 'leave_blank' ? [] : [base]
  })
}

/** What the steps of a plan must know. */
export function stepContext(
  { phoneRegion, timezone, defaultCurrency }: PlanDocument,
  columns: readonly string[],
): StepContext {
  return { phoneRegion, timezone, currency: defaultCurrency, indexOf: (column) => columns.indexOf(column) }
}

function hasSteps({ transforms = [] }: ColumnMapping): boolean {
  return transforms.length > 0
}

function makeRead(
  plan: PlanDocument,
  dataset: DatasetPlan,
  { mapping }: Place,
  source: number,
  context: StepContext,
): (cells: readonly Json[]) => SteppedCell {
  const chain = makeChain(mapping.transforms ?? [], context)
  const field = fieldOf(plan, mapping)
  const keepsText = mapping.onFailure === 'keep_text' && holdsText(field)
  const toMinor = isMadeMoney(mapping) && readsMinor(mapping, field, dataset)
  return (cells) => {
    const raw = source < 0 ? null : (cells[source] ?? null)
    const result = chain(raw, cells)
    if ('ok' in result) return { value: toMinor ? backToMinor(result.ok, context.currency) : result.ok }
    const { problem, rest = null } = result
    return { value: keepsText && raw !== null ? plainText(raw) : rest, problem }
  }
}

/** The planned field of a custom column. */
export function fieldOf(plan: PlanDocument, { target, fieldKey }: ColumnMapping): PlannedField | undefined {
  const entity = entityOf(target)
  return fieldKey === undefined
    ? undefined
    : plan.fields.find((field) => field.entity === entity && field.key === fieldKey)
}

/** A field that takes any text. */
export function holdsText(field: PlannedField | undefined): boolean {
  return field?.type === 'varchar' || field?.type === 'text'
}

/** Its steps end in whole units of money, whatever the file holds. */
function isMadeMoney({ transforms = [] }: ColumnMapping): boolean {
  return transforms.some(({ name }) => name === 'money')
}

function readsMinor({ target }: ColumnMapping, field: PlannedField | undefined, { reading }: DatasetPlan): boolean {
  return (
    reading.moneyScale === 'minor' && (field === undefined ? formOf(target) === 'amount' : field.type === 'monetary')
  )
}
