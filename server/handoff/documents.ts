import type { Trx } from '../../db/pool.ts'
import { attachedKinds, type DatasetKind, documentKinds } from '../altcraft/types.ts'
import { readNested } from '../altcraft/values/text.ts'
import type { Json, JsonObject } from '../lib/json.ts'

/** A row that is not moved, as it stood in the export (secrets were taken out while reading). */
export interface HandoffDocument {
  kind: DatasetKind
  file: string
  row: number
  content: JsonObject
}

/** An answer ends with the row that reaches this size, however many were asked for: rows may be megabytes long. */
const answerBytes = 8 * 1024 * 1024

interface FoundRow {
  dataset_id: string
  file: string
  columns: string[]
  row_number: number
  cells: Json[]
  more: boolean
}

/**
 * Up to `limit` documents of a kind in file order, after the one at `after` (`<dataset id>/<row>`); `next` is the place to go
 * on from, null at the end. Large documents end an answer earlier. Of kinds that hang on
 * records only the rows that no run has moved; nothing for other kinds that are imported.
 */
export async function readHandoffDocuments(
  trx: Trx,
  source: { migrationId: string; kind: DatasetKind; after?: string; limit: number },
): Promise<{ documents: HandoffDocument[]; next: string | null }> {
  if (!documentKinds.includes(source.kind)) return { documents: [], next: null }
  const { rows }: { rows: FoundRow[] } = await trx.raw(
    `with page as (
       select r.dataset_id, f.name as file, d.columns, r.row_number, octet_length(r.cells::text) as bytes
       from source_rows r join datasets d on d.id = r.dataset_id join source_files f on f.id = d.source_file_id
       where d.migration_id = :migrationId and d.kind = :kind and (r.dataset_id, r.row_number) > (:dataset, :row)
         and not (:attached and ${movedRow})
       order by r.dataset_id, r.row_number limit :limit),
     measured as (
       select *, sum(bytes) over w - bytes as bytes_before, count(*) over () = :limit as full_page
       from page window w as (order by dataset_id, row_number)),
     taken as (select *, count(*) over () as n from measured where bytes_before < :answerBytes)
     select t.dataset_id, t.file, t.columns, t.row_number, r.cells,
       t.full_page or t.n < (select count(*) from page) as more
     from taken t join source_rows r on r.dataset_id = t.dataset_id and r.row_number = t.row_number
     order by t.dataset_id, t.row_number`,
    { ...source, ...readPlace(source.after), answerBytes, attached: attachedKinds.includes(source.kind) },
  )
  const last = rows.at(-1)
  return {
    documents: rows.map(({ file, columns, row_number, cells }) => ({
      kind: source.kind,
      file,
      row: row_number,
      content: Object.fromEntries(columns.map((column, index) => [column, readNested(cells[index] ?? null)])),
    })),
    next: last?.more ? `${last.dataset_id}/${last.row_number}` : null,
  }
}

/** Some run of the migration has moved the source row `r`. */
const movedRow = `exists (
  select 1 from row_outcomes o
  where o.run_id = any(array(select id from runs where migration_id = :migrationId))
    and o.dataset_id = r.dataset_id and o.row_number = r.row_number
    and o.outcome in ('created', 'updated', 'unchanged', 'merged'))`

/** A place that none of our answers names is the beginning of its dataset. */
function readPlace(after = ''): { dataset: string; row: number } {
  const [dataset = '', row = ''] = after.split('/')
  return { dataset, row: /^\d{1,15}$/.test(row) ? Number(row) : 0 }
}
