import type { Trx } from '../../db/pool.ts'
import type { SourceRow } from '../altcraft/types.ts'
import type { HeldRun } from './types.ts'

/** Datasets of rows that are listed for the run and not drafted, by migration. */
export async function readOpenDatasets(
  trx: Trx,
  run: HeldRun,
): Promise<{ migrationId: string; datasetIds: string[] }[]> {
  const { rows } = await trx.raw(
    `select d.migration_id as "migrationId", array_agg(d.id) as "datasetIds"
     from datasets d
     where d.id in (select dataset_id from run_rows where run_id = :runId and not drafted)
     group by 1 order by 1`,
    { runId: run.id },
  )
  return rows
}

/** Up to `limit` rows that are listed and not drafted, in file order; they count as drafted from then on. */
export async function takeScopeRows(trx: Trx, run: HeldRun, datasetId: string, limit: number): Promise<SourceRow[]> {
  const { rows } = await trx.raw(
    `with taken as (
       update run_rows t set drafted = true
       from (select dataset_id, row_number from run_rows
             where run_id = :runId and dataset_id = :datasetId and not drafted order by row_number limit :limit) open
       where t.run_id = :runId and t.dataset_id = open.dataset_id and t.row_number = open.row_number
       returning t.dataset_id, t.row_number)
     select r.row_number as "rowNumber", r.cells
     from taken t join source_rows r on r.dataset_id = t.dataset_id and r.row_number = t.row_number order by r.row_number`,
    { runId: run.id, datasetId, limit },
  )
  return rows
}
