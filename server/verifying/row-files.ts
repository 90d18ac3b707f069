import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'
import type { Json } from '../lib/json.ts'
import { type RowSelection, reasonColumn, rowColumn, withMark } from '../staging/row-file.ts'

export interface RowFile {
  datasetId: string
  file: string
  selection: RowSelection
  rows: number
}

/** Which row files a run has, with how many rows each. */
export async function listRowFiles(trx: Trx, runId: string): Promise<RowFile[]> {
  const { rows } = await trx.raw(
    `select o.dataset_id as "datasetId", s.name as file, s2.selection, count(*)::int as rows
     from row_outcomes o
     join datasets d on d.id = o.dataset_id
     join source_files s on s.id = d.source_file_id
     cross join lateral (
       select o.outcome as selection where o.outcome in ('failed', 'skipped', 'unprocessed') and coalesce(o.code, '') <> 'row.handoff'
       union all select 'remediation' where o.code = 'profile.no_email') s2
     where o.run_id = ? group by 1, 2, 3 order by 2, 3`,
    [runId],
  )
  return rows
}

/**
 * A row file as CSV text, in pieces: the original columns as they were, then row number and reason. Begins with a BOM, so
 * that Excel reads UTF-8; cells that a spreadsheet would take for a formula get an apostrophe before them.
 */
export async function* writeRowFile(
  db: Knex,
  companyId: number,
  source: { runId: string; datasetId: string; selection: RowSelection; separator: ',' | ';' },
): AsyncGenerator<string> {
  const { separator } = source
  const columns: string[] | undefined = await inCompany(
    db,
    companyId,
    async (trx) => (await trx('datasets').where({ id: source.datasetId }).first('columns'))?.columns,
  )
  if (columns === undefined) return
  // A file of rows may itself be one that was corrected: it has these columns already.
  const places = columns.flatMap((column, place) => (column === rowColumn || column === reasonColumn ? [] : [place]))
  yield `\ufeff${toLine([...places.map((place) => columns[place] ?? null), rowColumn, reasonColumn], separator)}`
  for (let after = 0; ; ) {
    const rows = await inCompany(db, companyId, (trx) => readSelected(trx, source, after))
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
      .map(({ row_number, cells, code }) => {
        const padded = places.map((place) => cells[place] ?? null)
        return toLine([...padded, row_number, code], separator)
      })
      .join('')
    after = last.row_number
  }
}

interface SelectedRow {
  row_number: number
  cells: Json[]
  code: string | null
}

async function readSelected(
  trx: Trx,
  { runId, datasetId, selection }: { runId: string; datasetId: string; selection: RowSelection },
  after: number,
): Promise<SelectedRow[]> {
  const rows = trx('row_outcomes as o')
    .join('source_rows as r', (on) => on.on('r.dataset_id', 'o.dataset_id').on('r.row_number', 'o.row_number'))
    .where({ 'o.run_id': runId, 'o.dataset_id': datasetId })
    .where('o.row_number', '>', after)
    .orderBy('o.row_number')
    .limit(1_000)
    .select('r.row_number', 'r.cells', 'o.code')
  return selection === 'remediation' ? rows.where('o.code', 'profile.no_email') : rows.where('o.outcome', selection)
}

/** One CSV line (RFC 4180). Pure. */
export function toLine(cells: Json[], separator: string): string {
  return `${cells.map((cell) => toCell(cell, separator)).join(separator)}\r\n`
}

function toCell(cell: Json, separator: string): string {
  const text = cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  const safe = withMark(text)
  return safe.includes(separator) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
