import { type DistinctValues, profiledValues } from '../../staging/distinct-values.ts'
import type { DatasetDraft, MappedColumn } from '../plan-input.ts'

/** The distinct values of a column with their counts: as counted in the rows, else as its profile keeps them. */
export function valuesOfColumn({ input }: DatasetDraft, { mapping, profile }: MappedColumn): DistinctValues {
  const { valueCounts = {} } = input
  const counted = Object.hasOwn(valueCounts, mapping.column) ? valueCounts[mapping.column] : undefined
  return counted ?? profiledValues(profile)
}

/** The members of a column whose cells hold lists; none when there are over 1,000. */
export function membersOfColumn({ profile }: MappedColumn): DistinctValues {
  return { values: profile.listItems, complete: profile.listItems.length > 0 }
}
