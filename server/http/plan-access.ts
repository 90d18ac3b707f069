import type { Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import type { Given } from '../mapping/plan-input.ts'
import { type Plan, readLatestPlan, saveProposal } from '../mapping/plan-store.ts'
import { readGiven } from '../mapping/precedents.ts'
import { proposeFor } from '../mapping/propose-job.ts'
import type { PlanDocument } from '../mapping/types.ts'
import { readDatasets } from '../staging/datasets.ts'
import { lockMigration } from '../uploads/upload-store.ts'
import { readMigration } from './migration-store.ts'

/** A plan that may be answered, decided and confirmed. */
export type ProposedPlan = Plan & { account: NonNullable<Plan['account']>; document: PlanDocument }

/** Throws 404 `migration.unknown`, 409 `plan.confirmed` or `plan.not_proposed`. */
export async function proposedPlan(trx: Trx, migrationId: string): Promise<ProposedPlan> {
  await readMigration(trx, migrationId)
  const plan = await readLatestPlan(trx, migrationId)
  if (plan?.state === 'confirmed') throw new InvalidRequest(409, 'plan.confirmed')
  const { account, document } = plan ?? {}
  if (plan?.state !== 'proposed' || !account || !document) throw new InvalidRequest(409, 'plan.not_proposed')
  return { ...plan, account, document }
}

/**
 * Changes what people said about the proposed plan, and proposes it again. One change after the other: whoever saw another
 * plan than the one with this checksum gets 409 `plan.changed`. 409 `plan.files_changed` when the files are other ones by now.
 */
export async function changePlan(
  trx: Trx,
  migrationId: string,
  checksum: string | undefined,
  change: (plan: ProposedPlan) => Partial<Pick<Given, 'answers' | 'decisions'>>,
): Promise<void> {
  await lockMigration(trx, migrationId)
  const plan = await proposedPlan(trx, migrationId)
  if (checksum !== undefined && plan.checksum !== checksum) throw new InvalidRequest(409, 'plan.changed')
  if (await isOutdated(trx, plan)) throw new InvalidRequest(409, 'plan.files_changed')
  const given = { ...(await readGiven(trx, plan)), ...change(plan) }
  await saveProposal(trx, plan.id, proposeFor(await readDatasets(trx, migrationId), plan.account, given))
}

/** Throws 409 `plan.files_not_ready` or `plan.no_files`. */
export async function assertStaged(trx: Trx, migrationId: string): Promise<void> {
  const files = await trx('source_files').where({ migration_id: migrationId }).select('name', 'state')
  const waiting = files.filter(({ state }) => ['uploading', 'uploaded', 'staging'].includes(state))
  if (waiting.length > 0) {
    throw new InvalidRequest(409, 'plan.files_not_ready', { files: waiting.map(({ name }) => name) })
  }
  if (!files.some(({ state }) => state === 'staged')) throw new InvalidRequest(409, 'plan.no_files')
}

/** The files were changed, removed or read again since the plan was proposed. */
export async function isOutdated(trx: Trx, plan: Plan | undefined): Promise<boolean> {
  if (plan?.state !== 'proposed') return false
  const staged = await trx('datasets').where({ migration_id: plan.migrationId }).orderBy('id').select('id')
  const planned = (plan.document?.datasets ?? []).map(({ datasetId }) => datasetId).sort()
  return staged.map(({ id }) => id).join() !== planned.join()
}
