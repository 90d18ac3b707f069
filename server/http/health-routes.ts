import { Type } from '@fastify/type-provider-typebox'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'

const Health = Type.Object({ status: Type.String() })

/** For the machine that watches the process: is it alive, and can it work. */
export function registerHealthRoutes(app: App, { db }: Pick<HttpDeps, 'db'>): void {
  const options = { config: { rateLimit: false }, logLevel: 'warn' as const }

  app.get(
    '/health',
    { ...options, schema: { summary: 'The process is alive', response: { 200: Health } } },
    async () => ({
      status: 'ok',
    }),
  )

  app.get(
    '/ready',
    { ...options, schema: { summary: 'The database answers', response: { 200: Health, 503: Health } } },
    async (request, reply) => {
      try {
        await db.raw('select 1')
        return { status: 'ok' }
      } catch (error) {
        request.log.warn({ err: error }, 'database does not answer')
        return reply.code(503).send({ status: 'database_unavailable' })
      }
    },
  )
}
