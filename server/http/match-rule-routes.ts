import { type Static, Type, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { changeMatchRules, type MatchRules, matchRulesOf } from '../mapping/match-rules.ts'
import { SameNameSchema } from '../mapping/plan-schema.ts'
import { readLatestPlan } from '../mapping/plan-store.ts'
import { AnyName } from '../mapping/transform-schema.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { changePlan } from './plan-access.ts'
import { planErrors } from './plan-view.ts'
import { MigrationParams, Nullable } from './schemas.ts'

const strict = { additionalProperties: false }
const Entity = Type.Enum(['person', 'organization', 'deal', 'product'])
const Rule = Type.Enum(['fill', 'overwrite', 'keep'])

const MatchRulesView = Type.Object({
  checksum: Nullable(Type.String()),
  rules: Type.Array(
    Type.Object({
      entity: Entity,
      field: Type.String({ description: "A built-in field's name, or the key of a planned field." }),
      name: Type.String(),
      rule: Rule,
      isDefault: Type.Boolean(),
      choices: Type.Array(Rule),
    }),
  ),
  sameName: Type.Object({ policy: SameNameSchema, isDefault: Type.Boolean() }),
})

const Changes = Type.Optional(Type.Record(AnyName, Nullable(Rule), { maxProperties: 5000 }))
const path = '/api/migrations/:migrationId/plan/match-rules'

/** What becomes of the fields of records that are in Pipedrive already, and of people whom only their name could tell. */
export function registerMatchRuleRoutes(app: App, { db }: HttpDeps): void {
  app.get(
    path,
    {
      schema: {
        summary: 'How records that are in Pipedrive already are updated, field by field',
        params: MigrationParams,
        response: { 200: MatchRulesView, ...planErrors },
      },
    },
    ({ session, params }) => inCompany(db, session.companyId, (trx) => readView(trx, params.migrationId)),
  )

  app.put(
    path,
    {
      schema: {
        summary: 'Decides rules; null takes a decision back',
        params: MigrationParams,
        body: Type.Object(
          {
            checksum: Type.String({
              maxLength: 64,
              description: 'Of the plan that was seen; another one by now: 409.',
            }),
            rules: Type.Optional(
              Type.Object({ person: Changes, organization: Changes, deal: Changes, product: Changes }, strict),
            ),
            sameName: Type.Optional(Nullable(SameNameSchema)),
          },
          strict,
        ),
        response: { 200: MatchRulesView, ...planErrors },
      },
      // Turns no null into a text, as the usual validator does where shapes are alternatives.
      validatorCompiler: TypeBoxValidatorCompiler,
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        await changePlan(trx, params.migrationId, body.checksum, ({ document, decisions }) => {
          const { matchRules: before = {}, sameName: policy, ...others } = decisions
          const rules: MatchRules = changeMatchRules(document, before, body.rules ?? {})
          const sameName = body.sameName === undefined ? policy : (body.sameName ?? undefined)
          return {
            decisions: {
              ...others,
              ...(Object.keys(rules).length === 0 ? {} : { matchRules: rules }),
              ...(sameName === undefined ? {} : { sameName }),
            },
          }
        })
        return readView(trx, params.migrationId)
      }),
  )
}

async function readView(trx: Trx, migrationId: string): Promise<Static<typeof MatchRulesView>> {
  await readMigration(trx, migrationId)
  const plan = await readLatestPlan(trx, migrationId)
  if (plan?.document === undefined) throw new InvalidRequest(409, 'plan.not_proposed')
  const { sameName } = plan.document
  return {
    checksum: plan.checksum ?? null,
    rules: matchRulesOf(plan.document),
    sameName: { policy: sameName ?? 'ask', isDefault: sameName === undefined },
  }
}
