import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest, LeaseLost } from '../errors.ts'
import type { Jobs } from '../jobs.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'
import { activeStates, lockQueue, readQueue } from './run-queue.ts'
import type { RunKind, RunScope } from './run-scope.ts'
import type { HeldRun, RunState, TakenRun } from './types.ts'

/**
 * States of a run.
 *
 * waiting: made while another run of the company is active; queued in the transaction that ends that one, those that came
 * first before the others.
 * queued: made or resumed; a slice is in the job queue. Left when a worker takes it.
 * running: a worker holds the fence and works, slice after slice. Left by finishing, pausing, failing.
 * pausing / cancelling: a person asked; the worker sees it within seconds, lets the requests under way end, settles them.
 * paused: nobody works. With `pause_until` a job is queued that goes on by itself (budget, hours of the day, an outage); else
 * a person resumes.
 * cancelled, completed, failed: final. What was written stays and is in the journal.
 */
export interface NewRun {
  companyId: number
  migrationId: string
  planId: string
  planChecksum: string
  userId: number
  usageBefore: JsonObject
  kind: RunKind
  scope: RunScope
}

/**
 * Makes the run and queues its first slice in one transaction; `waiting` and without a slice while a run of another migration
 * is active. 409 when the migration has an active or waiting run already.
 */
export async function createRun(trx: Trx, jobs: Jobs, run: NewRun, now: Date): Promise<string> {
  const id = newId('run', now)
  await lockQueue(trx, run.companyId)
  const before = await readQueue(trx)
  const another = () => new InvalidRequest(409, 'run.another_is_active')
  if (before.some(({ migrationId }) => migrationId === run.migrationId)) throw another()
  const inserted = await trx('runs')
    .insert({
      company_id: run.companyId,
      id,
      migration_id: run.migrationId,
      plan_id: run.planId,
      plan_checksum: run.planChecksum,
      kind: run.kind,
      scope: JSON.stringify(run.scope),
      state: before.length === 0 ? 'queued' : 'waiting',
      usage_before: JSON.stringify(run.usageBefore),
      created_by: run.userId,
      created_at: now,
    })
    .onConflict(trx.raw("(company_id) where state in ('queued', 'running', 'pausing', 'paused', 'cancelling')"))
    .ignore()
    .returning('id')
  if (inserted.length === 0) throw another()
  if (before.length === 0) await jobs.enqueue(trx, 'run-slice', { companyId: run.companyId, runId: id, fence: 0 })
  return id
}

/** Who takes a run. */
export interface Taker {
  workerId: string
  /** What the job says of the run's fence; undefined: it says nothing. */
  fence: number | undefined
  /** Takes what the process `lost` held of the company's budget, in the transaction that takes the run. */
  disown(trx: Trx, lost: string | undefined): Promise<void>
}

/**
 * Takes the run for this worker by moving its fence on. Undefined when there is nothing to do: it is finished, a person
 * paused it, or it was left since the job was queued and has another one. A pause that its last worker did not live to carry
 * out is carried out here.
 */
export async function takeRun(
  db: Knex,
  companyId: number,
  id: string,
  now: Date,
  taker?: Taker,
): Promise<TakenRun | undefined> {
  return inCompany(db, companyId, async (trx) => {
    const row = await trx('runs').where({ id }).forUpdate().first()
    if (row === undefined) return undefined
    const isHeldByAnother =
      ['running', 'pausing', 'cancelling'].includes(row.state) && row.worker_id !== taker?.workerId
    await taker?.disown(trx, isHeldByAnother ? (row.worker_id ?? undefined) : undefined)
    if (row.state === 'pausing') {
      await trx('runs')
        .where({ id })
        .update({ state: 'paused', fence: row.fence + 1 })
      return undefined
    }
    const isCancelled = row.state === 'cancelling'
    if (row.state !== 'running' && !isCancelled && !mayBegin(row, taker)) return undefined
    await trx('runs')
      .where({ id })
      .update({
        state: isCancelled ? 'cancelling' : 'running',
        fence: row.fence + 1,
        worker_id: taker?.workerId ?? null,
        started_at: row.started_at ?? now,
        ...noPause,
      })
    return {
      companyId,
      id,
      migrationId: row.migration_id,
      kind: row.kind,
      scope: row.scope,
      userId: row.created_by,
      fence: row.fence + 1,
      takenAt: now,
      heldUntil: new Date(now.getTime() + holdMs),
      step: row.step ?? undefined,
      cursor: row.cursor,
      planId: row.plan_id,
      planChecksum: row.plan_checksum,
      isCancelled,
      wasPaused: row.pause_code !== null,
      failures: row.pause_detail?.failures ?? 0,
    }
  })
}

function mayBegin(
  row: { state: RunState; fence: number; pause_until: Date | null },
  taker: Taker | undefined,
): boolean {
  const isDue = taker?.fence === undefined || taker.fence === row.fence
  return isDue && (row.state === 'queued' || (row.state === 'paused' && row.pause_until !== null))
}

const noPause = { pause_code: null, pause_until: null, pause_detail: null }

/**
 * Does `work` in a transaction that holds the run's row and has checked the fence: the only way in which a worker writes.
 * Throws LeaseLost when another worker has taken the run. The lock keeps other workers out, who must lock the row to take
 * it, and lets people's wishes in: they do not wait for a statement that takes long.
 */
export function asHolder<T>(db: Knex, run: HeldRun, work: (trx: Trx) => Promise<T>): Promise<T> {
  return inCompany(db, run.companyId, async (trx) => {
    const held = await trx('runs').where({ id: run.id, fence: run.fence }).forKeyShare().first('id')
    if (held === undefined) throw new LeaseLost('run.lease_lost', { run: run.id })
    return work(trx)
  })
}

/**
 * How long a worker writes to Pipedrive after it last saw its fence hold. Whoever takes the run over waits this long, and for
 * the requests under way, before asking what became of them: a worker that was frozen meanwhile sends nothing when it wakes.
 */
export const holdMs = 5_000

/** Throws LeaseLost where the run was taken from this worker. Asks the database only when the last look is too old. */
export async function assertHeld(db: Knex, clock: Clock, run: HeldRun): Promise<void> {
  if (clock.now() >= run.heldUntil) await confirmHold(db, clock, run)
}

/** Looks whether the run is still ours, and what people want of it. The hold counts from before the look. */
export async function confirmHold(db: Knex, clock: Clock, run: HeldRun): Promise<RunState> {
  const heldUntil = new Date(clock.now().getTime() + holdMs)
  const state = await readWish(db, run)
  run.heldUntil = heldUntil
  return state
}

/** What people want of the run by now; LeaseLost when it is no longer ours. */
export async function readWish(db: Knex, run: HeldRun): Promise<RunState> {
  const row = await inCompany(db, run.companyId, (trx) =>
    trx('runs').where({ id: run.id, fence: run.fence }).first('state'),
  )
  if (row === undefined) throw new LeaseLost('run.lease_lost', { run: run.id })
  return row.state
}

export async function saveStep(trx: Trx, run: HeldRun, step: string | null, cursor: JsonObject): Promise<void> {
  await trx('runs')
    .where({ id: run.id })
    .update({ step, cursor: JSON.stringify(cursor) })
}

/** A person's wish; idempotent. 409 when the run is in a state that it cannot come from. */
export async function requestPause(trx: Trx, id: string): Promise<void> {
  const direct = await trx('runs').where({ id, state: 'queued' }).update({ state: 'paused', pause_code: 'user' })
  if (direct > 0) return
  const asked = await trx('runs').where({ id, state: 'running' }).update({ state: 'pausing', pause_code: 'user' })
  if (asked > 0) return
  // A budget pause becomes the person's: it no longer goes on by itself.
  const kept = await trx('runs').where({ id, state: 'paused' }).update({ pause_code: 'user', pause_until: null })
  if (kept > 0 || (await isIn(trx, id, ['pausing']))) return
  throw new InvalidRequest(409, 'run.cannot_pause')
}

/**
 * The pause's code stays until a worker takes the run: it tells the worker that there was one. 409 `run.overtaken` for a failed
 * run after which another one of the company began: what it planned to create may be there by now.
 */
export async function requestResume(trx: Trx, jobs: Jobs, companyId: number, id: string): Promise<void> {
  await lockQueue(trx, companyId)
  const row = await trx('runs')
    .where({ id })
    .whereIn('state', ['paused', 'failed'])
    .forUpdate()
    .first('state', 'fence', 'finished_at')
  if (row === undefined) {
    if (await isIn(trx, id, ['waiting', 'queued', 'running'])) return
    throw new InvalidRequest(409, 'run.cannot_resume')
  }
  if (row.state === 'failed' && (await isOvertaken(trx, id, row.finished_at))) {
    throw new InvalidRequest(409, 'run.overtaken')
  }
  await trx('runs').where({ id }).update({ state: 'queued', finished_at: null, pause_until: null })
  await jobs.enqueue(trx, 'run-slice', { companyId, runId: id, fence: row.fence })
}

/** Whether another run is active, or has worked since this one ended. */
async function isOvertaken(trx: Trx, id: string, endedAt: Date): Promise<boolean> {
  const other = await trx('runs')
    .whereNot({ id })
    .where((runs) => runs.whereIn('state', [...activeStates, 'waiting']).orWhere('started_at', '>=', endedAt))
    .first('id')
  return other !== undefined
}

/** The worker that holds the run closes its books, or the one that takes the slice queued here. One that waits has none. */
export async function requestCancel(trx: Trx, jobs: Jobs, companyId: number, id: string): Promise<void> {
  const waiting = await trx('runs')
    .where({ id, state: 'waiting' })
    .update({ state: 'cancelled', finished_at: trx.fn.now() })
  if (waiting > 0) return
  const asked = await trx('runs')
    .where({ id })
    .whereIn('state', ['queued', 'running', 'pausing', 'paused'])
    .update({ state: 'cancelling', pause_until: null })
  if (asked > 0) return jobs.enqueue(trx, 'run-slice', { companyId, runId: id })
  if (await isIn(trx, id, ['cancelling', 'cancelled'])) return
  throw new InvalidRequest(409, 'run.cannot_cancel')
}

async function isIn(trx: Trx, id: string, states: RunState[]): Promise<boolean> {
  return (await trx('runs').where({ id }).whereIn('state', states).first('id')) !== undefined
}
