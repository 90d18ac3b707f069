import type { FastifyInstance, FastifyReply } from 'fastify'
import { activeUser } from '../world/company.ts'
import type { World } from '../world/world.ts'
import { consentPage, errorPage } from './consent-page.ts'
import type { Owner } from './grants.ts'
import { grantedScopes } from './scopes.ts'

type Fields = Record<string, string | undefined>

/** `GET /oauth/authorize` asks (or, with `autoApprove`, does not); `POST` takes the answer. Both end at the callback. */
export function registerAuthorize(app: FastifyInstance, world: World): void {
  app.get<{ Querystring: Fields }>('/oauth/authorize', async ({ query }, reply) => {
    const problem = problemOf(world, query)
    if (problem) return html(reply, 400, errorPage(problem))
    if (world.options.autoApprove) return approve(world, reply, query, world.consentAs)
    const { companyId, userId } = world.consentAs
    const kept = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return html(
      reply,
      200,
      consentPage(Object.fromEntries(kept), grantedScopes, accounts(world), `${companyId}:${userId}`),
    )
  })

  app.post<{ Body: Fields }>('/oauth/authorize', async ({ body }, reply) => {
    const problem = problemOf(world, body)
    if (problem) return html(reply, 400, errorPage(problem))
    if (body.decision !== 'approve') return back(reply, body, { error: 'access_denied' })
    const [companyId, userId] = (body.account ?? '').split(':').map(Number)
    const company = world.companies.get(companyId ?? 0)
    const user = company && activeUser(company, userId ?? 0)
    if (!company || !user) return html(reply, 400, errorPage('Unknown user'))
    return approve(world, reply, body, { companyId: company.id, userId: user.id })
  })
}

function problemOf(world: World, { client_id, redirect_uri }: Fields): string | undefined {
  const { clientId, callbackUrl } = world.options
  if (client_id !== clientId) return 'Invalid client'
  if (callbackUrl === undefined) return 'redirect_uri is invalid: the app has no callback URL yet'
  return redirect_uri === callbackUrl ? undefined : 'redirect_uri is invalid'
}

const approve = (world: World, reply: FastifyReply, request: Fields, owner: Owner) =>
  back(reply, request, { code: world.grants.issueCode(owner, request.redirect_uri ?? '') })

function back(reply: FastifyReply, request: Fields, result: Record<string, string>) {
  const target = new URL(request.redirect_uri ?? '')
  for (const [key, value] of Object.entries(result)) target.searchParams.set(key, value)
  if (request.state !== undefined) target.searchParams.set('state', request.state)
  return reply.redirect(target.href, 302)
}

const accounts = (world: World) =>
  [...world.companies.values()].flatMap((company) =>
    company.users
      .filter((user) => user.active)
      .map((user) => ({ companyId: company.id, companyName: company.name, userId: user.id, userName: user.name })),
  )

const html = (reply: FastifyReply, status: number, page: string) =>
  reply.code(status).type('text/html; charset=utf-8').send(page)
