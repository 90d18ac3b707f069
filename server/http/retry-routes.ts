import { Type } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { hasOpenRows, readUnfinishedRetry, type SourceRowId } from '../importing/open-rows.ts'
import type { RowScope } from '../importing/run-scope.ts'
import { readRunProgress } from '../importing/run-view.ts'
import { readConfirmedPlan } from '../mapping/plan-store.ts'
import { lockMigration } from '../uploads/upload-store.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { ErrorAnswer, Id, RunView, sessionErrors } from './schemas.ts'
import { startRun } from './start-run.ts'

const errors = { 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors }
const answers = { 200: RunView, 201: RunView, ...errors }

/** Rows that were not imported are tried again, in a run of their own. Asked twice, the run that is under way is answered. */
export function registerRetryRoutes(app: App, deps: HttpDeps): void {
  const { db, config } = deps

  async function retry(session: { companyId: number; userId: number }, runId: string, row?: SourceRowId) {
    const { companyId, userId } = session
    return inCompany(db, companyId, async (trx) => {
      const migrationId = await migrationOf(trx, runId)
      await lockMigration(trx, migrationId)
      if (row !== undefined) await assertInRun(trx, runId, row)
      const rows: RowScope = row === undefined ? { select: 'failed' } : { select: 'list', rows: [row] }
      const unfinished = await readUnfinishedRetry(trx, migrationId, rows)
      if (unfinished !== undefined) return { isNew: false, view: await viewOf(trx, unfinished) }
      if (!(await hasOpenRows(trx, migrationId, row))) throw new InvalidRequest(409, 'retry.nothing_to_do')
      const plan = await readConfirmedPlan(trx, migrationId)
      if (plan?.checksum === undefined) throw new InvalidRequest(409, 'plan.not_confirmed')
      const confirmed = { id: plan.id, checksum: plan.checksum }
      const detail = { of: runId, ...(row ?? {}) }
      const run = { companyId, userId, migrationId, plan: confirmed, kind: 'retry' as const, scope: { rows }, detail }
      return { isNew: true, view: await viewOf(trx, await startRun(trx, deps, run)) }
    })
  }

  async function viewOf(trx: Trx, id: string): Promise<RunView> {
    const view = await readRunProgress(trx, id, config.reserveShare)
    if (view === undefined) throw new InvalidRequest(404, 'run.unknown')
    return view
  }

  app.post(
    '/api/runs/:runId/retry',
    {
      schema: {
        summary:
          "Tries again every row of the run's migration that is failed or unprocessed, and carries out decisions about records",
        params: Type.Object({ runId: Id }),
        response: answers,
      },
    },
    async ({ session, params }, reply) => {
      const { isNew, view } = await retry(session, params.runId)
      return reply.code(isNew ? 201 : 200).send(view)
    },
  )

  app.post(
    '/api/runs/:runId/rows/:datasetId/:rowNumber/retry',
    {
      schema: {
        summary: 'Tries one row again that is failed or unprocessed by now, with the other rows of its record',
        params: Type.Object({ runId: Id, datasetId: Id, rowNumber: Type.Integer({ minimum: 1, maximum: 1e12 }) }),
        response: answers,
      },
    },
    async ({ session, params: { runId, ...row } }, reply) => {
      const { isNew, view } = await retry(session, runId, row)
      return reply.code(isNew ? 201 : 200).send(view)
    },
  )
}

async function migrationOf(trx: Trx, runId: string): Promise<string> {
  const run = await trx('runs').where({ id: runId }).first<{ migration_id: string } | undefined>('migration_id')
  if (run === undefined) throw new InvalidRequest(404, 'run.unknown')
  return run.migration_id
}

async function assertInRun(trx: Trx, runId: string, { datasetId, rowNumber }: SourceRowId): Promise<void> {
  const where = { run_id: runId, dataset_id: datasetId, row_number: rowNumber }
  if ((await trx('row_outcomes').where(where).first('outcome')) === undefined)
    throw new InvalidRequest(404, 'row.unknown', { row: rowNumber })
}
