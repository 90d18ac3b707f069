import type { FastifyInstance, FastifyReply } from 'fastify'
import { hostScriptSource } from './host-script.ts'
import type { HostedApp } from './hosted-app.ts'
import { type HostedFrame, hostPage } from './page.ts'
import { hostStyles } from './styles.ts'

type PageQuery = Record<string, string | undefined>

/** Records that have a detail page, and the command's view that leads to each. */
const entities = ['person', 'organization', 'deal', 'product']

/**
 * Serves the pages of the CRM that embed the app: its settings page and a record's page with its panel. Who is signed in is
 * told by `company` and `user` of the query (default: the first of each), the theme by `theme`.
 * Answers 404 for a client id, company, user or kind of record that the sandbox does not know.
 */
export function registerHostPages(app: FastifyInstance, describe: () => HostedApp): void {
  app.get('/__sandbox/host/host.js', (_request, reply) => reply.type('text/javascript').send(hostScriptSource()))
  app.get('/__sandbox/host/host.css', (_request, reply) => reply.type('text/css').send(hostStyles))

  app.get<{ Params: { clientId: string }; Querystring: PageQuery }>(
    '/settings/marketplace/app/:clientId/app-settings',
    (request, reply) => {
      const hosted = describe()
      if (request.params.clientId !== hosted.clientId) return notFound(reply, 'No such app is installed here.')
      const { company: _company, user: _user, theme: _theme, ...context } = request.query
      return send(reply, hosted, request.query, {
        kind: 'settings',
        title: 'App settings',
        url: hosted.settingsUrl,
        parameters: context,
      })
    },
  )

  app.get<{ Params: { entity: string; id: string }; Querystring: PageQuery }>(
    '/record/:entity/:id',
    (request, reply) => {
      const { entity, id } = request.params
      if (!entities.includes(entity) || !/^\d+$/.test(id)) return notFound(reply, 'No such record.')
      const hosted = describe()
      return send(reply, hosted, request.query, {
        kind: 'panel',
        title: `${entity} ${id}`,
        url: hosted.panelUrl,
        parameters: { resource: entity, view: 'details', selectedIds: id },
      })
    },
  )
}

function send(reply: FastifyReply, hosted: HostedApp, query: PageQuery, frame: HostedFrame): FastifyReply {
  const company = query.company ? hosted.companies.find(({ id }) => String(id) === query.company) : hosted.companies[0]
  const user = query.user ? company?.users.find(({ id }) => String(id) === query.user) : company?.users[0]
  if (!company || !user) return notFound(reply, 'No such company or user.')
  const theme = query.theme === 'dark' ? 'dark' : 'light'
  return reply.type('text/html; charset=utf-8').send(hostPage({ hosted, company, user, theme, frame }))
}

function notFound(reply: FastifyReply, text: string): FastifyReply {
  return reply.code(404).type('text/plain; charset=utf-8').send(text)
}
