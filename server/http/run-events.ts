import { once } from 'node:events'
import { Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { readRunProgress } from '../importing/run-view.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { ErrorAnswer, Id, sessionErrors } from './schemas.ts'

const everyMs = 1_000
const final = new Set(['completed', 'cancelled', 'failed'])

/** `GET /api/runs/:id/events`: server-sent events `run` with a RunView whenever it changed, and a comment when not. */
export function registerRunEvents(app: App, { db, clock, config }: HttpDeps): void {
  app.get(
    '/api/runs/:runId/events',
    {
      schema: {
        summary: 'The run as server-sent events: event `run`, data RunView; ends after a final state',
        params: Type.Object({ runId: Id }),
        produces: ['text/event-stream'],
        response: { 404: ErrorAnswer, ...sessionErrors },
      },
    },
    async ({ session, params, raw }, reply) => {
      const read = () =>
        inCompany(db, session.companyId, (trx) => readRunProgress(trx, params.runId, config.reserveShare))
      let view = await read()
      if (view === undefined) throw new InvalidRequest(404, 'run.unknown')
      const gone = new AbortController()
      raw.once('close', () => gone.abort())
      reply.hijack()
      const stream = reply.raw
      stream.on('error', () => gone.abort())
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      let sent = ''
      while (view !== undefined && !gone.signal.aborted) {
        const text = JSON.stringify(view)
        const flowing = stream.write(text === sent ? ': still here\n\n' : `event: run\ndata: ${text}\n\n`)
        sent = text
        if (!flowing) await once(stream, 'drain', { signal: gone.signal }).catch(() => undefined)
        if (final.has(view.state)) break
        await clock.sleep(everyMs, gone.signal)
        if (!gone.signal.aborted) view = await read().catch(() => undefined)
      }
      stream.end()
    },
  )
}
