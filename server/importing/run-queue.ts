import type { Trx } from '../../db/pool.ts'
import type { Jobs } from '../jobs.ts'
import type { RunState } from './types.ts'

/** Of these a company has one run at most (index runs_one_active). */
export const activeStates: RunState[] = ['queued', 'running', 'pausing', 'paused', 'cancelling']

/** Until the transaction ends, nobody else decides which of the company's runs is the active one. */
export async function lockQueue(trx: Trx, companyId: number): Promise<void> {
  await trx.raw("select pg_advisory_xact_lock(hashtextextended('runs of ' || ?::text, 0))", [String(companyId)])
}

export interface QueuedRun {
  id: string
  migrationId: string
}

/** The company's active run and those that wait for it, in this order. */
export async function readQueue(trx: Trx): Promise<QueuedRun[]> {
  const rows = await trx('runs')
    .whereIn('state', [...activeStates, 'waiting'])
    .orderByRaw("state = 'waiting', id")
    .select('id', 'migration_id')
  return rows.map((row) => ({ id: row.id, migrationId: row.migration_id }))
}

/** Queues the run that has waited longest, in the transaction that ends the active one. The caller holds the queue's lock. */
export async function startNext(trx: Trx, jobs: Jobs, companyId: number): Promise<void> {
  const active = await trx('runs').whereIn('state', activeStates).first('id')
  if (active !== undefined) return
  const next = await trx('runs').where({ state: 'waiting' }).orderBy('id').forUpdate().first('id', 'fence')
  if (next === undefined) return
  await trx('runs').where({ id: next.id }).update({ state: 'queued' })
  await jobs.enqueue(trx, 'run-slice', { companyId, runId: next.id, fence: next.fence })
}
