import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'

/** Rows deleted in one transaction, about half a second. */
const rowsAtOnce = 200_000
/** Of a larger dataset the rows are deleted later: 2 million take 2.5 s, and people wait for what removes a file. */
const fewRows = 100_000

/** Has the rows of a dataset that is gone deleted; commits with `trx`. */
export type DropLater = (trx: Trx, dropped: { companyId: number; datasetId: string }) => Promise<void>

/**
 * Deletes the datasets, and their rows as far as they are few; without their dataset nobody finds the others. `dropLater` is
 * called for those, absent: all are deleted now.
 */
export async function deleteDatasets(trx: Trx, datasetIds: readonly string[], dropLater?: DropLater): Promise<void> {
  const datasets: { company_id: number; id: string; row_count: number; rejected_count: number }[] = await trx(
    'datasets',
  )
    .whereRaw('id = any(?)', [[...datasetIds]])
    .select('company_id', 'id', 'row_count', 'rejected_count')
  const isLarge = (dataset: (typeof datasets)[number]) => dataset.row_count + dataset.rejected_count > fewRows
  const now = datasets.filter((dataset) => !dropLater || !isLarge(dataset)).map(({ id }) => id)
  await trx('source_rows').whereRaw('dataset_id = any(?)', [now]).del()
  await trx('rejected_rows').whereRaw('dataset_id = any(?)', [now]).del()
  await trx('datasets')
    .whereRaw('id = any(?)', [[...datasetIds]])
    .del()
  if (!dropLater) return
  for (const { company_id, id } of datasets.filter(isLarge))
    await dropLater(trx, { companyId: company_id, datasetId: id })
}

/** Deletes the rows of a dataset that is gone, bit by bit. Repeatable; leaves alone a dataset that is there. */
export function makeDropRows({ db }: { db: Knex }) {
  return async function dropRows(companyId: number, datasetId: string): Promise<void> {
    for (const table of ['source_rows', 'rejected_rows']) {
      while (await inCompany(db, companyId, (trx) => dropSome(trx, table, datasetId))) {}
    }
  }
}

/** False when nothing is left. */
async function dropSome(trx: Trx, table: string, datasetId: string): Promise<boolean> {
  if (await trx('datasets').where({ id: datasetId }).first('id')) return false
  const first = await trx(table)
    .where({ dataset_id: datasetId })
    .min('row_number as row')
    .first<{ row: number | null }>()
  if (first.row === null) return false
  await trx(table)
    .where({ dataset_id: datasetId })
    .where('row_number', '<', first.row + rowsAtOnce)
    .del()
  return true
}
