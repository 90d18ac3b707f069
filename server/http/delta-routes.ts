import { pipeline } from 'node:stream/promises'
import { Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { deltaFiles, writeDeltaFile } from '../verifying/delta-files.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { ErrorAnswer, Id, sessionErrors } from './schemas.ts'

/** What a run found besides writing: records that the export no longer has, fields that people changed. */
export function registerDeltaRoutes(app: App, { db }: HttpDeps): void {
  app.get(
    '/api/runs/:runId/delta/:file',
    {
      schema: {
        summary: 'Records that vanished from the export, or fields that people changed in Pipedrive, as CSV',
        params: Type.Object({ runId: Id, file: Type.Enum([...deltaFiles]) }),
        querystring: Type.Object({ separator: Type.Enum([',', ';'], { default: ',' }) }),
        produces: ['text/csv'],
        response: { 404: ErrorAnswer, ...sessionErrors },
      },
    },
    async (request, reply) => {
      const { session, params, query } = request
      await inCompany(db, session.companyId, async (trx) => {
        const run = await trx('runs').where({ id: params.runId }).first('id')
        if (run === undefined) throw new InvalidRequest(404, 'run.unknown')
      })
      reply.hijack()
      reply.raw.writeHead(200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${params.file}.csv"`,
        'cache-control': 'no-store',
      })
      try {
        await pipeline(writeDeltaFile(db, session.companyId, { ...params, ...query }), reply.raw)
      } catch (error) {
        // The status is sent already: a file that breaks off must not look whole.
        reply.raw.destroy()
        request.log.warn({ err: error }, 'a file of a run broke off')
      }
    },
  )
}
