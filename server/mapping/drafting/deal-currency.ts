import type { SourceRow } from '../../altcraft/types.ts'
import { currencyIn, readCurrency } from '../currency.ts'
import { valueKey } from '../status-words.ts'
import type { DatasetPlan, PlanDocument } from '../types.ts'
import { otherwiseKey } from '../value-maps/value-map.ts'
import { cellOf, type Place } from './places.ts'

export interface ReadCurrency {
  (row: SourceRow): string | undefined
  place: Place | undefined
}

/**
 * The currency of a row's deal: its cell as a person decided, else as it is written; where the cell is empty, the sign beside
 * the amount, else the account's currency. Undefined when the cell is no currency.
 */
export function makeReadCurrency(
  plan: PlanDocument,
  dataset: DatasetPlan,
  place: Place | undefined,
  amountPlace: Place | undefined,
): ReadCurrency {
  const decided = new Map(Object.entries(plan.valueMaps.currencies?.[leadFile(plan, dataset)] ?? {}))
  const rest = decided.get(otherwiseKey)
  const read = (row: SourceRow) => {
    const cell = cellOf(row, place)
    if (cell === null) return currencyIn(cellOf(row, amountPlace)) ?? plan.defaultCurrency
    return readCurrency(cell, plan.defaultCurrency, (text) => decided.get(valueKey(text))) ?? rest
  }
  return Object.assign(read, { place })
}

/** Parts of one export are decided under the name of the first. */
function leadFile(plan: PlanDocument, { file, partOf }: DatasetPlan): string {
  return plan.datasets.find(({ datasetId }) => datasetId === partOf)?.file ?? file
}
