import type { Trx } from '../../db/pool.ts'
import { readRunBefore } from './followed-runs.ts'
import { asHolder } from './runs.ts'
import type { RunContext, StepResult } from './types.ts'

/**
 * Notes on the run which segments its export tells: those that it has members of. From a person that is no longer a member
 * of one of these the option is taken out; a segment whose file is missing, or holds fewer than half of the members of the
 * export before, takes nobody out. Repeatable.
 */
export async function noteHeldSegments(ctx: RunContext): Promise<StepResult> {
  const { db, run } = ctx
  await asHolder(db, run, async (trx) => {
    const before = await readRunBefore(trx, run)
    const [now, then] = [await countMembers(trx, run.id), before ? await countMembers(trx, before) : new Map()]
    const isWhole = run.scope.delta?.wholeExport === true
    const held = [...now].filter(([segment, n]) => isWhole || n * 2 >= (then.get(segment) ?? 0)).map(([name]) => name)
    await trx('runs')
      .where({ id: run.id })
      .update({
        progress: trx.raw("jsonb_set(progress, '{heldSegments}', ?::jsonb)", [JSON.stringify(held)]),
      })
  })
  return 'done'
}

async function countMembers(trx: Trx, runId: string): Promise<Map<string, number>> {
  const { rows }: { rows: { segment: string; n: number }[] } = await trx.raw(
    "select record ->> 'segment' as segment, count(*)::int as n from drafts where run_id = ? and entity = 'label' group by 1",
    [runId],
  )
  return new Map(rows.map(({ segment, n }) => [segment, n]))
}
