import { Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { acceptGate } from '../importing/gates/accept-gate.ts'
import { readGatePolicy, saveGatePolicy } from '../importing/gates/policy-store.ts'
import { requestResume } from '../importing/runs.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { ErrorAnswer, GatePolicy, GateView, Id, MigrationParams, sessionErrors } from './schemas.ts'

const errors = { 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors }
const Phase = Type.Enum([
  'organizations',
  'persons',
  'products',
  'campaigns',
  'orders',
  'labels',
  'notes',
  'activities',
  'files',
])

/** Gates between the phases of a run: when they stop it, and a person's word that it may go on. */
export function registerGateRoutes(app: App, { db, clock, jobs }: HttpDeps): void {
  app.post(
    '/api/runs/:runId/gates/:phase/accept',
    {
      schema: {
        summary: 'Accepts what a gate found, and goes on with the run that waits there',
        params: Type.Object({ runId: Id, phase: Phase }),
        body: Type.Object({
          checksum: Type.String({ maxLength: 64, description: 'Of the gate that was seen; another one by now: 409.' }),
          note: Type.Optional(Type.String({ maxLength: 2000 })),
        }),
        response: { 202: GateView, ...errors },
      },
    },
    async ({ session, params, body }, reply) => {
      const { companyId, userId } = session
      const { runId, phase } = params
      const at = clock.now()
      const gate = await inCompany(db, companyId, async (trx) => {
        const accepted = await acceptGate(trx, runId, phase, { ...body, userId, at })
        if (accepted.follows === 'resume') await requestResume(trx, jobs, companyId, runId)
        if (accepted.isNew) {
          const { planned, refused, different, failed, rowsFailed, unaccounted } = accepted.gate.found
          const detail = {
            phase,
            checksum: body.checksum,
            planned,
            refused,
            different,
            failed,
            rowsFailed,
            unaccounted,
          }
          const audited = { ...detail, note: body.note ?? null }
          await writeAudit(trx, { companyId, at, userId, action: 'gate.accepted', subject: runId, detail: audited })
        }
        return accepted.gate
      })
      return reply.code(202).send(gate)
    },
  )

  const path = '/api/migrations/:migrationId/gate-policy'
  app.get(
    path,
    {
      schema: {
        summary: 'When the reconciliation of a phase stops a run',
        params: MigrationParams,
        response: { 200: GatePolicy, ...errors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        return readGatePolicy(trx, params.migrationId)
      }),
  )

  app.put(
    path,
    {
      schema: {
        summary: 'Sets it; a run that is under way asks at its next gate, one that waits when it is resumed',
        params: MigrationParams,
        body: GatePolicy,
        response: { 200: GatePolicy, ...errors },
      },
    },
    ({ session, params, body }) => {
      const { companyId, userId } = session
      const { migrationId } = params
      return inCompany(db, companyId, async (trx) => {
        await readMigration(trx, migrationId)
        await saveGatePolicy(trx, migrationId, body)
        const audited = { action: 'migration.gate_policy', subject: migrationId, detail: { ...body } }
        await writeAudit(trx, { companyId, userId, at: clock.now(), ...audited })
        return body
      })
    },
  )
}
