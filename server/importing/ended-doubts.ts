import { inCompany, type Trx } from '../../db/pool.ts'
import { activities } from './phases/activities.ts'
import { resolveFiles } from './phases/files.ts'
import { notes } from './phases/notes.ts'
import { resolveLines } from './phases/resolve-lines.ts'
import { resolveRecords } from './resolving.ts'
import type { HeldRun, JournalEntity, RunContext, StepResult } from './types.ts'

/** Deals before their lines. */
const resolvers: [JournalEntity, (ctx: RunContext) => Promise<void>][] = [
  ...(['organization', 'person', 'product', 'campaign', 'order'] as const).map(
    (entity): [JournalEntity, (ctx: RunContext) => Promise<void>] => [entity, (ctx) => resolveRecords(ctx, entity)],
  ),
  ['campaign_line', (ctx) => resolveLines(ctx, 'campaign')],
  ['order_line', (ctx) => resolveLines(ctx, 'order')],
  ['note', (ctx) => notes.resolve(ctx)],
  ['activity', (ctx) => activities.resolve(ctx)],
  ['file', resolveFiles],
]

/**
 * Finds out what became of requests of runs that ended before their answers were seen: cancelled or failed while Pipedrive did not
 * answer, or while their worker was dead. What was created is linked, so that this run neither makes it again nor, if it
 * undoes, leaves it behind; what was not stays planned there for ever. The reports of those runs stay as they are. Repeatable.
 */
export async function settleEndedDoubts(ctx: RunContext): Promise<StepResult> {
  const { db, run } = ctx
  for (const { ended, entities } of await inCompany(db, run.companyId, (trx) => readEnded(trx, run))) {
    for (const [entity, resolve] of resolvers) {
      if (ctx.stop.aborted) return 'again'
      if (entities.includes(entity)) await resolve({ ...ctx, run: { ...ended, cursor: {} } })
    }
  }
  return ctx.stop.aborted ? 'again' : 'done'
}

/** Ended runs with doubtful requests, oldest first. Nobody holds them: their fence moves no more, and all was sent before their end. */
async function readEnded(trx: Trx, { companyId, id }: HeldRun): Promise<{ ended: HeldRun; entities: string[] }[]> {
  const { rows } = await trx.raw(
    `select r.id, r.migration_id, r.kind, r.scope, r.created_by, r.fence, r.finished_at, r.step, array_agg(c.entity) as entities
     from runs r
     join run_counts c on c.company_id = r.company_id and c.run_id = r.id and c.of_table = 'journal' and c.state = 'sending' and c.n > 0
     where r.company_id = :companyId and r.id <> :id and r.state in ('cancelled', 'failed') and r.kind <> 'undo'
     group by r.company_id, r.id order by r.id`,
    { companyId, id },
  )
  return rows.map((row: Record<string, never>) => ({
    ended: {
      companyId,
      id: row['id'],
      migrationId: row['migration_id'],
      kind: row['kind'],
      scope: row['scope'],
      userId: row['created_by'],
      fence: row['fence'],
      takenAt: row['finished_at'],
      heldUntil: row['finished_at'],
      step: row['step'] ?? undefined,
      cursor: {},
    },
    entities: row['entities'],
  }))
}
