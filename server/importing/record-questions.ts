import { isDeepStrictEqual } from 'node:util'
import type { Trx } from '../../db/pool.ts'
import type { Json } from '../lib/json.ts'
import type { ConflictPolicy, Edit } from './merging/types.ts'
import { asHolder } from './runs.ts'
import type { HeldRun, RunContext, StepResult } from './types.ts'

/**
 * What only a person can decide about one record, and what may be decided. `conflict`: a field that changed on both sides
 * since we wrote it. `person.same_name`: the record may be the person of the account with this name.
 */
export const questionChoices = {
  conflict: ['theirs', 'ours'],
  'person.same_name': ['match', 'create'],
} as const
export type QuestionCode = keyof typeof questionChoices
export type QuestionDecision = (typeof questionChoices)[QuestionCode][number]

/**
 * Stores what the run's records ask (journal.edits), in place of what earlier runs asked about them and nobody answered.
 * Repeatable: a question is asked once per run.
 */
export async function askAboutConflicts(ctx: RunContext): Promise<StepResult> {
  const { db, run, clock } = ctx
  await asHolder(db, run, async (trx) => {
    await trx.raw(
      `delete from record_questions q using journal j
       where q.code = 'conflict' and q.decision is null and q.run_id <> :runId
         and j.run_id = :runId and j.entity = q.entity and j.source_key = q.source_key and j.state = 'settled'`,
      { runId: run.id },
    )
    await trx.raw(
      `insert into record_questions (company_id, migration_id, run_id, code, entity, source_key, pipedrive_id, field, detail, created_at)
       select j.company_id, :migrationId, j.run_id, 'conflict', j.entity, j.source_key, j.pipedrive_id, e ->> 'field',
         e - 'field' - 'what', :now
       from journal j cross join lateral jsonb_array_elements(j.edits) e
       where j.run_id = :runId and j.edits is not null and e ->> 'what' = 'ask'
       on conflict do nothing`,
      { migrationId: run.migrationId, runId: run.id, now: clock.now() },
    )
  })
  return 'done'
}

/** What becomes of a conflict of a field of a record. */
export type SettleConflict = (
  sourceKey: string,
  field: string,
  sides: { written: Json; now: Json; exported: Json },
) => ConflictPolicy

/**
 * How conflicts of these records are settled: as people decided about each, else by the run's policy. A decision holds for
 * what was seen, not for a field that changed again. A run without a policy of its own undoes nobody's work, and leaves a
 * question that is still open as it is.
 */
export async function readSettleConflict(
  trx: Trx,
  { scope }: HeldRun,
  entity: string,
  sourceKeys: string[],
): Promise<SettleConflict> {
  const rows: { source_key: string; field: string; detail: Edit; decision: 'theirs' | 'ours' | null }[] = await trx(
    'record_questions',
  )
    .where({ code: 'conflict', entity })
    .whereIn('source_key', sourceKeys)
    .orderBy('id')
    .select('source_key', 'field', 'detail', 'decision')
  const asked = Map.groupBy(rows, ({ source_key, field }) => `${source_key}\n${field}`)
  return (sourceKey, field, sides) => {
    const seen = (asked.get(`${sourceKey}\n${field}`) ?? []).filter(
      ({ detail }) => isDeepStrictEqual(detail.now, sides.now) && isDeepStrictEqual(detail.exported, sides.exported),
    )
    const decision = seen.findLast((question) => question.decision !== null)?.decision
    return decision ?? scope.delta?.conflicts ?? (seen.length > 0 ? 'ask' : 'theirs')
  }
}
