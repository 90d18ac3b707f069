import swagger from '@fastify/swagger'
import type { App } from './app-type.ts'

/** Collects the schemas of all routes registered after it. */
export async function registerOpenApi(app: App, publicUrl: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Altcraft Importer',
        version: '1',
        description:
          'Moves a company from Altcraft into Pipedrive: upload exports, confirm the plan, import, verify. Begin with `POST /api/session`.',
      },
      servers: [{ url: publicUrl }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
