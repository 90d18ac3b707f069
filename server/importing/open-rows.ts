import type { Trx } from '../../db/pool.ts'
import { decidedRows, isOwn, openRows, readLineage } from './lineage.ts'
import type { RowScope } from './run-scope.ts'

export interface SourceRowId {
  datasetId: string
  rowNumber: number
}

/** Whether a row of the migration, or this one, is failed or unprocessed by now, or was decided about since. */
export async function hasOpenRows(trx: Trx, migrationId: string, row?: SourceRowId): Promise<boolean> {
  const { runIds } = await readLineage(trx, { migrationId })
  const { datasetId = null, rowNumber = null } = row ?? {}
  const { rows } = await trx.raw(
    `with ${openRows}, ${decidedRows}
     select 1 from (select o.dataset_id, o.row_number from open_rows o where ${isOwn}
                    union all select dataset_id, row_number from decided_rows) o
     where :datasetId::text is null or (o.dataset_id = :datasetId and o.row_number = :rowNumber::bigint) limit 1`,
    { migrationId, runIds, datasetId, rowNumber },
  )
  return rows.length > 0
}

/** The retry of the same rows that is not finished yet. */
export async function readUnfinishedRetry(trx: Trx, migrationId: string, rows: RowScope): Promise<string | undefined> {
  const run = await trx('runs')
    .where({ migration_id: migrationId, kind: 'retry' })
    .whereNotIn('state', ['completed', 'cancelled', 'failed'])
    .whereRaw("scope -> 'rows' = ?::jsonb", [JSON.stringify(rows)])
    .first('id')
  return run?.id
}
