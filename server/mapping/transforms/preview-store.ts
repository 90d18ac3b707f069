import type { Trx } from '../../../db/pool.ts'
import type { SourceRow } from '../../altcraft/types.ts'
import type { ColumnProfile, PlanDocument } from '../types.ts'

/** What a preview of a column needs. */
export interface PreviewGround {
  /** Of the latest plan that has one. */
  document: PlanDocument | undefined
  columns: string[]
  /** Of the column, or of the first where the file does not have it. */
  profile: ColumnProfile | undefined
}

/** Undefined when the migration has no such dataset. One profile is taken out of hundreds before it is sent. */
export async function readPreviewGround(
  trx: Trx,
  {
    companyId,
    migrationId,
    datasetId,
    column,
  }: Record<'migrationId' | 'datasetId' | 'column', string> & { companyId: number },
): Promise<PreviewGround | undefined> {
  const { rows } = await trx.raw(
    `select d.columns,
       d.column_profiles -> coalesce((
         select name.at::int - 1 from jsonb_array_elements_text(d.columns) with ordinality as name(text, at)
         where name.text = :column limit 1
       ), 0) as profile,
       (
         select p.document from plans p
         where p.company_id = d.company_id and p.migration_id = d.migration_id and p.document is not null
         order by p.version desc limit 1
       ) as document
     from datasets d
     where d.company_id = :companyId and d.migration_id = :migrationId and d.id = :datasetId`,
    { companyId, migrationId, datasetId, column },
  )
  const [row] = rows
  return row && { columns: row.columns, profile: row.profile ?? undefined, document: row.document ?? undefined }
}

const mostRows = 50

/** The rows with these numbers, at most 50, by primary key; those that are not there are left out. */
export async function readSampleRows(
  trx: Trx,
  companyId: number,
  datasetId: string,
  rowNumbers: readonly number[],
): Promise<SourceRow[]> {
  const rows = await trx('source_rows')
    .where({ company_id: companyId, dataset_id: datasetId })
    .whereIn('row_number', rowNumbers.slice(0, mostRows))
    .orderBy('row_number')
    .select('row_number', 'cells')
  return rows.map((row) => ({ rowNumber: row.row_number, cells: row.cells }))
}
