import { Type } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { type Dataset, readDatasets, readRows } from '../staging/datasets.ts'
import { readRejected } from '../staging/rejected-rows.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { Count, Detail, ErrorAnswer, Id, Nullable, sessionErrors } from './schemas.ts'

const DatasetParams = Type.Object({ migrationId: Id, datasetId: Id })

const DatasetView = Type.Object({
  id: Id,
  file: Type.String(),
  kind: Type.String(),
  kindEvidence: Type.String(),
  columns: Type.Array(Type.String()),
  profiles: Type.Array(Type.Unknown(), { description: 'One column profile per column, in the order of `columns`.' }),
  rowCount: Count,
  rejectedCount: Count,
})

const RowsView = Type.Object({
  rows: Type.Array(Type.Object({ rowNumber: Count, cells: Type.Array(Type.Unknown()) })),
  next: Nullable(Count),
})

const RejectedView = Type.Object({
  rows: Type.Array(Type.Object({ rowNumber: Count, raw: Type.String(), code: Type.String(), detail: Detail })),
  next: Nullable(Count),
})

const Page = Type.Object({
  after: Type.Integer({ minimum: 0, default: 0, description: 'The row number before the page.' }),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
})

/** Behind the session guard. */
export function registerDatasetRoutes(app: App, deps: HttpDeps): void {
  const { db } = deps
  registerRejectedRows(app, deps)
  app.get(
    '/api/migrations/:migrationId/datasets/:datasetId',
    {
      schema: {
        summary: 'A dataset: its kind, columns and what is in them',
        params: DatasetParams,
        response: { 200: DatasetView, 404: ErrorAnswer, ...sessionErrors },
      },
    },
    ({ session, params }) => inCompany(db, session.companyId, (trx) => readDataset(trx, params)),
  )

  app.get(
    '/api/migrations/:migrationId/datasets/:datasetId/rows',
    {
      schema: {
        summary: 'Rows as they stood in the file, in pages',
        params: DatasetParams,
        querystring: Page,
        response: { 200: RowsView, 404: ErrorAnswer, ...sessionErrors },
      },
    },
    ({ session, params, query }) =>
      inCompany(db, session.companyId, async (trx) => {
        const dataset = await readDataset(trx, params)
        const rows = await readRows(trx, dataset.id, query.after, query.limit)
        return { rows, next: rows.length === query.limit ? (rows.at(-1)?.rowNumber ?? null) : null }
      }),
  )
}

/** Behind the session guard. */
function registerRejectedRows(app: App, { db }: HttpDeps): void {
  app.get(
    '/api/migrations/:migrationId/datasets/:datasetId/rejected',
    {
      schema: {
        summary: 'Rows that could not be read, with their text and why, in pages',
        params: DatasetParams,
        querystring: Page,
        response: { 200: RejectedView, 404: ErrorAnswer, ...sessionErrors },
      },
    },
    ({ session, params, query }) =>
      inCompany(db, session.companyId, async (trx) => {
        const dataset = await readDataset(trx, params)
        const rows = await readRejected(trx, dataset.id, query.after, query.limit)
        return { rows, next: rows.length === query.limit ? (rows.at(-1)?.rowNumber ?? null) : null }
      }),
  )
}

async function readDataset(trx: Trx, params: { migrationId: string; datasetId: string }): Promise<Dataset> {
  const { id } = await readMigration(trx, params.migrationId)
  const dataset = (await readDatasets(trx, id)).find((candidate) => candidate.id === params.datasetId)
  if (!dataset) throw new InvalidRequest(404, 'dataset.unknown')
  return dataset
}
