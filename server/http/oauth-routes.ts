import { randomBytes } from 'node:crypto'
import oauth2, { type OAuth2Namespace } from '@fastify/oauth2'
import { type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inCompany } from '../../db/pool.ts'
import { isBasicAuth, isSameSecret } from '../auth/client-credentials.ts'
import { install, uninstall } from '../auth/install.ts'
import { InvalidRequest } from '../errors.ts'
import { isJsonObject } from '../lib/json.ts'
import { chargeOutright } from '../pipedrive/charge-outright.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { toBody } from './errors.ts'
import { type InstallOutcome, toInstallPage, toPageLanguage } from './install-pages.ts'
import { ErrorAnswer } from './schemas.ts'

declare module 'fastify' {
  interface FastifyInstance {
    pipedriveOAuth: OAuth2Namespace
  }
}

/** Pipedrive compares the credentials as they are, not form-encoded first as RFC 6749 wants. */
const rawCredentials = { credentialsEncodingMode: 'loose' }

const CallbackQuery = Type.Object({
  code: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
  state: Type.Optional(Type.String({ maxLength: 256 })),
  error: Type.Optional(Type.String({ maxLength: 256 })),
})

const InstalledAnswer = Type.Object({
  companyId: Type.Integer(),
  userId: Type.Integer(),
  companyDomain: Type.String(),
  settingsUrl: Type.String(),
})

const NumericId = Type.Union([Type.Integer({ minimum: 1 }), Type.String({ pattern: '^[0-9]{1,15}$' })])

/**
 * Install and uninstall. The browser is sent to Pipedrive with a `state` that a cookie remembers for ten minutes (SameSite=Lax:
 * it must come along when Pipedrive sends the browser back), and returns to the callback, which ends at our settings page
 * inside Pipedrive or at a page that says why not.
 */
export async function registerOAuthRoutes(app: App, deps: HttpDeps): Promise<void> {
  const { pipedrive, publicUrl, requestTimeoutMs } = deps.config
  const isSecure = publicUrl.startsWith('https:')
  const stateCookie = isSecure ? '__Host-oauth-state' : 'oauth-state'

  await app.register(oauth2, {
    name: 'pipedriveOAuth',
    credentials: {
      client: { id: pipedrive.clientId, secret: pipedrive.clientSecret },
      auth: {
        authorizeHost: pipedrive.oauthUrl,
        authorizePath: '/oauth/authorize',
        tokenHost: pipedrive.oauthUrl,
        tokenPath: '/oauth/token',
      },
      http: { timeout: requestTimeoutMs, maxBytes: 1024 ** 2 },
      options: { authorizationMethod: 'header', ...rawCredentials },
    },
    callbackUri: `${publicUrl}/oauth/callback`,
    redirectStateCookieName: stateCookie,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure, maxAge: 600 },
    generateStateFunction: () => randomBytes(24).toString('base64url'),
    checkStateFunction(request: FastifyRequest) {
      const { state } = request.query as Static<typeof CallbackQuery>
      const remembered = request.cookies[stateCookie]
      if (state && remembered && isSameSecret(state, remembered)) return true
      throw new InvalidRequest(400, 'install.bad_state')
    },
  })

  app.get(
    '/oauth/install',
    { schema: { summary: "Begins the installation at Pipedrive's consent page", response: { 302: Type.Null() } } },
    async (request, reply) => {
      const url = new URL(await app.pipedriveOAuth.generateAuthorizationUri(request, reply))
      // Pipedrive knows the app's scopes from the Developer Hub.
      for (const name of ['scope', 'response_type']) url.searchParams.delete(name)
      return reply.redirect(url.href)
    },
  )

  app.get(
    '/oauth/callback',
    {
      schema: {
        summary: 'Where Pipedrive sends the browser after consent or refusal',
        querystring: CallbackQuery,
        response: { 200: InstalledAnswer, 302: Type.Null(), 400: ErrorAnswer, 403: ErrorAnswer, 502: ErrorAnswer },
      },
    },
    async (request, reply) => {
      if (request.query.error !== undefined) return sayOutcome(request, reply, 'refused')
      if (request.query.code === undefined) return sayOutcome(request, reply, 'bad_state')
      // The cookies are cleared whatever comes: a state serves once.
      const answer = await app.pipedriveOAuth
        .getAccessTokenFromAuthorizationCodeFlow(request, reply)
        .catch((error: unknown) => toOutcome(error))
      if (typeof answer === 'string') return sayOutcome(request, reply, answer)
      const installed = await install(deps, answer.token).catch((error: unknown) => {
        request.log.warn({ err: error }, 'installation failed')
        return undefined
      })
      if (!installed) return sayOutcome(request, reply, 'unavailable')
      await inCompany(deps.db, installed.companyId, (trx) =>
        chargeOutright(trx, installed.companyId, 'GET /v1/users/me', deps.clock.now()),
      )
      return wantsJson(request) ? reply.send(installed) : reply.redirect(installed.settingsUrl)
    },
  )

  app.delete(
    '/oauth/callback',
    {
      schema: {
        summary: "Pipedrive's notice that a user uninstalled the app",
        body: Type.Object({ company_id: NumericId, user_id: NumericId }),
        response: { 204: Type.Null(), 400: ErrorAnswer, 401: ErrorAnswer },
      },
      onRequest: async (request, reply) => {
        if (isBasicAuth(request.headers.authorization, pipedrive)) return
        reply.header('www-authenticate', 'Basic')
        throw new InvalidRequest(401, 'uninstall.not_authentic')
      },
    },
    async (request, reply) => {
      await uninstall(deps, { companyId: Number(request.body.company_id), userId: Number(request.body.user_id) })
      return reply.code(204).send(null)
    },
  )
}

function sayOutcome(request: FastifyRequest, reply: FastifyReply, outcome: InstallOutcome): FastifyReply {
  if (wantsJson(request)) return reply.code(jsonStatuses[outcome]).send(toBody(`install.${outcome}`))
  const page = toInstallPage(outcome, toPageLanguage(request.headers['accept-language']))
  return reply.code(pageStatuses[outcome]).type('text/html; charset=utf-8').send(page)
}

/** To a person a refusal is an answer like any other; a program that asked for an installation did not get one. */
const pageStatuses = { refused: 200, bad_state: 400, code_refused: 400, unavailable: 502 } as const
const jsonStatuses = { ...pageStatuses, refused: 403 } as const

function wantsJson(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? ''
  return accept.includes('application/json') && !accept.includes('text/html')
}

/** The token endpoint's refusals come as Boom errors, which carry its status. */
function toOutcome(error: unknown): InstallOutcome {
  if (error instanceof InvalidRequest) return 'bad_state'
  const output = error instanceof Error && 'output' in error ? error.output : undefined
  return isJsonObject(output) && output.statusCode === 400 ? 'code_refused' : 'unavailable'
}
