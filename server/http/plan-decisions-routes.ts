import { Type, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { changeDecisions } from '../mapping/change-decisions.ts'
import { acceptTier } from '../mapping/decide-columns.ts'
import { changeProperties } from '../mapping/decision-schema.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { changePlan } from './plan-access.ts'
import { planAnswers, readPlanView } from './plan-view.ts'
import { MigrationParams } from './schemas.ts'

const strict = { additionalProperties: false }
const checksum = Type.String({ maxLength: 64, description: 'Of the plan that was seen; another one by now: 409.' })

/** What people decide about the proposed plan. Each change is made whole or not at all, and the plan is proposed again. */
export function registerPlanDecisionsRoutes(app: App, { db }: HttpDeps): void {
  app.put(
    '/api/migrations/:migrationId/plan/decisions',
    {
      schema: {
        summary: 'Decides where columns go and which fields there are; null takes a decision back',
        params: MigrationParams,
        body: Type.Object({ checksum, ...changeProperties }, strict),
        response: planAnswers,
      },
      // Takes nothing away and turns no null into a text, as the usual validator does where shapes are alternatives.
      validatorCompiler: TypeBoxValidatorCompiler,
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        const { checksum: seen, ...changes } = body
        await changePlan(trx, params.migrationId, seen, ({ document, decisions }) => ({
          decisions: changeDecisions(document, decisions, changes),
        }))
        return readPlanView(trx, params.migrationId)
      }),
  )

  app.post(
    '/api/migrations/:migrationId/plan/accept',
    {
      schema: {
        summary: 'Accepts all certain proposals that nobody decided yet, of one kind of file or of all',
        params: MigrationParams,
        body: Type.Object(
          { checksum, tier: Type.Literal('certain'), kind: Type.Optional(Type.String({ maxLength: 40 })) },
          strict,
        ),
        response: planAnswers,
      },
      validatorCompiler: TypeBoxValidatorCompiler,
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        await changePlan(trx, params.migrationId, body.checksum, ({ document, decisions }) => ({
          decisions: changeDecisions(document, decisions, { columns: acceptTier(document, body.tier, body.kind) }),
        }))
        return readPlanView(trx, params.migrationId)
      }),
  )
}
