import type { Trx } from '../../db/pool.ts'
import { settleCorrected } from './corrected-rows.ts'
import { insertAttachedOutcomes } from './phases/attached-outcomes.ts'
import { isWhole } from './row-scope.ts'
import type { RunKind } from './run-scope.ts'
import { asHolder } from './runs.ts'
import type { RecordJournalEntity, RunContext, StepResult } from './types.ts'

/**
 * Carries the outcomes of a phase's records to their source rows. The first row of a group has the record's outcome, the
 * others are merged into it; where the record was not written, all of them share its fate. Repeatable.
 */
export async function settleRows(ctx: RunContext, entity: RecordJournalEntity): Promise<StepResult> {
  await asHolder(ctx.db, ctx.run, (trx) => insertRowOutcomes(trx, ctx.run.id, entity))
  return 'done'
}

async function insertRowOutcomes(trx: Trx, runId: string, entity: RecordJournalEntity): Promise<void> {
  await trx.raw(
    `with own as (
       select d.*, d.seq = min(d.seq) over (partition by d.root_seq) as first
       from drafts d where d.run_id = :runId and d.entity = :entity and d.own),
     failed_lines as (
       select distinct seq / 1000 as seq from journal
       where run_id = :runId and entity = :entity || '_line' and outcome = 'failed')
     insert into row_outcomes (company_id, run_id, dataset_id, row_number, outcome, code, detail, entity, pipedrive_id)
     select o.company_id, o.run_id, o.dataset_id, o.row_number,
       case when f.seq is not null then 'failed'
            when o.first or j.outcome not in ('created', 'updated', 'unchanged') then j.outcome
            else 'merged' end,
       case when f.seq is not null then :entity || '.lines_failed' else j.error_code end,
       j.error_detail, j.entity, j.pipedrive_id
     from own o
     join journal j on j.run_id = o.run_id and j.entity = o.entity and j.seq = o.root_seq and j.state = 'settled'
     left join failed_lines f on f.seq = j.seq
     on conflict (run_id, dataset_id, row_number) do nothing`,
    { runId, entity },
  )
}

/**
 * Closes the books of a run that ends: what was written in a phase that was not finished counts as written, and every row
 * that has no outcome then is unprocessed.
 */
export async function settleRest(
  trx: Trx,
  run: { id: string; migrationId: string; kind: RunKind },
  code: string,
): Promise<void> {
  for (const entity of ['person', 'product', 'campaign', 'order'] as const) await insertRowOutcomes(trx, run.id, entity)
  await insertAttachedOutcomes(trx, run.id)
  // One look per row: as an anti-join it compares every row with every outcome while the statistics do not know the run.
  const open = `(select true from row_outcomes o
    where o.run_id = :runId and o.dataset_id = r.dataset_id and o.row_number = r.row_number) is null`
  const bindings = { runId: run.id, migrationId: run.migrationId, code }
  if (isWhole(run)) {
    await trx.raw(
      `insert into row_outcomes (company_id, run_id, dataset_id, row_number, outcome, code)
       select r.company_id, :runId, r.dataset_id, r.row_number, 'unprocessed', :code
       from datasets d join source_rows r on r.dataset_id = d.id where d.migration_id = :migrationId and ${open}`,
      bindings,
    )
  }
  // A sample that is ended before it is chosen has drafted more rows than it is about.
  if (run.kind === 'sample') await keepListed(trx, run.id)
  await settleCorrected(trx, run.id)
  await trx.raw(
    `insert into row_outcomes (company_id, run_id, dataset_id, row_number, outcome, code)
     select r.company_id, :runId, r.dataset_id, r.row_number, 'unprocessed', :code
     from run_rows r where r.run_id = :runId and ${open}`,
    bindings,
  )
}

/** Of a run of listed rows, the outcomes and findings of others go. */
export async function keepListed(trx: Trx, runId: string): Promise<void> {
  for (const table of ['row_outcomes', 'findings']) {
    await trx.raw(
      `delete from ?? t where t.run_id = ? and t.row_number is not null
       and not exists (select 1 from run_rows r where r.run_id = t.run_id and r.dataset_id = t.dataset_id and r.row_number = t.row_number)`,
      [table, runId],
    )
  }
}
