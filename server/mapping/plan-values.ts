import type { Trx } from '../../db/pool.ts'
import { type Dataset, readDatasets } from '../staging/datasets.ts'
import { toGroups } from './dataset-groups.ts'
import type { Given } from './plan-input.ts'
import type { Plan } from './plan-store.ts'
import { readGiven } from './precedents.ts'
import { proposePlan } from './propose-plan.ts'
import type { AccountSnapshot } from './types.ts'
import type { ValueMap } from './value-maps/value-map.ts'

/** The value maps of a plan, as proposed, answered and decided: those with unknown values first. */
export async function readValueMaps(trx: Trx, plan: Plan & { account: AccountSnapshot }): Promise<ValueMap[]> {
  const datasets = await readDatasets(trx, plan.migrationId)
  return valueMapsFor(datasets, plan.account, await readGiven(trx, plan))
}

/** Pure: maps are not stored, they follow from what is. */
export function valueMapsFor(datasets: readonly Dataset[], account: AccountSnapshot, given: Given): ValueMap[] {
  const input = toGroups(datasets).map(({ whole }) => whole)
  const { valueMaps } = proposePlan({ ...given, datasets: input, account })
  return valueMaps
    .map((map) => ({ ...map, entries: unknownFirst(map) }))
    .sort((a, b) => Number(b.unknown > 0) - Number(a.unknown > 0))
}

function unknownFirst({ entries }: ValueMap): ValueMap['entries'] {
  const rank = ({ proposed, decided }: ValueMap['entries'][number]) =>
    decided === undefined && proposed === undefined ? 0 : 1
  return [...entries].sort((a, b) => rank(a) - rank(b) || b.count - a.count)
}
