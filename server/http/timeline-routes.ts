import { type Static, Type, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { InvalidRequest } from '../errors.ts'
import { timelineCosts } from '../mapping/estimate-events.ts'
import { TimelineSchema } from '../mapping/plan-schema.ts'
import { readLatestPlan } from '../mapping/plan-store.ts'
import { readDatasets } from '../staging/datasets.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { changePlan } from './plan-access.ts'
import { planErrors } from './plan-view.ts'
import { Count, MigrationParams, Nullable } from './schemas.ts'

const Cost = Type.Object({ requests: Count, apiTokens: Count })

const TimelineView = Type.Object({
  checksum: Nullable(Type.String()),
  timeline: TimelineSchema,
  isDefault: Type.Boolean(),
  costs: Type.Object(
    { note: Cost, activities: Cost, none: Cost },
    { description: 'What the events of the export cost by each choice, at most.' },
  ),
})

const path = '/api/migrations/:migrationId/plan/timeline'

/** What events become: a timeline note per person, an activity each, or documents of the handoff. */
export function registerTimelineRoutes(app: App, { db, clock }: HttpDeps): void {
  app.get(
    path,
    {
      schema: {
        summary: 'What events become, and what each choice costs',
        params: MigrationParams,
        response: { 200: TimelineView, ...planErrors },
      },
    },
    ({ session, params }) => inCompany(db, session.companyId, (trx) => readTimeline(trx, params.migrationId)),
  )

  app.put(
    path,
    {
      schema: {
        summary: 'Chooses what events become; null takes the choice back',
        params: MigrationParams,
        body: Type.Object(
          {
            checksum: Type.String({
              maxLength: 64,
              description: 'Of the plan that was seen; another one by now: 409.',
            }),
            timeline: Nullable(TimelineSchema),
          },
          { additionalProperties: false },
        ),
        response: { 200: TimelineView, ...planErrors },
      },
      validatorCompiler: TypeBoxValidatorCompiler,
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        const { checksum, timeline } = body
        await changePlan(trx, params.migrationId, checksum, ({ decisions: { timeline: _, ...decisions } }) => ({
          decisions: timeline === null ? decisions : { ...decisions, timeline },
        }))
        await writeAudit(trx, {
          companyId: session.companyId,
          at: clock.now(),
          userId: session.userId,
          action: 'plan.timeline_chosen',
          subject: params.migrationId,
          detail: { timeline },
        })
        return readTimeline(trx, params.migrationId)
      }),
  )
}

async function readTimeline(trx: Trx, migrationId: string): Promise<Static<typeof TimelineView>> {
  await readMigration(trx, migrationId)
  const plan = await readLatestPlan(trx, migrationId)
  if (plan?.document === undefined) throw new InvalidRequest(409, 'plan.not_proposed')
  const { document, checksum } = plan
  return {
    checksum: checksum ?? null,
    timeline: document.timeline ?? 'note',
    isDefault: document.timeline === undefined,
    costs: timelineCosts(await readDatasets(trx, migrationId), document),
  }
}
