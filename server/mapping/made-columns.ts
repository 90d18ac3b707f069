import { makeColumnProfiler } from '../staging/column-profiler.ts'
import type { ColumnDecision } from './decisions.ts'
import type { DatasetInput } from './plan-input.ts'
import { readsRow } from './transforms/reads-row.ts'
import type { ColumnProfile } from './types.ts'

/** A column that the file lacks and a person makes: of others, or with one value for all rows. */
export function isMade({ target, transforms = [] }: ColumnDecision): boolean {
  return target !== undefined && readsRow(transforms[0])
}

/** What is known of such a column before it is made: every row fills it; a constant is its only value. Pure. */
export function profileOfMade(
  column: string,
  { transforms = [] }: ColumnDecision,
  { rowCount }: DatasetInput,
): ColumnProfile[] {
  const [first] = transforms
  const value = first?.name === 'constant' && transforms.length === 1 ? first.value : undefined
  const values = value === undefined ? [] : [{ value, count: rowCount }]
  return makeColumnProfiler()
    .profiles([column])
    .map((empty) => ({
      ...empty,
      filled: rowCount,
      distinctEstimate: Math.max(1, values.length),
      topValues: values,
      samples: values.map((one) => one.value),
      sampleRows: values.map(() => 1),
      longest: value?.length ?? 0,
    }))
}
