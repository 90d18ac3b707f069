import { afterAll, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { requestCancel } from '../../server/importing/runs.ts'
import { noJobs } from '../support/engine/test-engine.ts'
import { companyId, makeAccounts } from './scenarios/accounts.ts'
import { checkRestored } from './scenarios/checks/check-restored.ts'
import { findProblems } from './scenarios/checks/find-problems.ts'
import { beginRun, confirmProposedPlan } from './scenarios/plan.ts'
import { playRun } from './scenarios/play.ts'
import { makeScenario } from './scenarios/scenario.ts'
import { type Stage, setStage } from './scenarios/stage.ts'

const accounts = makeAccounts()
afterAll(() => accounts.close())

/** An import that is cancelled while a request of its dead worker is still on the way. */
async function cancelledImport(
  path: RegExp,
): Promise<{ stage: Stage; before: Awaited<ReturnType<Stage['far']['records']>> }> {
  const calm = { faults: [], disruptions: [], strangers: 0, knownShare: 0, dailyBudget: undefined, lateShare: 0 }
  const scenario = { ...makeScenario(7), ...calm, export: 'few' as const, latencyMs: 0, undo: undefined }
  const stage = await setStage(scenario, await accounts.get(scenario.export))
  await stage.installApp()
  await confirmProposedPlan(stage)
  const before = await stage.far.records()
  const runId = await beginRun(stage)
  const mortal = stage.startEngine((effect) => {
    if (effect.kind !== 'request' || effect.method !== 'POST' || !path.test(effect.url)) return undefined
    stage.network.delayNext()
    return 'during'
  })
  await mortal.work(companyId, runId)
  await inCompany(stage.database.db, companyId, (trx) => requestCancel(trx, noJobs, companyId, runId))
  const heir = stage.startEngine()
  await heir.work(companyId, runId)
  await heir.close()
  return { stage, before }
}

it.each([/\/persons$/, /\/deals$/, /\/products$/])(
  'an undo takes back what nobody saw created: %s',
  async (path) => {
    const { stage, before } = await cancelledImport(path)
    await playRun(stage, await beginRun(stage, 'undo'), [])
    const left = checkRestored(before, await stage.far.records())
    await stage.close()
    expect(left).toEqual([])
  },
  120_000,
)

it.each([/\/persons$/, /\/deals$/, /\/products$/])(
  'the next import makes nothing twice: %s',
  async (path) => {
    const { stage } = await cancelledImport(path)
    const runId = await beginRun(stage)
    await playRun(stage, runId, [])
    const problems = await findProblems(stage, runId)
    await stage.close()
    expect(problems).toEqual([])
  },
  120_000,
)
