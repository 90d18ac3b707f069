import { Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import type { Bearers } from '../auth/bearers.ts'
import { makeEmbeddedTokens } from '../auth/embedded-token.ts'
import { readInstallation } from '../auth/installation-store.ts'
import { InvalidRequest } from '../errors.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { ErrorAnswer, Timestamp } from './schemas.ts'

const SessionAnswer = Type.Object({
  bearer: Type.String(),
  expiresAt: Timestamp,
  user: Type.Object({
    id: Type.Integer(),
    name: Type.String(),
    companyId: Type.Integer(),
    companyName: Type.String(),
    companyDomain: Type.String(),
    language: Type.String(),
    canImport: Type.Boolean(),
  }),
  installation: Type.Object({
    state: Type.Enum(['active', 'reconnect']),
    installUrl: Type.String({ description: 'Where the user installs again when the state is `reconnect`.' }),
  }),
})

export function registerSessionRoutes(app: App, deps: HttpDeps & { bearers: Bearers }): void {
  const { config, db, secretBox, clock, bearers } = deps
  const verify = makeEmbeddedTokens({ jwtSecret: config.pipedrive.jwtSecret, clock })

  app.post(
    '/api/session',
    {
      schema: {
        summary: 'Exchanges the token that Pipedrive hands to our iframe for a bearer of ten minutes',
        body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 8192 }) }),
        response: { 200: SessionAnswer, 400: ErrorAnswer, 401: ErrorAnswer, 403: ErrorAnswer, 429: ErrorAnswer },
      },
    },
    async (request) => {
      const session = await verify(request.body.token)
      const user = await inCompany(db, session.companyId, (trx) => readInstallation(trx, secretBox, session.userId))
      if (!user) throw new InvalidRequest(403, 'session.not_installed')
      const { bearer, expiresAt } = await bearers.issue(session)
      return {
        bearer,
        expiresAt: expiresAt.toISOString(),
        user: {
          id: user.userId,
          name: user.userName,
          companyId: user.companyId,
          companyName: user.companyName,
          companyDomain: user.companyDomain,
          language: user.language,
          canImport: true,
        },
        installation: { state: user.state, installUrl: `${config.publicUrl}/oauth/install` },
      }
    },
  )
}
