import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { World } from '../world/world.ts'
import { basicAuth } from './basic-auth.ts'
import type { Installation } from './grants.ts'
import { grantedScopes } from './scopes.ts'
import { uninstall } from './uninstall.ts'

type Form = Record<string, string | undefined>

/** `POST /oauth/token` (both grants) and `/oauth/revoke`: form bodies, Basic client authentication. */
export function registerToken(app: FastifyInstance, world: World): void {
  app.post<{ Body: Form }>('/oauth/token', async (request, reply) => {
    if (!isForm(request))
      return refuse(reply, 'invalid_request', 'Invalid request: content must be application/x-www-form-urlencoded')
    if (!isClient(world, request)) return refuse(reply, 'invalid_client', 'Invalid client')
    const { grant_type, code, redirect_uri, refresh_token } = request.body
    if (grant_type === 'authorization_code') return exchange(world, reply, code ?? '', redirect_uri ?? '')
    if (grant_type !== 'refresh_token') return refuse(reply, 'unsupported_grant_type', 'Unsupported grant type')
    const installation = world.grants.redeemRefreshToken(refresh_token ?? '')
    if (!installation) return refuse(reply, 'invalid_grant', 'Invalid grant: refresh_token is invalid')
    return tokens(world, reply, installation)
  })

  app.post<{ Body: Form | undefined }>('/oauth/revoke', async (request, reply) => {
    if (!isClient(world, request)) return refuse(reply, 'invalid_client', 'Invalid client')
    const token = request.body?.token ?? ''
    const installation = world.grants.installationOf(token)
    if (installation) await uninstall(world, installation)
    else world.grants.revokeAccess(token)
    return reply.code(200).send()
  })
}

function exchange(world: World, reply: FastifyReply, code: string, redirectUri: string) {
  const result = world.grants.redeemCode(code, redirectUri)
  if (result === 'expired') return refuse(reply, 'invalid_grant', 'Invalid grant: authorization_code has expired')
  if (result === 'otherRedirect') return refuse(reply, 'invalid_grant', 'Invalid grant: redirect_uri is invalid')
  if (result === 'unknown') return refuse(reply, 'invalid_grant', 'Invalid grant: authorization_code is invalid')
  return tokens(world, reply, result)
}

function tokens(world: World, reply: FastifyReply, installation: Installation) {
  const { token, expiresIn } = world.grants.issueAccess(installation)
  return reply.send({
    access_token: token,
    token_type: 'Bearer',
    refresh_token: installation.refreshToken,
    scope: grantedScopes.join(','),
    expires_in: expiresIn,
    api_domain: world.url,
  })
}

const refuse = (reply: FastifyReply, error: string, message: string) =>
  reply.code(400).send({ success: false, error, message })

const isForm = (request: FastifyRequest) =>
  (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')

function isClient(world: World, request: FastifyRequest): boolean {
  const sent = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(basicAuth(world))
  return sent.length === expected.length && timingSafeEqual(sent, expected)
}
