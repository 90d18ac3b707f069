import { randomBytes } from 'node:crypto'
import formbody from '@fastify/formbody'
import fastify, { type FastifyRequest } from 'fastify'

export interface FakeUser {
  companyId: number
  userId: number
  name: string
}

export interface FakeOAuthHost {
  url: string
  credentials: { clientId: string; clientSecret: string }
  /** A code that the token endpoint takes once, as a user's consent gives it. */
  consent(user: FakeUser): string
  /** What the next token answers say instead; undefined restores. */
  tokenAnswer: { status: number; body: string } | undefined
  /** Overrides single members of good token answers. */
  tokenOverrides: Record<string, unknown>
  meAnswer: { status: number; body: string } | undefined
  delayMs: number
  /** Grants that came, in order. */
  grants: { grantType: string; answered: number }[]
  revokeConsent(): void
  close(): Promise<void>
}

/** The far side of the network for tests of installing and refreshing: a token endpoint and `users/me`, strict on both. */
export async function startFakeOAuthHost(): Promise<FakeOAuthHost> {
  const app = fastify()
  await app.register(formbody)
  const credentials = { clientId: 'client-1', clientSecret: 's3cret+/&:%' }
  const codes = new Map<string, FakeUser>()
  const refreshTokens = new Map<string, FakeUser>()
  const accessTokens = new Map<string, FakeUser>()

  function grant(user: FakeUser) {
    const tokens = {
      access: `v1u:${randomBytes(300).toString('base64')}`,
      refresh: `r:${randomBytes(20).toString('hex')}`,
    }
    accessTokens.set(tokens.access, user)
    refreshTokens.set(tokens.refresh, user)
    return {
      access_token: tokens.access,
      refresh_token: tokens.refresh,
      token_type: 'Bearer',
      expires_in: 3599,
      scope: 'base,contacts:full',
      api_domain: host.url,
      ...host.tokenOverrides,
    }
  }

  function decide(request: FastifyRequest): { status: number; body: unknown } {
    const body = request.body as Record<string, string>
    const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')
    if (request.headers.authorization !== `Basic ${basic}`) return refuse('Invalid client')
    if (host.tokenAnswer) return host.tokenAnswer
    if (body.grant_type === 'authorization_code') {
      const user = codes.get(body.code ?? '')
      codes.delete(body.code ?? '')
      if (!body.redirect_uri?.endsWith('/oauth/callback')) return refuse('redirect_uri is invalid')
      return user ? { status: 200, body: grant(user) } : refuse('Invalid grant: code is invalid')
    }
    const user = refreshTokens.get(body.refresh_token ?? '')
    return user ? { status: 200, body: grant(user) } : refuse('Invalid grant: refresh_token is invalid')
  }

  app.post('/oauth/token', async (request, reply) => {
    if (host.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, host.delayMs))
    const { status, body } = decide(request)
    const grantType = (request.body as Record<string, string>).grant_type ?? ''
    host.grants.push({ grantType, answered: status })
    return reply
      .code(status)
      .type('application/json')
      .send(typeof body === 'string' ? body : JSON.stringify(body))
  })

  app.get('/api/v1/users/me', async (request, reply) => {
    const user = accessTokens.get((request.headers.authorization ?? '').replace('Bearer ', ''))
    if (host.meAnswer) return reply.code(host.meAnswer.status).type('application/json').send(host.meAnswer.body)
    if (!user) return reply.code(401).send({ success: false, error: 'unauthorized access', errorCode: 401 })
    return { success: true, data: toMe(user) }
  })

  const host: FakeOAuthHost = {
    url: await app.listen({ port: 0, host: '127.0.0.1' }),
    credentials,
    consent(user) {
      const code = randomBytes(20).toString('hex')
      codes.set(code, user)
      return code
    },
    tokenAnswer: undefined,
    tokenOverrides: {},
    meAnswer: undefined,
    delayMs: 0,
    grants: [],
    revokeConsent: () => refreshTokens.clear(),
    close: () => app.close(),
  }
  return host
}

function refuse(message: string) {
  return { status: 400, body: { success: false, error: 'invalid_request', message } }
}

function toMe({ companyId, userId, name }: FakeUser) {
  return {
    id: userId,
    name,
    email: `user${userId}@company${companyId}.example`,
    company_id: companyId,
    company_name: `Company ${companyId}`,
    company_domain: `company${companyId}`,
    default_currency: 'EUR',
    timezone_name: 'Europe/Berlin',
    language: { language_code: 'ru', country_code: 'RU' },
  }
}
