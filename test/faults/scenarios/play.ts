import { inCompany } from '../../../db/pool.ts'
import { requestResume } from '../../../server/importing/runs.ts'
import { noJobs } from '../../support/engine/test-engine.ts'
import { companyId } from './accounts.ts'
import { type Crew, makeCrew } from './crew.ts'
import type { Disruption } from './scenario.ts'
import type { Stage } from './stage.ts'

/** After so many slices nothing goes wrong any more; after so many more the run should have ended. */
const roughSlices = 40
const calmSlices = 40
const hourMs = 3_600_000

interface RunRow {
  state: string
  pause_code: string | null
  pause_until: Date | null
  step: string | null
}

/**
 * Plays a run to its end: slice after slice, by whoever of the crew is there, and as the person who resumes it. Rejects
 * where it fails, pauses for a reason that nothing in the scenario explains, or does not end.
 */
export async function playRun(stage: Stage, runId: string, disruptions: readonly Disruption[]): Promise<void> {
  const crew = makeCrew(stage, runId, disruptions)
  try {
    await untilCompleted(stage, runId, crew)
  } finally {
    await crew.dismiss()
  }
}

async function untilCompleted(stage: Stage, runId: string, crew: Crew): Promise<void> {
  const { far } = stage
  for (let slices = 0; ; slices += 1) {
    const run = await readRun(stage, runId)
    if (run.state === 'completed') return
    if (run.state === 'failed') throw new Error(`the run failed in ${run.step}`, { cause: stage.bugs.at(-1) })
    if (slices === roughSlices) {
      crew.calm()
      await far.disarm()
      await far.setOptions({ dailyBudget: 1_000_000 })
    }
    if (slices > roughSlices + calmSlices) throw new Error(`the run does not end: ${JSON.stringify(run)}`)
    if (run.state === 'paused' && run.pause_until === null) await resume(stage, runId, run)
    else await wait(stage, run)
    await crew.work()
  }
}

async function readRun({ database }: Stage, runId: string): Promise<RunRow> {
  return inCompany(database.db, companyId, (trx) =>
    trx('runs').where({ id: runId }).first('state', 'pause_code', 'pause_until', 'step'),
  )
}

/** Until the run goes on by itself. */
async function wait({ clock, draws, far }: Stage, { state, pause_until: until }: RunRow): Promise<void> {
  if (until === null) return
  const restMs = until.getTime() - clock.now().getTime()
  if (restMs <= 0) return
  if (state === 'paused' && draws.chance(0.6)) {
    // The day may be reset at any hour; the run looks hourly.
    if (draws.chance(0.5)) await far.resetBudget()
    clock.advance(Math.min(restMs, hourMs))
  } else clock.advance(restMs)
}

/** What a person does whom the run waits for. */
async function resume(stage: Stage, runId: string, { pause_code: code, step }: RunRow): Promise<void> {
  const { database, clock } = stage
  if (code === 'oauth.reconnect') await stage.installApp()
  else if (code === 'traffic.blocked') clock.advance(61_000)
  // One that asks for a pause where the run would have waited by itself finds it waiting with that reason.
  else if (!stage.isPauseAsked) throw new Error(`the run waits for a person in ${step}: ${code}`)
  stage.isPauseAsked = false
  await inCompany(database.db, companyId, (trx) => requestResume(trx, noJobs, companyId, runId))
}
