import { type Static, Type } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { diffPlans } from '../mapping/diff/diff-plans.ts'
import type { Plan } from '../mapping/plan-store.ts'
import { type PlanVersionEntry, readPlanVersion, readPlanVersions } from '../mapping/plan-versions.ts'
import { AnyName } from '../mapping/transform-schema.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { planErrors } from './plan-view.ts'
import { Count, Detail, Id, MigrationParams, Nullable, Timestamp } from './schemas.ts'

const Version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const VersionParams = Type.Object({ migrationId: Id, version: Version })

const VersionEntry = Type.Object({
  version: Count,
  state: Type.Enum(['proposing', 'proposed', 'confirmed', 'failed']),
  checksum: Nullable(Type.String()),
  createdAt: Timestamp,
  confirmed: Nullable(Type.Object({ by: Count, at: Timestamp })),
})

const DiffView = Type.Object({
  from: Count,
  to: Count,
  total: Count,
  differences: Type.Array(Type.Object({ code: Type.String(), detail: Detail }), {
    description: 'The first 500, in the order of the document.',
  }),
})
const shownDifferences = 500

/** The versions of a plan, and what is not the same between two of them. */
export function registerPlanVersionsRoutes(app: App, { db }: HttpDeps): void {
  app.get(
    '/api/migrations/:migrationId/plan/versions',
    {
      schema: {
        summary: 'The versions of the plan, newest first',
        params: MigrationParams,
        response: { 200: Type.Object({ versions: Type.Array(VersionEntry) }), ...planErrors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        return { versions: (await readPlanVersions(trx, params.migrationId)).map(toEntry) }
      }),
  )

  app.get(
    '/api/migrations/:migrationId/plan/versions/:version',
    {
      schema: {
        summary: 'A version of the plan: its document and answers',
        params: VersionParams,
        response: {
          200: Type.Object({
            version: Count,
            state: Type.String(),
            checksum: Nullable(Type.String()),
            answers: Type.Record(AnyName, Type.String()),
            document: Type.Unknown(),
          }),
          ...planErrors,
        },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        const { version, state, checksum, answers, document } = await versionOf(trx, params.migrationId, params.version)
        return { version, state, checksum: checksum ?? null, answers, document: document ?? null }
      }),
  )

  app.get(
    '/api/migrations/:migrationId/plan/versions/:version/diff',
    {
      schema: {
        summary: 'What is not the same in this version, against another one (the one before when none is named)',
        params: VersionParams,
        querystring: Type.Object({ against: Type.Optional(Version) }),
        response: { 200: DiffView, ...planErrors },
      },
    },
    ({ session, params, query }) =>
      inCompany(db, session.companyId, async (trx) => {
        const to = withDocument(await versionOf(trx, params.migrationId, params.version))
        const against = query.against ?? params.version - 1
        const from = withDocument(await versionOf(trx, params.migrationId, against))
        const differences = diffPlans(from, to)
        return {
          from: from.version,
          to: to.version,
          total: differences.length,
          differences: differences.slice(0, shownDifferences),
        }
      }),
  )
}

async function versionOf(trx: Trx, migrationId: string, version: number): Promise<Plan> {
  await readMigration(trx, migrationId)
  const plan = await readPlanVersion(trx, migrationId, version)
  if (plan === undefined) throw new InvalidRequest(404, 'plan.version_unknown', { version })
  return plan
}

function withDocument(plan: Plan): Plan & { document: NonNullable<Plan['document']> } {
  const { document, version } = plan
  if (document === undefined) throw new InvalidRequest(409, 'plan.version_empty', { version })
  return { ...plan, document }
}

function toEntry({ version, state, checksum, createdAt, confirmed }: PlanVersionEntry): Static<typeof VersionEntry> {
  return {
    version,
    state,
    checksum: checksum ?? null,
    createdAt: createdAt.toISOString(),
    confirmed: confirmed === undefined ? null : { by: confirmed.by, at: confirmed.at.toISOString() },
  }
}
