import { inCompany, type Trx } from '../../../db/pool.ts'
import type { UndoTarget } from '../run-scope.ts'
import { asHolder, saveStep } from '../runs.ts'
import type { HeldRun, JournalEntity, RunContext, StepResult } from '../types.ts'
import { writeLooked } from './looked.ts'
import { planParts } from './parts.ts'
import { targetBindings, targetRows } from './target-rows.ts'
import { readTarget, type TargetRows } from './targets.ts'

/** What a run that undoes is about. */
export function undoOf({ run }: Pick<RunContext, 'run'>): UndoTarget {
  if (run.scope.undo === undefined) throw new Error('an undo without a target')
  return run.scope.undo
}

/**
 * One journal row per record that the target wrote, with all that is known of it. Nothing is read of Pipedrive's. Repeatable:
 * what is planned stays planned.
 */
export async function planUndo(ctx: Pick<RunContext, 'db' | 'run' | 'stop'>): Promise<StepResult> {
  const { db, run } = ctx
  const target = await inCompany(db, run.companyId, (trx) => readTarget(trx, run.migrationId, undoOf(ctx)))
  const done = Number(run.cursor['done'] ?? 0)
  for (const [index, entity] of target.entities.entries()) {
    if (index < done) continue
    if (ctx.stop.aborted) return 'again'
    await asHolder(db, run, async (trx) => {
      await planEntity(trx, run, entity, target)
      run.cursor = { done: index + 1 }
      await saveStep(trx, run, run.step ?? null, run.cursor)
    })
  }
  await asHolder(db, run, async (trx) => {
    if (target.setup) await planParts(trx, run, target.runIds)
    await writeLooked(trx, run, { since: await firstIntent(trx, run.companyId, target.runIds), at: {} })
  })
  return 'done'
}

async function planEntity(trx: Trx, run: HeldRun, entity: JournalEntity, target: TargetRows): Promise<void> {
  await trx.raw(
    `with ${targetRows},
     writes as (
       select j.pipedrive_id, j.run_id, j.seq, j.outcome, j.body, j.after_hash, j.before_image, j.source_key, j.settled_at,
         t.seq is not null as is_target,
         t.seq is null and j.outcome in ('created', 'updated') and (u.at is null or u.at < j.settled_at) as is_other,
         min(j.settled_at) filter (where t.seq is not null) over (partition by j.pipedrive_id) as first_at
       from runs r
       join journal j on j.company_id = r.company_id and j.run_id = r.id and j.entity = :entity
         and j.outcome in ('created', 'updated', 'restored', 'unchanged')
       left join target t on t.run_id = j.run_id and t.seq = j.seq
       left join undone u on u.pipedrive_id = j.pipedrive_id
       where r.company_id = :companyId and j.pipedrive_id in (select pipedrive_id from target)),
     records as (
       select pipedrive_id, min(first_at) as first_at,
         bool_or(is_target and outcome = 'created') as created,
         (array_agg(source_key order by settled_at) filter (where is_target))[1] as source_key,
         (array_agg(before_image order by settled_at) filter (where is_target))[1] as before_image,
         (array_agg(jsonb_build_object('runId', run_id, 'seq', seq) order by settled_at) filter (where is_target))[1] as origin,
         (array_agg(run_id order by settled_at desc) filter (where is_other and settled_at < first_at))[1] as previous_run,
         bool_or(is_other and settled_at > first_at) as has_later,
         jsonb_agg(jsonb_build_object('target', is_target, 'body', coalesce(body - 'lines', '{}'), 'hash', after_hash) order by settled_at)
           filter (where outcome <> 'unchanged') as writes,
         (array_agg(coalesce(body ->> 'name', body ->> 'title', body ->> 'subject', before_image ->> 'name', before_image ->> 'title')
           order by settled_at))[1] as name
       from writes group by pipedrive_id)
     insert into journal (company_id, run_id, entity, seq, source_key, record, before_image, pipedrive_id)
     select :companyId, :undoRun, :entity, row_number() over (order by r.first_at, r.pipedrive_id), r.source_key,
       jsonb_strip_nulls(jsonb_build_object('previousRun', r.previous_run)) || jsonb_build_object(
         'created', r.created, 'hasLater', r.has_later, 'name', coalesce(r.name, ''), 'origin', r.origin,
         'writes', coalesce(r.writes, '[]'), 'lines', coalesce(a.lines, '[]')),
       r.before_image, r.pipedrive_id
     from records r left join added a on a.deal_id = r.pipedrive_id
     on conflict do nothing`,
    { ...targetBindings(run.companyId, entity, target), undoRun: run.id },
  )
}

/** Since when Pipedrive may hold something of the target's, or something that refers to it. */
async function firstIntent(trx: Trx, companyId: number, runIds: string[]): Promise<Date | null> {
  const row = await trx('journal')
    .where({ company_id: companyId })
    .whereIn('run_id', runIds)
    .min('intent_at as at')
    .first()
  return row?.['at'] ?? null
}
