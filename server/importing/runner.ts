import type { Knex } from 'knex'
import { inCompany, isDatabaseLost } from '../../db/pool.ts'
import { BudgetExhausted, LeaseLost, NeedsPerson, OutcomeUnknown, Retryable } from '../errors.ts'
import type { Jobs } from '../jobs.ts'
import type { Clock } from '../lib/clock.ts'
import { planChecksum } from '../mapping/plan-checksum.ts'
import { readPlan } from '../mapping/plan-store.ts'
import type { AttachmentReader } from '../staging/attachments.ts'
import type { RunKind } from './run-scope.ts'
import {
  asHolder,
  assertHeld,
  confirmHold,
  type Leave,
  leaveRun,
  readWish,
  saveStep,
  type TakenRun,
  takeRun,
} from './runs.ts'
import type { Step } from './step-list.ts'
import type { RunContext, RunPipedrive, RunState } from './types.ts'

export interface RunnerDeps {
  db: Knex
  clock: Clock
  jobs: Jobs
  kinds: Record<RunKind, RunProgram>
  requestTimeoutMs: number
  /** Of the run's company, with the tokens of the user who started the run. */
  openPipedrive(companyId: number, userId: number): Promise<RunPipedrive>
  /** Of the uploads, wherever they are kept. */
  openAttachments(): AttachmentReader
  onBug(error: unknown, run: { companyId: number; id: string }): void
}

/** What a run of one kind does. */
export interface RunProgram {
  steps: Step[]
  /** Closes the books of a run that ends, and stores its report; answers whether everything reconciled. Repeatable. */
  close(run: TakenRun, how: 'completed' | 'cancelled'): Promise<boolean>
}

const sliceMs = 60_000
// A person's pause shows within this time and that of the requests under way.
const wishEveryMs = 1_000
const probeEveryMs = 3_600_000

/**
 * Works one slice of a run: about a minute, then the next slice is queued in the transaction that ends this one. The only
 * place that catches: each class of error is a way to go on.
 */
export function makeRunSlice(deps: RunnerDeps) {
  const { db, clock, jobs } = deps

  return async function runSlice(companyId: number, runId: string, shutdown: AbortSignal): Promise<void> {
    const run = await takeRun(db, companyId, runId, clock.now())
    if (run === undefined) return
    if (run.isCancelled) return end(run, { state: 'cancelled', at: clock.now() })
    const stop = new AbortController()
    const ended = AbortSignal.any([stop.signal, shutdown])
    const watch = watchWish(run, stop)
    try {
      const leave = await work(run, ended)
      if (leave) await end(run, leave)
    } catch (error) {
      await recover(run, error)
    } finally {
      stop.abort()
      await watch
    }
  }

  /** Steps until the run is finished (answers how it leaves) or the slice is over (answers who goes on). */
  async function work(run: TakenRun, stop: AbortSignal): Promise<Leave | undefined> {
    const plan = await inCompany(db, run.companyId, (trx) => readPlan(trx, run.planId))
    const { document, stored } = plan ?? {}
    if (plan?.state !== 'confirmed' || !document || !stored || planChecksum(stored) !== run.planChecksum) {
      return { state: 'failed', at: clock.now(), code: 'run.plan_changed' }
    }
    const pipedrive = await deps.openPipedrive(run.companyId, run.userId)
    // One cheap request tells whether the day was reset.
    if (run.wasPaused) await pipedrive.probeBudget()
    pipedrive.guardWrites(() => assertHeld(db, clock, run))
    const { requestTimeoutMs } = deps
    let permissions: ReturnType<RunContext['permissions']> | undefined
    const ctx: RunContext = {
      db,
      clock,
      run,
      plan: document,
      pipedrive,
      requestTimeoutMs,
      openAttachments: deps.openAttachments,
      stop,
      permissions() {
        permissions ??= pipedrive.permissions(run.userId)
        return permissions
      },
    }
    const { steps } = deps.kinds[run.kind]
    const first = Math.max(
      0,
      steps.findIndex(({ name }) => name === run.step),
    )
    for (const [index, step] of steps.entries()) {
      if (index < first) continue
      await enter(run, step, index === first)
      const result = await step.work(ctx)
      await pipedrive.flush()
      if (result === 'again' || stop.aborted) return leaveFor(run)
    }
    return finish(run)
  }

  async function enter(run: TakenRun, step: Step, resumed: boolean): Promise<void> {
    if (!resumed || run.step === undefined) run.cursor = {}
    run.step = step.name
    await asHolder(db, run, async (trx) => {
      await saveStep(trx, run, step.name, run.cursor)
      await trx('runs')
        .where({ id: run.id })
        .update({ phase: step.phase ?? null })
    })
  }

  /** The slice was interrupted: by its time, a shutdown, or a person. */
  async function leaveFor(run: TakenRun): Promise<Leave> {
    const wish = await readWish(db, run)
    const at = clock.now()
    if (wish === 'pausing') return { state: 'paused', at, code: 'user' }
    if (wish === 'cancelling') return { state: 'cancelled', at }
    return { state: 'queued', at }
  }

  async function finish(run: TakenRun): Promise<Leave> {
    const clean = await deps.kinds[run.kind].close(run, 'completed')
    return { state: 'completed', at: clock.now(), clean }
  }

  async function end(run: TakenRun, leave: Leave): Promise<void> {
    if (leave.state === 'cancelled') await deps.kinds[run.kind].close(run, 'cancelled')
    await asHolder(db, run, async (trx) => {
      await leaveRun(trx, run, leave)
      const slice = { companyId: run.companyId, runId: run.id }
      if (leave.state === 'queued') await jobs.enqueue(trx, 'run-slice', slice, leave.until)
      if (leave.state === 'paused' && leave.until) await jobs.enqueue(trx, 'run-slice', slice, nextProbe(leave.until))
    })
  }

  /** The hour of the reset is not published, so a spent budget is looked at hourly. */
  function nextProbe(until: Date): Date {
    return new Date(Math.min(until.getTime(), clock.now().getTime() + probeEveryMs))
  }

  async function recover(run: TakenRun, error: unknown): Promise<void> {
    const at = clock.now()
    if (error instanceof LeaseLost) return
    if (error instanceof BudgetExhausted) {
      const { code, until, detail } = error
      return end(run, { state: 'paused', at, code, until, detail })
    }
    if (error instanceof NeedsPerson) {
      return end(run, { state: 'paused', at, code: error.code, detail: error.detail })
    }
    if (error instanceof Retryable || error instanceof OutcomeUnknown) {
      const waitMs = error instanceof Retryable ? error.afterMs : deps.requestTimeoutMs
      return end(run, { state: 'queued', at, until: new Date(at.getTime() + waitMs) })
    }
    // The database went away: the job fails, and pg-boss gives it to a worker again.
    if (isDatabaseLost(error)) throw error
    deps.onBug(error, run)
    await end(run, { state: 'failed', at, code: 'internal' })
  }

  async function watchWish(run: TakenRun, stop: AbortController): Promise<void> {
    const sliceEnds = clock.now().getTime() + sliceMs
    while (!stop.signal.aborted) {
      await clock.sleep(wishEveryMs, stop.signal)
      if (stop.signal.aborted) return
      const wish = await confirmHold(db, clock, run).catch((): RunState => 'cancelled')
      if (wish !== 'running' || clock.now().getTime() > sliceEnds) stop.abort()
    }
  }
}
