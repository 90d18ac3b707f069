import type { Trx } from '../../db/pool.ts'
import { type DatasetKind, handoffKinds } from '../altcraft/types.ts'
import type { Json, JsonObject } from '../lib/json.ts'

/** A row that no API can move, as it stood in the export (secrets were taken out while reading). */
export interface HandoffDocument {
  kind: DatasetKind
  file: string
  row: number
  content: JsonObject
}

/** Up to `limit` documents of a kind in file order, after the one at `after` (`<dataset id>/<row>`). */
export async function readHandoffDocuments(
  trx: Trx,
  source: { migrationId: string; kind: DatasetKind; after?: string; limit: number },
): Promise<{ documents: HandoffDocument[]; next: string | null }> {
  if (!handoffKinds.includes(source.kind)) return { documents: [], next: null }
  const [dataset = '', row = '0'] = source.after?.split('/') ?? []
  const rows: { dataset_id: string; file: string; columns: string[]; row_number: number; cells: Json[] }[] = await trx(
    'source_rows as r',
  )
    .join('datasets as d', 'd.id', 'r.dataset_id')
    .join('source_files as f', 'f.id', 'd.source_file_id')
    .where({ 'd.migration_id': source.migrationId, 'd.kind': source.kind })
    .whereRaw('(r.dataset_id, r.row_number) > (?, ?)', [dataset, Number(row) || 0])
    .orderBy(['r.dataset_id', 'r.row_number'])
    .limit(source.limit)
    .select('r.dataset_id', 'f.name as file', 'd.columns', 'r.row_number', 'r.cells')
  const last = rows.length === source.limit ? rows.at(-1) : undefined
  return {
    documents: rows.map(({ file, columns, row_number, cells }) => ({
      kind: source.kind,
      file,
      row: row_number,
      content: Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null])),
    })),
    next: last ? `${last.dataset_id}/${last.row_number}` : null,
  }
}
