import type { Trx } from '../../db/pool.ts'
import { readDatasets } from '../staging/datasets.ts'
import { originalOf, rowColumn } from '../staging/row-file.ts'
import { readLineage } from './lineage.ts'
import type { HeldRun } from './types.ts'

/**
 * Lists the original of each corrected row: it is not drafted any more, and shares the fate of the row that took its place. A
 * file of rows is known by its name, a row by the number in its own column. Repeatable.
 */
export async function listCorrected(trx: Trx, run: HeldRun): Promise<void> {
  const { migrationIds } = await readLineage(trx, run)
  const originals = []
  for (const id of migrationIds.filter((one) => one !== run.migrationId))
    originals.push(...(await readDatasets(trx, id)))
  for (const { id, file, kind, columns } of await readDatasets(trx, run.migrationId)) {
    const place = columns.indexOf(rowColumn)
    const original = originalOf(
      file,
      originals.filter((one) => one.kind === kind),
    )
    if (place < 0 || original === undefined) continue
    await trx.raw(
      `insert into run_rows (company_id, run_id, dataset_id, row_number, drafted, corrected_dataset_id, corrected_row_number)
       select distinct on (o.row_number) o.company_id, :runId, o.dataset_id, o.row_number, true, r.dataset_id, r.row_number
       from source_rows r
       join source_rows o on o.dataset_id = :originalId
         and o.row_number = case when r.cells ->> :place::int ~ '^[0-9]{1,15}(\\.0){0,1}$' then (r.cells ->> :place::int)::numeric::bigint end
       where r.dataset_id = :id
       order by o.row_number, r.row_number
       on conflict do nothing`,
      { runId: run.id, id, originalId: original.id, place },
    )
  }
  await listCorrectedAgain(trx, run)
}

/** What was corrected before, and failed again, is corrected by the row that takes that row's place. */
async function listCorrectedAgain(trx: Trx, run: HeldRun): Promise<void> {
  await trx.raw(
    `insert into run_rows (company_id, run_id, dataset_id, row_number, drafted, corrected_dataset_id, corrected_row_number)
     select distinct on (c.dataset_id, c.row_number)
       c.company_id, :runId, c.dataset_id, c.row_number, true, own.corrected_dataset_id, own.corrected_row_number
     from run_rows own
     join run_rows c on c.corrected_dataset_id = own.dataset_id and c.corrected_row_number = own.row_number
     where own.run_id = :runId and c.run_id <> :runId
     order by c.dataset_id, c.row_number, own.corrected_row_number
     on conflict do nothing`,
    { runId: run.id },
  )
}

/** The originals of rows that a run of corrected rows could not settle, in a run that tries these again. Repeatable. */
export async function relistCorrected(trx: Trx, run: HeldRun): Promise<void> {
  await trx.raw(
    `insert into run_rows (company_id, run_id, dataset_id, row_number, drafted, corrected_dataset_id, corrected_row_number)
     select distinct c.company_id, :runId, c.dataset_id, c.row_number, true, c.corrected_dataset_id, c.corrected_row_number
     from run_rows own
     join run_rows c on c.corrected_dataset_id = own.dataset_id and c.corrected_row_number = own.row_number
     where own.run_id = :runId and c.run_id <> :runId
     on conflict do nothing`,
    { runId: run.id },
  )
}

/** A corrected original is merged into the row that took its place, or waits as that does. */
export async function settleCorrected(trx: Trx, runId: string): Promise<void> {
  await trx.raw(
    `insert into row_outcomes (company_id, run_id, dataset_id, row_number, outcome, code, detail, entity, pipedrive_id)
     select c.company_id, c.run_id, c.dataset_id, c.row_number,
       case when o.outcome in ('created', 'updated', 'unchanged', 'merged') then 'merged' else o.outcome end,
       case when o.outcome in ('created', 'updated', 'unchanged', 'merged') then 'row.corrected' else o.code end,
       o.detail, o.entity, o.pipedrive_id
     from run_rows c
     join row_outcomes o on o.run_id = c.run_id and o.dataset_id = c.corrected_dataset_id and o.row_number = c.corrected_row_number
     where c.run_id = :runId
     on conflict do nothing`,
    { runId },
  )
}
