import type { Trx } from '../../db/pool.ts'
import type { RejectedRow } from '../altcraft/types.ts'

/** PostgreSQL's text takes no NUL: it becomes U+FFFD. */
export async function saveRejected(
  trx: Trx,
  companyId: number,
  datasetId: string,
  rejected: readonly RejectedRow[],
): Promise<void> {
  const rows = rejected.map((row) => ({
    company_id: companyId,
    dataset_id: datasetId,
    row_number: row.rowNumber,
    raw: row.raw.replaceAll('\u0000', '\ufffd').toWellFormed(),
    code: row.code,
    detail: JSON.stringify(row.detail),
  }))
  await trx.batchInsert('rejected_rows', rows, 500)
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
