import { asHolder } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'
import type { DealEntity } from './plan-lines.ts'

/**
 * When a phase's lines are written: a deal whose lines changed was updated, whatever its own fields, and is read back. The
 * deals whose lines are as the export has them are linked to this run's journal, which says what we wrote; those with a
 * failed line, or one about which a person is asked, are not, so that the next run looks at them again. Repeatable.
 */
export async function finishLines(ctx: RunContext, entity: DealEntity): Promise<StepResult> {
  const { db, run, clock } = ctx
  const where = { runId: run.id, entity, lineEntity: `${entity}_line`, now: clock.now() }
  await asHolder(db, run, async (trx) => {
    await trx.raw(
      `update journal j set outcome = 'updated', body = '{}'
       where j.run_id = :runId and j.entity = :entity and j.outcome = 'unchanged'
         and exists (select 1 from journal l where l.run_id = :runId and l.entity = :lineEntity
                       and l.seq between j.seq * 1000 and j.seq * 1000 + 999 and l.outcome in ('created', 'updated', 'deleted'))`,
      where,
    )
    await trx.raw(
      `insert into links (company_id, entity, source_key, pipedrive_id, run_id, updated_at)
       select j.company_id, 'deal_lines', j.source_key, j.pipedrive_id, j.run_id, :now
       from journal j
       where j.run_id = :runId and j.entity = :entity and j.outcome in ('created', 'updated', 'unchanged')
         and j.record -> 'lines' is not null and j.pipedrive_id is not null
         and not exists (select 1 from jsonb_array_elements(j.edits) e where e ->> 'field' like 'lines.%' and e ->> 'what' = 'ask')
         and not exists (select 1 from journal l where l.run_id = :runId and l.entity = :lineEntity
                           and l.seq between j.seq * 1000 and j.seq * 1000 + 999
                           and l.outcome is distinct from 'created' and l.outcome is distinct from 'updated'
                           and l.outcome is distinct from 'deleted')
       on conflict (company_id, entity, source_key) do update
         set pipedrive_id = excluded.pipedrive_id, run_id = excluded.run_id, gone_at = null, updated_at = excluded.updated_at`,
      where,
    )
  })
  return 'done'
}
