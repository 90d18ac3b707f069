import type { Dataset } from '../staging/datasets.ts'
import { type DistinctValues, profiledValues, uniteDistinctValues } from '../staging/distinct-values.ts'
import { mergeProfiles } from './merge-profiles.ts'
import type { DatasetPlan, PlanDocument } from './types.ts'

/** Parts of one export: `whole` is the lead with the rows and column profiles of all of them. */
export interface DatasetGroup {
  whole: Dataset
  parts: Dataset[]
}

/**
 * The datasets as they are mapped: a lead with its parts (staging/join-parts.ts) as one, in the order of the leads. A part
 * whose lead is gone stands for itself. Pure.
 */
export function toGroups(datasets: readonly Dataset[]): DatasetGroup[] {
  const leadIds = new Set(datasets.filter(({ partOf }) => partOf === undefined).map(({ id }) => id))
  const isPart = ({ partOf }: Dataset) => partOf !== undefined && leadIds.has(partOf)
  const partsOf = Map.groupBy(datasets.filter(isPart), ({ partOf }) => partOf)
  return datasets
    .filter((dataset) => !isPart(dataset))
    .map((lead) => {
      const parts = partsOf.get(lead.id) ?? []
      return { whole: parts.reduce(join, lead), parts }
    })
}

function join(whole: Dataset, part: Dataset): Dataset {
  const profiles = new Map(part.profiles.map((profile) => [profile.column, profile]))
  return {
    ...whole,
    rowCount: whole.rowCount + part.rowCount,
    rejectedCount: whole.rejectedCount + part.rejectedCount,
    profiles: whole.profiles.map((profile) => {
      const other = profiles.get(profile.column)
      return other === undefined ? profile : mergeProfiles(profile, other)
    }),
    valueCounts: joinCounts(whole, part),
  }
}

/** Of the columns that were counted in either. */
function joinCounts(whole: Dataset, part: Dataset): Record<string, DistinctValues> {
  const counted = new Set([...Object.keys(whole.valueCounts ?? {}), ...Object.keys(part.valueCounts ?? {})])
  return Object.fromEntries(
    [...counted].flatMap((column): [string, DistinctValues][] => {
      const both = [valuesOf(whole, column), valuesOf(part, column)].filter((values) => values !== undefined)
      return both.length === 0 ? [] : [[column, both.reduce(uniteDistinctValues)]]
    }),
  )
}

function valuesOf({ profiles, valueCounts }: Dataset, column: string): DistinctValues | undefined {
  const profile = profiles.find((one) => one.column === column)
  const counted = valueCounts && Object.hasOwn(valueCounts, column) ? valueCounts[column] : undefined
  return counted ?? (profile && profiledValues(profile))
}

/** The plan of the leads with a copy for each of their parts: columns go by name, wherever they stand in a file. Pure. */
export function withParts(document: PlanDocument, groups: readonly DatasetGroup[]): PlanDocument {
  const partsOf = new Map(groups.map(({ whole, parts }) => [whole.id, parts]))
  return {
    ...document,
    datasets: document.datasets.flatMap((lead): DatasetPlan[] => [
      lead,
      ...(partsOf.get(lead.datasetId) ?? []).map(({ id, file }) => ({
        ...lead,
        datasetId: id,
        file,
        partOf: lead.datasetId,
      })),
    ]),
  }
}
