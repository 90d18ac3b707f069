import type { FastifyRequest } from 'fastify'
import { inCompany } from '../../db/pool.ts'
import type { Bearers } from '../auth/bearers.ts'
import type { Session } from '../auth/embedded-token.ts'
import { isInstalled } from '../auth/installation-store.ts'
import { InvalidRequest } from '../errors.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route behind the session guard; reading it elsewhere throws. */
    readonly session: Session
  }
}

const sessions = new WeakMap<FastifyRequest, Session>()

export function readSession(request: FastifyRequest): Session | undefined {
  return sessions.get(request)
}

/** Gives every request its `session`; routes get one by `registerSessionGuard`. */
export function decorateSession(app: App): void {
  app.decorateRequest('session', {
    getter(this: FastifyRequest) {
      const session = readSession(this)
      if (!session) throw new Error('This route has no session.')
      return session
    },
  })
}

/**
 * Closes every route of `app` to all but holders of a bearer whose installation still stands: 401 `session.missing`,
 * `session.invalid` or `session.expired`, 403 `session.not_installed`.
 */
export function registerSessionGuard(app: App, { bearers, db }: { bearers: Bearers } & Pick<HttpDeps, 'db'>): void {
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, security: [{ bearer: [] }] }
  })
  app.addHook('onRequest', async (request) => {
    const [, bearer] = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '') ?? []
    if (bearer === undefined) throw new InvalidRequest(401, 'session.missing')
    const session = await bearers.read(bearer)
    if (!(await inCompany(db, session.companyId, (trx) => isInstalled(trx, session.userId)))) {
      throw new InvalidRequest(403, 'session.not_installed')
    }
    sessions.set(request, session)
  })
}
