import { Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { readLatestOutcomes } from '../verifying/latest-outcomes.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { Count, ErrorAnswer, Id, MigrationParams, sessionErrors } from './schemas.ts'

const DatasetOutcomes = Type.Object({
  datasetId: Id,
  file: Type.String(),
  kind: Type.String(),
  rows: Count,
  outcomes: Type.Object({
    created: Count,
    updated: Count,
    unchanged: Count,
    merged: Count,
    skipped: Count,
    failed: Count,
    unprocessed: Count,
    none: Type.Integer({ minimum: 0, description: 'Rows that no run was about yet.' }),
  }),
})

/** How the rows of a migration stand after all its runs. */
export function registerOutcomeRoutes(app: App, { db }: HttpDeps): void {
  app.get(
    '/api/migrations/:migrationId/outcomes',
    {
      schema: {
        summary: 'Per file, where its rows ended: the latest outcome of each, over all runs and corrections',
        params: MigrationParams,
        response: { 200: Type.Object({ datasets: Type.Array(DatasetOutcomes) }), 404: ErrorAnswer, ...sessionErrors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        return { datasets: await readLatestOutcomes(trx, params.migrationId) }
      }),
  )
}
