import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify from 'fastify'
import { makeBearers } from './auth/bearers.ts'
import type { App } from './http/app-type.ts'
import type { HttpDeps } from './http/deps.ts'
import { registerErrors } from './http/errors.ts'
import { toLoggerOptions } from './http/logging.ts'
import { registerOpenApi } from './http/openapi.ts'
import { registerRateLimit } from './http/rate-limit.ts'
import { registerRoutes } from './http/routes.ts'
import { registerSecurityHeaders } from './http/security-headers.ts'
import { decorateSession } from './http/session-guard.ts'
import { newId } from './lib/ids.ts'

export interface AppDeps extends HttpDeps {
  /** Where log lines go; standard output by default. */
  logStream?: { write(line: string): void }
}

/**
 * The web role. Each layer stands on those registered before it. Reads no environment and does not listen; close it to
 * end its requests, the database is the caller's.
 */
export async function buildApp(deps: AppDeps): Promise<App> {
  const { config, clock } = deps
  const app = fastify({
    logger: toLoggerOptions(config.logLevel, deps.logStream),
    genReqId: () => newId('req', clock.now()),
    // A public address with TLS means one proxy in front of us, which ends it and tells the client's address.
    trustProxy: config.publicUrl.startsWith('https:') ? (_address: string, hop: number) => hop === 0 : false,
    forceCloseConnections: true,
    // Ids of value maps hold names of files.
    routerOptions: { maxParamLength: 2000 },
    // All problems of a request together; its size is bounded before it is checked.
    ajv: { customOptions: { allErrors: true } },
  }).withTypeProvider<TypeBoxTypeProvider>()

  registerErrors(app)
  await registerSecurityHeaders(app, config)
  decorateSession(app)
  await registerRateLimit(app)
  await registerOpenApi(app, config.publicUrl)
  await registerRoutes(app, { ...deps, bearers: makeBearers({ keys: config.encryptionKeys, clock }) })
  return app
}
