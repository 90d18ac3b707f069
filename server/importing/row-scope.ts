import type { Trx } from '../../db/pool.ts'
import { listCorrected, relistCorrected } from './corrected-rows.ts'
import { decidedRows, isOwn, type Lineage, openRows, readLineage } from './lineage.ts'
import type { RunKind, RunScope } from './run-scope.ts'
import type { HeldRun } from './types.ts'

/** Whether the run is about every row of its migration; others are listed in run_rows, alone or beside them. */
export function isWhole({ kind }: { kind: RunKind }): boolean {
  return kind !== 'retry' && kind !== 'sample'
}

/** Whether what earlier runs know of the records counts: the rows of the run do not say all of them. */
export function isPartial({ kind }: { kind: RunKind }): boolean {
  return kind === 'retry' || kind === 'remediation'
}

/** Lists the rows that the run begins with. Repeatable. */
export async function beginScope(trx: Trx, run: HeldRun): Promise<void> {
  if (run.kind === 'remediation') await listCorrected(trx, run)
  if (run.kind !== 'retry') return
  await listRows(trx, run, await readLineage(trx, run), run.scope.rows)
  await relistCorrected(trx, run)
}

async function listRows(
  trx: Trx,
  { id: runId, companyId, migrationId }: HeldRun,
  { runIds }: Lineage,
  rows: RunScope['rows'],
): Promise<void> {
  const into = 'insert into run_rows (company_id, run_id, dataset_id, row_number)'
  if (rows?.select === 'list') {
    await trx.raw(
      `${into} select :companyId::bigint, :runId, r."datasetId", r."rowNumber"
       from jsonb_to_recordset(:rows::jsonb) as r("datasetId" text, "rowNumber" bigint) on conflict do nothing`,
      { companyId, runId, rows: JSON.stringify(rows.rows) },
    )
    return
  }
  await trx.raw(
    `with ${openRows}, ${decidedRows}
     ${into} select :companyId::bigint, :runId, o.dataset_id, o.row_number from open_rows o where ${isOwn}
     union select :companyId::bigint, :runId, dataset_id, row_number from decided_rows
     on conflict do nothing`,
    { companyId, runId, migrationId, runIds },
  )
}

/**
 * Adds rows that are not imported yet and belong to what was drafted: other rows of the same record, and, in a run of corrected
 * rows, those that waited for one of its records. Answers whether there were any: they are to be drafted, and may bring others.
 */
export async function extendScope(trx: Trx, run: HeldRun): Promise<boolean> {
  if (!isPartial(run)) return false
  const { runIds } = await readLineage(trx, run)
  const sql = run.kind === 'remediation' ? [sameRecords, sameGroups, waitingRows] : [sameRecords, sameGroups]
  let added = 0
  for (const found of sql) {
    const { rowCount } = await trx.raw(
      `with ${openRows}, found as (${found})
       insert into run_rows (company_id, run_id, dataset_id, row_number)
       select distinct :companyId::bigint, :runId, dataset_id, row_number from found f
       where not exists (select 1 from drafts d where d.run_id = :runId and d.own and d.dataset_id = f.dataset_id and d.row_number = f.row_number)
       on conflict do nothing`,
      { companyId: run.companyId, runId: run.id, runIds },
    )
    added += rowCount
  }
  return added > 0
}

const sameRecords = `
  select o.dataset_id, o.row_number
  from drafts own
  join drafts d on d.run_id = any(:runIds) and d.entity = own.entity and d.source_key = own.source_key and d.own
  join open_rows o on o.run_id = d.run_id and o.dataset_id = d.dataset_id and o.row_number = d.row_number
  where own.run_id = :runId and own.own and own.entity <> 'label'`

/** Profiles of one person may have keys of their own. */
const sameGroups = `
  select o.dataset_id, o.row_number
  from drafts own
  cross join lateral unnest(own.match_keys) as own_key
  join record_keys k on k.run_id = any(:runIds) and k.entity = 'person' and k.key = own_key
    and (own_key like 'id:%' or own_key like 'email:%')
  join drafts d on d.run_id = k.run_id and d.entity = 'person' and d.root_seq = k.seq and d.own
  join open_rows o on o.run_id = d.run_id and o.dataset_id = d.dataset_id and o.row_number = d.row_number
  where own.run_id = :runId and own.own and own.entity = 'person'`

/** What a draft refers to: its person, organization and order, and the products of its lines. */
const waitingRows = `
  select o.dataset_id, o.row_number
  from open_rows o
  join drafts d on d.run_id = o.run_id and d.dataset_id = o.dataset_id and d.row_number = o.row_number and d.own
  cross join lateral (
    select jsonb_array_elements_text(case jsonb_typeof(d.record -> 'person') when 'array' then d.record -> 'person' else '[]' end)
    union all
    select line ->> 'product'
    from jsonb_array_elements(case jsonb_typeof(d.record -> 'lines') when 'array' then d.record -> 'lines' else '[]' end) line
    union all select d.record ->> 'organization'
    union all select d.record ->> 'order') as refers (key)
  join (select d.source_key as key from drafts d where d.run_id = :runId
        union select key from drafts d cross join lateral unnest(d.match_keys) as key where d.run_id = :runId) mine on mine.key = refers.key
  where o.outcome = 'unprocessed'`
