import type { Trx } from '../../../db/pool.ts'
import type { Dataset } from '../../staging/datasets.ts'
import { countDistinctValues, isCountable } from '../../staging/distinct-values.ts'
import { toGroups } from '../dataset-groups.ts'
import { countryTarget } from '../status-words.ts'
import type { PlanDocument } from '../types.ts'
import { currencyTargets } from './currency-maps.ts'
import { ownerTargets } from './owner-map.ts'
import { statusTargets } from './status-maps.ts'

const mapped: ReadonlySet<string> = new Set([...statusTargets, ...ownerTargets, ...currencyTargets, countryTarget])

/**
 * Counts the values of the columns whose value map needs more of them than their profiles keep, and keeps the counts with the
 * datasets; in each part of an export, as its parts are mapped as one. Reads the rows of such datasets once, so it may take
 * seconds. Repeatable: what was counted is not counted again.
 */
export async function countValues(
  trx: Trx,
  companyId: number,
  datasets: readonly Dataset[],
  { datasets: plans }: Pick<PlanDocument, 'datasets'>,
): Promise<void> {
  for (const { whole, parts } of toGroups(datasets)) {
    const plan = plans.find(({ datasetId }) => datasetId === whole.id)
    const wanted = (plan?.columns ?? []).flatMap(({ column, target }) => (mapped.has(target) ? [column] : []))
    const countable = whole.profiles.filter((profile) => wanted.includes(profile.column) && isCountable(profile))
    const names = new Set(countable.map(({ column }) => column))
    const lead = datasets.find(({ id }) => id === whole.id)
    for (const part of lead === undefined ? parts : [lead, ...parts]) {
      const columns = part.columns
        .map((column, place) => ({ column, place }))
        .filter(({ column }) => names.has(column) && !Object.hasOwn(part.valueCounts ?? {}, column))
      if (columns.length > 0) await countDistinctValues(trx, { companyId, id: part.id }, columns)
    }
  }
}
