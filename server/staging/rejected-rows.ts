import type { Trx } from '../../db/pool.ts'
import type { RejectedRow } from '../altcraft/types.ts'
import { toStorableJson } from './storable.ts'

/** One statement for all, the rows as one text: with a parameter for each value it takes twice as long. */
export async function saveRejected(
  trx: Trx,
  companyId: number,
  datasetId: string,
  rejected: readonly RejectedRow[],
): Promise<void> {
  if (rejected.length === 0) return
  await trx.raw(
    `insert into rejected_rows (company_id, dataset_id, row_number, raw, code, detail)
     select ?, ?, "rowNumber", raw, code, detail
     from json_to_recordset(?::json) as r("rowNumber" bigint, raw text, code text, detail jsonb)`,
    [companyId, datasetId, toStorableJson(rejected)],
  )
}

/** Up to `limit` rejected rows after `afterRow`, in file order. */
export async function readRejected(
  trx: Trx,
  datasetId: string,
  afterRow: number,
  limit: number,
): Promise<RejectedRow[]> {
  const rows = await trx('rejected_rows')
    .where({ dataset_id: datasetId })
    .where('row_number', '>', afterRow)
    .orderBy('row_number')
    .limit(limit)
    .select('row_number', 'raw', 'code', 'detail')
  return rows.map(({ row_number, raw, code, detail }) => ({ rowNumber: row_number, raw, code, detail }))
}
