import { access } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { toFramedHeaders } from './security-headers.ts'

/** The built UI: pages are asked for anew each time, assets carry a hash in their names and are kept for a year. */
export async function registerUiPages(app: App, { config, uiDir }: Pick<HttpDeps, 'config' | 'uiDir'>): Promise<void> {
  await app.register(fastifyStatic, { serve: false })
  const framed = { helmet: toFramedHeaders(config), schema: { hide: true } }

  for (const page of ['settings', 'panel']) {
    app.get(`/${page}`, { schema: { hide: true } }, (request, reply) => {
      const query = request.url.split('?')[1]
      return reply.redirect(query === undefined ? `/${page}/` : `/${page}/?${query}`)
    })
    app.get(`/${page}/`, framed, (_request, reply) => sendPage(reply, uiDir, page))
  }
  app.get<{ Params: { '*': string } }>('/assets/*', { schema: { hide: true } }, (request, reply) =>
    reply.sendFile(`assets/${request.params['*']}`, uiDir, { maxAge: '365d', immutable: true }),
  )
}

async function sendPage(reply: FastifyReply, uiDir: string, page: string): Promise<FastifyReply> {
  const isBuilt = await access(join(uiDir, page, 'index.html')).then(
    () => true,
    () => false,
  )
  if (isBuilt)
    return reply.header('cache-control', 'no-cache').sendFile(`${page}/index.html`, uiDir, { cacheControl: false })
  return reply.code(503).type('text/html; charset=utf-8').send(notBuilt)
}

const notBuilt = `<!doctype html><meta charset="utf-8"><title>Altcraft Importer</title>
<p>The user interface has not been built yet. Run <code>npm run build</code> and load this page again.</p>`
