import { pipeline } from 'node:stream/promises'
import { Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { documentKinds } from '../altcraft/types.ts'
import { InvalidRequest } from '../errors.ts'
import { readHandoffDocuments } from '../handoff/documents.ts'
import { readDatasets } from '../staging/datasets.ts'
import { rowFileName, rowSelections } from '../staging/row-file.ts'
import { discover } from '../verifying/discovery.ts'
import { listRowFiles, writeRowFile } from '../verifying/row-files.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { Count, ErrorAnswer, Id, MigrationParams, Nullable, sessionErrors } from './schemas.ts'

const errors = { 404: ErrorAnswer, ...sessionErrors }
const Selection = Type.Enum([...rowSelections])

/** What people read and take home: discovery, files of rows, documents of the handoff. */
export function registerResultRoutes(app: App, { db }: HttpDeps): void {
  app.get(
    '/api/migrations/:migrationId/discovery',
    {
      schema: {
        summary: 'What the uploaded files hold',
        params: MigrationParams,
        response: {
          200: Type.Object({
            datasets: Type.Array(
              Type.Object({
                id: Id,
                file: Type.String(),
                kind: Type.String(),
                confidence: Type.Number({ minimum: 0, maximum: 1 }),
                evidence: Type.String(),
                rows: Count,
                rejectedRows: Count,
                columns: Count,
              }),
            ),
            rows: Type.Record(Type.String(), Count),
            handoff: Type.Record(Type.String(), Count),
            emptyColumns: Type.Array(Type.Object({ file: Type.String(), column: Type.String() })),
          }),
          ...errors,
        },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        return discover(await readDatasets(trx, params.migrationId))
      }),
  )

  app.get(
    '/api/migrations/:migrationId/handoff/:kind',
    {
      schema: {
        summary: 'Documents that are not moved, as they stood in the export, without secrets',
        params: Type.Object({ migrationId: Id, kind: Type.Enum([...documentKinds]) }),
        querystring: Type.Object({
          after: Type.Optional(Type.String({ maxLength: 100 })),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
        }),
        response: {
          200: Type.Object({
            documents: Type.Array(
              Type.Object({ kind: Type.String(), file: Type.String(), row: Count, content: Type.Unknown() }),
            ),
            next: Nullable(Type.String()),
          }),
          ...errors,
        },
      },
    },
    ({ session, params, query }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        const { after, limit } = query
        return readHandoffDocuments(trx, { ...params, limit, ...(after === undefined ? {} : { after }) })
      }),
  )

  app.get(
    '/api/runs/:runId/rows',
    {
      schema: {
        summary: 'Which files of failed, skipped, unprocessed and correctable rows the run has',
        params: Type.Object({ runId: Id }),
        response: {
          200: Type.Object({
            files: Type.Array(Type.Object({ datasetId: Id, file: Type.String(), selection: Selection, rows: Count })),
          }),
          ...errors,
        },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        const run = await trx('runs').where({ id: params.runId }).first('id')
        if (run === undefined) throw new InvalidRequest(404, 'run.unknown')
        return { files: await listRowFiles(trx, params.runId) }
      }),
  )

  app.get(
    '/api/runs/:runId/rows/:datasetId/:selection',
    {
      schema: {
        summary: 'The rows as CSV: original columns, row number, reason; corrected, they can be uploaded as they are',
        params: Type.Object({ runId: Id, datasetId: Id, selection: Selection }),
        querystring: Type.Object({ separator: Type.Enum([',', ';'], { default: ',' }) }),
        produces: ['text/csv'],
        response: errors,
      },
    },
    async (request, reply) => {
      const { session, params, query } = request
      const known = await inCompany(db, session.companyId, (trx) => listRowFiles(trx, params.runId))
      const file = known.find((one) => one.datasetId === params.datasetId && one.selection === params.selection)
      if (file === undefined) throw new InvalidRequest(404, 'rows.none')
      const name = encodeURIComponent(rowFileName(file.file, file.selection))
      const source = { ...params, separator: query.separator }
      reply.hijack()
      reply.raw.writeHead(200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="rows.csv"; filename*=UTF-8''${name}`,
        'cache-control': 'no-store',
      })
      try {
        await pipeline(writeRowFile(db, session.companyId, source), reply.raw)
      } catch (error) {
        // The status is sent already: a file that breaks off must not look whole.
        reply.raw.destroy()
        request.log.warn({ err: error }, 'a row file broke off')
      }
    },
  )
}
