import { type DistinctValues, profiledValues } from '../../staging/distinct-values.ts'
import type { DatasetDraft, MappedColumn } from '../plan-input.ts'
import { membersBehindSteps, textsBehindSteps } from './stepped-values.ts'

/**
 * The distinct values of a column with their counts: as counted in the rows, else as its profile keeps them. Of a column with
 * steps, what its steps make of them: that is what records look up.
 */
export function valuesOfColumn({ input }: DatasetDraft, { mapping, profile }: MappedColumn): DistinctValues {
  const { valueCounts = {}, rowCount } = input
  const counted = Object.hasOwn(valueCounts, mapping.column) ? valueCounts[mapping.column] : undefined
  const found = counted ?? profiledValues(profile)
  const { transforms = [] } = mapping
  return transforms.length === 0 ? found : textsBehindSteps(found, transforms, rowCount)
}

/** The members of a column whose cells hold lists; none when there are over 1,000. */
export function membersOfColumn({ input }: DatasetDraft, { mapping, profile }: MappedColumn): DistinctValues {
  const members = { values: profile.listItems, complete: profile.listItems.length > 0 }
  const { transforms = [] } = mapping
  return transforms.length === 0
    ? members
    : membersBehindSteps({ cells: profiledValues(profile), members }, transforms, input.rowCount)
}
