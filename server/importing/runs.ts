import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'
import { type Detail, InvalidRequest, LeaseLost } from '../errors.ts'
import type { Jobs } from '../jobs.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'
import type { RunKind, RunScope } from './run-scope.ts'
import type { HeldRun, RunState } from './types.ts'

/**
 * States of a run.
 *
 * queued: made or resumed; a slice is in the job queue. Left when a worker takes it.
 * running: a worker holds the fence and works, slice after slice. Left by finishing, pausing, failing.
 * pausing / cancelling: a person asked; the worker sees it within seconds, lets the requests under way end, settles them.
 * paused: nobody works. With `pause_until` a job is queued that goes on by itself (budget); else a person resumes.
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

/** Makes the run and queues its first slice in one transaction. 409 when the company has an active run already. */
export async function createRun(trx: Trx, jobs: Jobs, run: NewRun, now: Date): Promise<string> {
  const id = newId('run', now)
  const inserted = await trx('runs')
    .insert({
      company_id: run.companyId,
      id,
      migration_id: run.migrationId,
      plan_id: run.planId,
      plan_checksum: run.planChecksum,
      kind: run.kind,
      scope: JSON.stringify(run.scope),
      state: 'queued',
      usage_before: JSON.stringify(run.usageBefore),
      created_by: run.userId,
      created_at: now,
    })
    .onConflict(trx.raw("(company_id) where state in ('queued', 'running', 'pausing', 'paused', 'cancelling')"))
    .ignore()
    .returning('id')
  if (inserted.length === 0) throw new InvalidRequest(409, 'run.another_is_active')
  await jobs.enqueue(trx, 'run-slice', { companyId: run.companyId, runId: id })
  return id
}

export interface TakenRun extends HeldRun {
  planId: string
  planChecksum: string
  /** It comes out of a pause: look first whether the day's budget was reset meanwhile. */
  wasPaused: boolean
  /** A person cancelled it: the worker closes its books. */
  isCancelled: boolean
}

/**
 * Takes the run for this worker by moving its fence on. Undefined when there is nothing to do: it is finished, or a person
 * paused it. A pause that its last worker did not live to carry out is carried out here.
 */
export async function takeRun(db: Knex, companyId: number, id: string, now: Date): Promise<TakenRun | undefined> {
  return inCompany(db, companyId, async (trx) => {
    const row = await trx('runs').where({ id }).forUpdate().first()
    if (row === undefined) return undefined
    if (row.state === 'pausing') {
      await trx('runs')
        .where({ id })
        .update({ state: 'paused', fence: row.fence + 1 })
      return undefined
    }
    const goesOnByItself = row.state === 'paused' && row.pause_until !== null
    const isCancelled = row.state === 'cancelling'
    if (row.state !== 'queued' && row.state !== 'running' && !goesOnByItself && !isCancelled) return undefined
    await trx('runs')
      .where({ id })
      .update({
        state: isCancelled ? 'cancelling' : 'running',
        fence: row.fence + 1,
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
    }
  })
}

const noPause = { pause_code: null, pause_until: null, pause_detail: null }

/**
 * Does `work` in a transaction that holds the run's row and has checked the fence: the only way in which a worker writes.
 * Throws LeaseLost when another worker has taken the run.
 */
export function asHolder<T>(db: Knex, run: HeldRun, work: (trx: Trx) => Promise<T>): Promise<T> {
  return inCompany(db, run.companyId, async (trx) => {
    const held = await trx('runs').where({ id: run.id, fence: run.fence }).forUpdate().first('id')
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

/** Ends this worker's hold: the fence moves on with the state, so that a late write of its own fails too. */
export async function leaveRun(trx: Trx, run: HeldRun, leave: Leave): Promise<void> {
  await trx('runs')
    .where({ id: run.id, fence: run.fence })
    .update({
      state: leave.state,
      fence: run.fence + 1,
      pause_code: leave.code ?? null,
      pause_until: leave.until ?? null,
      pause_detail: leave.detail ? JSON.stringify(leave.detail) : null,
      ...(leave.state === 'completed' || leave.state === 'cancelled' || leave.state === 'failed'
        ? { finished_at: leave.at, clean: leave.clean ?? null }
        : {}),
    })
}

export interface Leave {
  state: 'queued' | 'paused' | 'cancelled' | 'completed' | 'failed'
  at: Date
  code?: string
  until?: Date
  detail?: Detail
  clean?: boolean
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

/** The pause's code stays until a worker takes the run: it tells the worker that there was one. */
export async function requestResume(trx: Trx, jobs: Jobs, companyId: number, id: string): Promise<void> {
  const resumed = await trx('runs')
    .where({ id })
    .whereIn('state', ['paused', 'failed'])
    .update({ state: 'queued', finished_at: null, pause_until: null })
  if (resumed > 0) return jobs.enqueue(trx, 'run-slice', { companyId, runId: id })
  if (await isIn(trx, id, ['queued', 'running'])) return
  throw new InvalidRequest(409, 'run.cannot_resume')
}

/** The worker that holds the run closes its books, or the one that takes the slice queued here. */
export async function requestCancel(trx: Trx, jobs: Jobs, companyId: number, id: string): Promise<void> {
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
