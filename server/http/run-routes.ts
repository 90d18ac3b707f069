import { Type } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { InvalidRequest } from '../errors.ts'
import { readRunProgress } from '../importing/run-view.ts'
import { createRun, requestCancel, requestPause, requestResume } from '../importing/runs.ts'
import { readLatestPlan } from '../mapping/plan-store.ts'
import { readReport } from '../verifying/report-store.ts'
import { readTotalUsage } from '../verifying/usage.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { ErrorAnswer, Id, MigrationParams, RunView, sessionErrors } from './schemas.ts'

const RunParams = Type.Object({ runId: Id })
const errors = { 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors }

/** Runs of a confirmed plan: begun, watched, paused, resumed, cancelled, and their reports. */
export function registerRunRoutes(app: App, { db, clock, jobs, config }: HttpDeps): void {
  async function viewOf(trx: Trx, runId: string): Promise<RunView> {
    const view = await readRunProgress(trx, runId, config.reserveShare)
    if (view === undefined) throw new InvalidRequest(404, 'run.unknown')
    return view
  }

  app.post(
    '/api/migrations/:migrationId/runs',
    {
      schema: {
        summary: 'Begins the import of the confirmed plan',
        params: MigrationParams,
        body: Type.Object({ kind: Type.Literal('full') }),
        response: { 201: RunView, ...errors },
      },
    },
    async ({ session, params }, reply) => {
      const { companyId, userId } = session
      const view = await inCompany(db, companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        const plan = await readLatestPlan(trx, params.migrationId)
        if (plan?.state !== 'confirmed' || plan.checksum === undefined)
          throw new InvalidRequest(409, 'plan.not_confirmed')
        const usageBefore = { ...(await readTotalUsage(trx)) }
        const run = {
          companyId,
          userId,
          migrationId: params.migrationId,
          planId: plan.id,
          planChecksum: plan.checksum,
          kind: 'full' as const,
          scope: {},
        }
        const id = await createRun(trx, jobs, { ...run, usageBefore }, clock.now())
        await writeAudit(trx, { companyId, at: clock.now(), userId, action: 'run.started', subject: id })
        return viewOf(trx, id)
      })
      return reply.code(201).send(view)
    },
  )

  app.get(
    '/api/runs/:runId',
    { schema: { summary: 'A run and its progress', params: RunParams, response: { 200: RunView, ...errors } } },
    ({ session, params }) => inCompany(db, session.companyId, (trx) => viewOf(trx, params.runId)),
  )

  const wishes = {
    pause: { summary: 'Pauses the run within seconds', carryOut: (trx: Trx, id: string) => requestPause(trx, id) },
    resume: {
      summary: 'Goes on with a paused or failed run',
      carryOut: (trx: Trx, id: string, companyId: number) => requestResume(trx, jobs, companyId, id),
    },
    cancel: {
      summary: 'Ends the run; what was written stays',
      carryOut: (trx: Trx, id: string, companyId: number) => requestCancel(trx, jobs, companyId, id),
    },
  }
  for (const [wish, { summary, carryOut }] of Object.entries(wishes)) {
    app.post(
      `/api/runs/:runId/${wish}`,
      { schema: { summary, params: RunParams, response: { 202: RunView, ...errors } } },
      async ({ session, params }, reply) => {
        const { companyId, userId } = session
        const view = await inCompany(db, companyId, async (trx) => {
          await viewOf(trx, params.runId)
          await carryOut(trx, params.runId, companyId)
          await writeAudit(trx, { companyId, at: clock.now(), userId, action: `run.${wish}`, subject: params.runId })
          return viewOf(trx, params.runId)
        })
        return reply.code(202).send(view)
      },
    )
  }

  app.get(
    '/api/runs/:runId/report',
    {
      schema: {
        summary: 'The report of a finished run',
        params: RunParams,
        response: { 200: Type.Unknown(), ...errors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await viewOf(trx, params.runId)
        const report = await readReport(trx, params.runId)
        if (report === undefined) throw new InvalidRequest(409, 'run.not_finished')
        return report
      }),
  )
}
