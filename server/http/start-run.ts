import type { Trx } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import type { Detail } from '../errors.ts'
import type { RunKind, RunScope } from '../importing/run-scope.ts'
import { createRun } from '../importing/runs.ts'
import type { Plan } from '../mapping/plan-store.ts'
import { readTotalUsage } from '../verifying/usage.ts'
import type { HttpDeps } from './deps.ts'

export interface RunToStart {
  companyId: number
  userId: number
  migrationId: string
  plan: Pick<Plan, 'id'> & { checksum: string }
  kind: RunKind
  scope: RunScope
  /** For the audit log, besides the kind. */
  detail?: Detail
}

/** Makes the run with its entry in the audit log. Answers its id; throws as `createRun` does. */
export async function startRun(trx: Trx, { jobs, clock }: HttpDeps, run: RunToStart): Promise<string> {
  const { companyId, userId, plan, detail, ...made } = run
  const usageBefore = { ...(await readTotalUsage(trx)) }
  const at = clock.now()
  const ids = { companyId, userId, planId: plan.id, planChecksum: plan.checksum }
  const id = await createRun(trx, jobs, { ...made, ...ids, usageBefore }, at)
  const entry = { companyId, at, userId, action: 'run.started', subject: id }
  await writeAudit(trx, { ...entry, detail: { kind: run.kind, ...detail } })
  return id
}
