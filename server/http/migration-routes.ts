import { Type } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { newId } from '../lib/ids.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { addMigration, type Migration, readMigration, readMigrations } from './migration-store.ts'
import { ErrorAnswer, Id, MigrationParams, Nullable, RunView, sessionErrors, Timestamp } from './schemas.ts'

const MigrationView = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Timestamp,
  follows: Nullable(Id),
  run: Nullable(RunView),
})

/** Behind the session guard: `request.session` says whose migrations these are. */
export function registerMigrationRoutes(app: App, { db, clock, readRunView }: HttpDeps): void {
  async function toView(trx: Trx, { createdAt, ...migration }: Migration) {
    const { id } = migration
    return { ...migration, createdAt: createdAt.toISOString(), run: await readRunView(trx, id) }
  }

  app.get(
    '/api/migrations',
    {
      schema: {
        summary: "The company's migrations, newest first",
        response: { 200: Type.Object({ migrations: Type.Array(MigrationView) }), ...sessionErrors },
      },
    },
    ({ session }) =>
      inCompany(db, session.companyId, async (trx) => {
        const migrations = []
        for (const migration of await readMigrations(trx)) migrations.push(await toView(trx, migration))
        return { migrations }
      }),
  )

  app.post(
    '/api/migrations',
    {
      schema: {
        summary: 'Begins a migration',
        body: Type.Object({
          name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
          follows: Type.Optional(
            Type.String({
              ...Id,
              description:
                'The migration whose later export, or whose corrected rows, it will hold: its plan is taken over.',
            }),
          ),
        }),
        response: { 201: MigrationView, 404: ErrorAnswer, ...sessionErrors },
      },
    },
    async ({ session, body }, reply) => {
      const { companyId, userId } = session
      const at = clock.now()
      const { follows = null } = body
      const migration = { id: newId('mig', at), name: body.name.trim(), createdAt: at, follows }
      await inCompany(db, companyId, async (trx) => {
        if (follows !== null) await readMigration(trx, follows)
        await addMigration(trx, { ...migration, companyId, userId })
        await writeAudit(trx, { companyId, at, userId, action: 'migration.created', subject: migration.id })
      })
      return reply.code(201).send({ ...migration, createdAt: at.toISOString(), run: null })
    },
  )

  app.get(
    '/api/migrations/:migrationId',
    {
      schema: {
        summary: 'One migration with its latest run',
        params: MigrationParams,
        response: { 200: MigrationView, 404: ErrorAnswer, ...sessionErrors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => toView(trx, await readMigration(trx, params.migrationId))),
  )
}
