import { Type, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { InvalidRequest } from '../errors.ts'
import { readRunProgress } from '../importing/run-view.ts'
import { requestCancel, requestPause, requestResume } from '../importing/runs.ts'
import { readLatestPlan } from '../mapping/plan-store.ts'
import { readReport } from '../verifying/report-store.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { NewRun, toScope } from './new-run.ts'
import { ErrorAnswer, Id, MigrationParams, RunView, sessionErrors } from './schemas.ts'
import { startRun } from './start-run.ts'

const RunParams = Type.Object({ runId: Id })
const errors = { 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors }

/** Runs of a confirmed plan: begun, watched, paused, resumed, cancelled, and their reports. */
export function registerRunRoutes(app: App, deps: HttpDeps): void {
  const { db, clock, jobs, config } = deps
  async function viewOf(trx: Trx, runId: string): Promise<RunView> {
    const view = await readRunProgress(trx, runId, config.reserveShare)
    if (view === undefined) throw new InvalidRequest(404, 'run.unknown')
    return view
  }

  app.post(
    '/api/migrations/:migrationId/runs',
    {
      // The usual one strips what it takes for too much before it knows which kind is meant.
      validatorCompiler: TypeBoxValidatorCompiler,
      schema: {
        summary: 'Begins the import of the confirmed plan',
        params: MigrationParams,
        body: NewRun,
        response: { 201: RunView, ...errors },
      },
    },
    async ({ session, params, body }, reply) => {
      const { migrationId } = params
      const view = await inCompany(db, session.companyId, async (trx) => {
        const { follows } = await readMigration(trx, migrationId)
        if (body.kind === 'remediation' && follows === null)
          throw new InvalidRequest(409, 'remediation.follows_nothing')
        const plan = await readLatestPlan(trx, migrationId)
        if (plan?.state !== 'confirmed' || plan.checksum === undefined)
          throw new InvalidRequest(409, 'plan.not_confirmed')
        const confirmed = { id: plan.id, checksum: plan.checksum }
        const run = { ...session, migrationId, plan: confirmed, kind: body.kind, scope: toScope(body) }
        return viewOf(trx, await startRun(trx, deps, run))
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
