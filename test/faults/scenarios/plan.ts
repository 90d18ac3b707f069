import { inCompany } from '../../../db/pool.ts'
import { changePlan } from '../../../server/http/plan-access.ts'
import type { RunScope } from '../../../server/importing/run-scope.ts'
import { createRun } from '../../../server/importing/runs.ts'
import { addPlan, confirmPlan, readPlan } from '../../../server/mapping/plan-store.ts'
import { makeProposeJob } from '../../../server/mapping/propose-job.ts'
import { noJobs } from '../../support/engine/test-engine.ts'
import { companyId, migrationId } from './accounts.ts'
import type { Stage } from './stage.ts'

const planId = 'plan_1'

/** The plan as it is proposed, every question answered by its proposal, confirmed. */
export async function confirmProposedPlan({ database, far, clock, startEngine }: Stage): Promise<void> {
  const { db } = database
  const { userId } = far
  const engine = startEngine()
  const now = clock.now()
  await inCompany(db, companyId, (trx) => addPlan(trx, { companyId, id: planId, migrationId, createdAt: now }))
  await makeProposeJob({ db, openPipedrive: engine.openPipedrive })(companyId, planId, userId)
  await inCompany(db, companyId, async (trx) => {
    await changePlan(trx, migrationId, undefined, ({ questions, answers }) => {
      const proposals = Object.fromEntries(questions.map(({ id, proposal }) => [id, proposal]))
      return { answers: { ...proposals, ...answers } }
    })
    const plan = await readPlan(trx, planId)
    const open = plan?.questions.filter(({ answer }) => answer === undefined) ?? []
    const { checksum } = plan ?? {}
    const isConfirmed = checksum && (await confirmPlan(trx, { id: planId, checksum, userId, at: now }))
    if (!isConfirmed || open.length > 0) throw new Error(`the plan is ${plan?.state}, ${open.map(({ id }) => id)} open`)
  })
  await engine.close()
}

/** Makes a run of the confirmed plan; answers its id. `undo`: of the whole migration, with what it set up. */
export function beginRun({ database, far, clock }: Stage, kind: 'full' | 'undo' = 'full'): Promise<string> {
  const scope: RunScope = kind === 'undo' ? { undo: { of: 'migration', setup: true } } : {}
  return inCompany(database.db, companyId, async (trx) => {
    const plan = await readPlan(trx, planId)
    const planChecksum = plan?.checksum ?? ''
    const run = { companyId, userId: far.userId, migrationId, planId, planChecksum, kind, scope, usageBefore: {} }
    return createRun(trx, noJobs, run, clock.now())
  })
}
