import type { Trx } from '../../../db/pool.ts'
import { asHolder } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'
import { partsPerDraft } from './attached-rows.ts'

/** Carries the outcomes of notes, activities and files to their source rows. Repeatable. */
export async function settleAttachedRows(ctx: RunContext): Promise<StepResult> {
  await asHolder(ctx.db, ctx.run, (trx) => insertAttachedOutcomes(trx, ctx.run.id))
  return 'done'
}

/**
 * Events and files have the outcome of the journal row that tells them; of several events in one, the first has it, and the
 * others are merged into it. A note in parts is as well as its worst part. Rows whose record is not settled are left.
 */
export async function insertAttachedOutcomes(trx: Trx, runId: string): Promise<void> {
  await trx.raw(
    `insert into row_outcomes (company_id, run_id, dataset_id, row_number, outcome, code, detail, entity, pipedrive_id)
     select d.company_id, d.run_id, d.dataset_id, d.row_number,
       case when j.outcome in ('created', 'updated', 'unchanged')
                 and d.seq > min(d.seq) over (partition by j.entity, j.seq) then 'merged'
            else j.outcome end,
       j.error_code, j.error_detail, j.entity, j.pipedrive_id
     from drafts d
     left join drafts r on r.run_id = d.run_id and r.entity = d.entity and r.seq = d.root_seq and d.entity = 'file'
     join journal j on j.run_id = d.run_id and j.seq = coalesce(r.journal_seq, d.journal_seq) and j.state = 'settled'
       and ((d.entity = 'event' and j.entity in ('note', 'activity')) or (d.entity = 'file' and j.entity = 'file'))
     where d.run_id = :runId and d.entity in ('event', 'file')
     on conflict (run_id, dataset_id, row_number) do nothing`,
    { runId },
  )
  await trx.raw(
    `with parts as (
       select seq / :partsPerDraft as root, bool_and(state = 'settled') as settled, min(pipedrive_id) as pipedrive_id,
         (array_agg(outcome order by array_position(array['failed', 'unprocessed', 'skipped', 'created', 'updated'], outcome)))[1]
           as outcome,
         (array_agg(error_code order by array_position(array['failed', 'unprocessed', 'skipped'], outcome)))[1] as code,
         (array_agg(error_detail order by array_position(array['failed', 'unprocessed', 'skipped'], outcome)))[1] as detail
       from journal where run_id = :runId and entity = 'note' group by 1)
     insert into row_outcomes (company_id, run_id, dataset_id, row_number, outcome, code, detail, entity, pipedrive_id)
     select d.company_id, d.run_id, d.dataset_id, d.row_number,
       case when p.outcome in ('created', 'updated', 'unchanged') and d.seq <> d.root_seq then 'merged' else p.outcome end,
       p.code, p.detail, 'note', p.pipedrive_id
     from drafts d join parts p on p.root = d.root_seq and p.settled
     where d.run_id = :runId and d.entity = 'note'
     on conflict (run_id, dataset_id, row_number) do nothing`,
    { runId, partsPerDraft },
  )
}
