import type { Knex } from 'knex'
import { inCompany, isDatabaseLost, type Trx } from '../../db/pool.ts'
import { BudgetExhausted, LeaseLost, NeedsPerson, OutcomeUnknown, Retryable } from '../errors.ts'
import type { Jobs } from '../jobs.ts'
import type { Clock } from '../lib/clock.ts'
import { planChecksum } from '../mapping/plan-checksum.ts'
import { readPlan } from '../mapping/plan-store.ts'
import type { AttachmentReader } from '../staging/attachments.ts'
import { pauseForOutage } from './breaker.ts'
import { type Leave, leaveRun } from './leaving.ts'
import { lockQueue, startNext } from './run-queue.ts'
import type { RunKind } from './run-scope.ts'
import { type RunSettings, readRunSettings } from './run-settings.ts'
import { asHolder, assertHeld, confirmHold, readWish, saveStep, takeRun } from './runs.ts'
import type { Step } from './step-list.ts'
import type { RunContext, RunPipedrive, RunState, TakenRun } from './types.ts'
import { nextOpening } from './window.ts'

export interface RunnerDeps {
  db: Knex
  clock: Clock
  jobs: Jobs
  kinds: Record<RunKind, RunProgram>
  requestTimeoutMs: number
  /** Of the process; no other has it, also after a restart. */
  workerId: string
  /** Of companies whose migration sets none. */
  reserveShare: number
  /** 0 ≤ x < 1 */
  random(): number
  /** Of the run's company, with the tokens of the user who started the run. `stop`: ends its waits. */
  openPipedrive(companyId: number, userId: number, stop: AbortSignal): Promise<RunPipedrive>
  /** Takes what the process `lost` held of the company's budget, in the transaction that takes a run. */
  disown(trx: Trx, companyId: number, lost: string | undefined): Promise<void>
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

/** One slice's hold of a run. */
interface Slice {
  run: TakenRun
  pipedrive: RunPipedrive
  stop: AbortSignal
}

const sliceMs = 60_000
// What people ask for and set shows within this time and that of the requests under way.
const wishEveryMs = 1_000
const probeEveryMs = 3_600_000

/**
 * Works one slice of a run: about a minute, then the next slice is queued in the transaction that ends this one. The only
 * place that catches: each class of error is a way to go on. `fence`: as the job has it (jobs.ts).
 */
export function makeRunSlice(deps: RunnerDeps) {
  const { db, clock, jobs, workerId } = deps

  return async function runSlice(
    companyId: number,
    runId: string,
    shutdown: AbortSignal,
    fence?: number,
  ): Promise<void> {
    const disown = (trx: Trx, lost: string | undefined) => deps.disown(trx, companyId, lost)
    const run = await takeRun(db, companyId, runId, clock.now(), { workerId, fence, disown })
    if (run === undefined) return
    if (run.isCancelled) return end(run, { state: 'cancelled', at: clock.now() })
    const over = new AbortController()
    const stop = AbortSignal.any([over.signal, shutdown])
    const pipedrive = await deps.openPipedrive(companyId, run.userId, stop)
    const watch = watchWishes(run, pipedrive, over)
    try {
      await end(run, await work({ run, pipedrive, stop }), pipedrive)
    } catch (error) {
      await recover({ run, pipedrive, stop }, error)
    } finally {
      over.abort()
      await watch
    }
  }

  /** Steps until the run is finished or the slice is over; answers how the run leaves. */
  async function work(slice: Slice): Promise<Leave> {
    const { run, pipedrive, stop } = slice
    const plan = await inCompany(db, run.companyId, (trx) => readPlan(trx, run.planId))
    const { document, stored } = plan ?? {}
    if (plan?.state !== 'confirmed' || !document || !stored || planChecksum(stored) !== run.planChecksum) {
      return { state: 'failed', at: clock.now(), code: 'run.plan_changed' }
    }
    const closed = await heed(run, pipedrive)
    if (closed) return closed
    if (!(await pipedrive.settleBudget())) return leaveFor(run, pipedrive)
    // One cheap request tells whether the day was reset, and whether Pipedrive serves again.
    if (run.wasPaused) await pipedrive.probeBudget()
    pipedrive.guardWrites(() => assertHeld(db, clock, run))
    const { requestTimeoutMs, openAttachments } = deps
    let permissions: ReturnType<RunContext['permissions']> | undefined
    const ctx: RunContext = {
      db,
      clock,
      run,
      plan: document,
      pipedrive,
      requestTimeoutMs,
      openAttachments,
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
      if (result === 'again' || stop.aborted) return leaveFor(run, pipedrive)
    }
    const clean = await deps.kinds[run.kind].close(run, 'completed')
    return { state: 'completed', at: clock.now(), clean }
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

  /** Lets the settings hold as they are now; answers the pause where the run may not work at this hour. */
  async function heed(run: TakenRun, pipedrive: RunPipedrive): Promise<Leave | undefined> {
    const settings: RunSettings = await inCompany(db, run.companyId, (trx) => readRunSettings(trx, run.migrationId))
    pipedrive.keepReserve(settings.reserveShare ?? deps.reserveShare)
    const { window } = settings
    const at = clock.now()
    const until = window && nextOpening(window, at)
    return until && { state: 'paused', at, code: 'budget.window', until, detail: { ...window } }
  }

  /** The slice was interrupted: by its time, a shutdown, the hour, or a person. */
  async function leaveFor(run: TakenRun, pipedrive: RunPipedrive): Promise<Leave> {
    const wish = await readWish(db, run)
    if (wish === 'cancelling') return { state: 'cancelled', at: clock.now() }
    return (await heed(run, pipedrive)) ?? { state: 'queued', at: clock.now() }
  }

  /** The books of what was sent are stored first: a process that dies after this holds nothing of the budget. */
  async function end(run: TakenRun, wanted: Leave, pipedrive?: RunPipedrive): Promise<void> {
    await pipedrive?.flush()
    if (wanted.state === 'cancelled') await deps.kinds[run.kind].close(run, 'cancelled')
    const { companyId, id: runId } = run
    await asHolder(db, run, async (trx) => {
      await lockQueue(trx, companyId)
      const leave = await leaveRun(trx, run, wanted)
      const slice = { companyId, runId, fence: run.fence + 1 }
      if (leave?.state === 'queued') await jobs.enqueue(trx, 'run-slice', slice)
      else if (leave?.state === 'paused' && leave.until) {
        await jobs.enqueue(trx, 'run-slice', slice, nextLook(leave.code, leave.until))
      } else if (leave !== undefined) await startNext(trx, jobs, companyId)
    })
  }

  /** The hour of the reset is not published, so a spent budget is looked at hourly. */
  function nextLook(code: string | undefined, until: Date): Date {
    const isSpent = code === 'budget.spent' || code === 'budget.reserve'
    return isSpent ? new Date(Math.min(until.getTime(), clock.now().getTime() + probeEveryMs)) : until
  }

  async function recover({ run, pipedrive, stop }: Slice, error: unknown): Promise<void> {
    const now = clock.now()
    if (error instanceof LeaseLost) return
    // The job fails, and pg-boss gives it to a worker again.
    if (isDatabaseLost(error)) throw error
    if (error instanceof BudgetExhausted) {
      const { code, until, detail } = error
      return end(run, { state: 'paused', at: now, code, until, detail }, pipedrive)
    }
    if (error instanceof NeedsPerson) {
      return end(run, { state: 'paused', at: now, code: error.code, detail: error.detail }, pipedrive)
    }
    if (stop.aborted && isInterruption(error)) return end(run, await leaveFor(run, pipedrive), pipedrive)
    const { random, requestTimeoutMs } = deps
    const pause = pauseForOutage(error, { run, now, random, requestTimeoutMs })
    if (pause) return end(run, pause, pipedrive)
    deps.onBug(error, run)
    await end(run, { state: 'failed', at: now, code: 'internal' }, pipedrive)
  }

  async function watchWishes(run: TakenRun, pipedrive: RunPipedrive, over: AbortController): Promise<void> {
    const sliceEnds = clock.now().getTime() + sliceMs
    while (!over.signal.aborted) {
      await clock.sleep(wishEveryMs, over.signal)
      if (over.signal.aborted) return
      const wish = await confirmHold(db, clock, run).catch((): RunState => 'cancelled')
      const closed = await heed(run, pipedrive).catch(() => undefined)
      if (wish !== 'running' || closed || clock.now().getTime() > sliceEnds) over.abort()
    }
  }
}

/** A wait or a request that ended because the slice does. What Pipedrive told us to wait for is waited for all the same. */
function isInterruption(error: unknown): boolean {
  return (error instanceof Retryable && error.afterMs === 0) || error instanceof OutcomeUnknown
}
