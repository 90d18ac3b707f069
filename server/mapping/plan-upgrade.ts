import { NeedsPerson } from '../errors.ts'
import { isJsonObject } from '../lib/json.ts'
import type { ColumnMapping, PlanDocument } from './types.ts'

/** Version 1: why a column goes where it does was one English sentence, and only rules proposed. */
interface PlanDocument1 extends Omit<PlanDocument, 'formatVersion' | 'datasets'> {
  formatVersion: 1
  datasets: (Omit<PlanDocument['datasets'][number], 'columns'> & { columns: ColumnMapping1[] })[]
}
type ColumnMapping1 = Omit<ColumnMapping, 'reasons' | 'source' | 'alternatives'> & { reason: string }

/**
 * A stored document in today's format: a plan that an earlier version of the importer confirmed still runs. Throws
 * `NeedsPerson('plan.format_unknown')` for one that a later version wrote, and for what is no plan. Pure.
 */
export function upgradePlan(document: unknown): PlanDocument {
  const formatVersion = isJsonObject(document) ? document.formatVersion : undefined
  if (formatVersion === 2) return document as unknown as PlanDocument
  if (formatVersion === 1) return upgrade1(document as unknown as PlanDocument1)
  const found = typeof formatVersion === 'number' ? formatVersion : null
  throw new NeedsPerson('plan.format_unknown', { formatVersion: found })
}

function upgrade1({ datasets, ...kept }: PlanDocument1): PlanDocument {
  return {
    ...kept,
    formatVersion: 2,
    datasets: datasets.map((dataset) => ({
      ...dataset,
      columns: dataset.columns.map(({ reason: _, ...mapping }) => ({
        ...mapping,
        reasons: [],
        source: 'rules',
        alternatives: [],
      })),
    })),
  }
}
