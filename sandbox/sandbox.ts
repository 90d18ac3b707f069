import fastify, { type FastifyInstance } from 'fastify'
import { registerBodyParsers } from './api/body-parsers.ts'
import { registerNotModelled } from './api/not-modelled.ts'
import { serveRoutes } from './api/serve.ts'
import { registerControl } from './control/routes.ts'
import { registerHostPages } from './host/host-pages.ts'
import { registerAuthorize } from './oauth/authorize.ts'
import { registerToken } from './oauth/token.ts'
import { defaultOptions, type SandboxOptions } from './options.ts'
import { allRoutes } from './resources/all-routes.ts'
import { World } from './world/world.ts'

export interface Sandbox {
  app: FastifyInstance
  /** Listens on the loopback address; any free port unless told. Answers the base URL. */
  listen(port?: number): Promise<string>
  /** Also ends answers that hang. */
  close(): Promise<void>
}

/** A stand-in for Pipedrive, all in memory: OAuth server, API, limits, control routes, and the pages that embed the app. */
export async function buildSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const world = new World({ ...defaultOptions, ...options })
  const app = fastify({ forceCloseConnections: true, exposeHeadRoutes: false, bodyLimit: 200_000_000 })
  await registerBodyParsers(app)
  serveRoutes(app, world, allRoutes(world))
  registerNotModelled(app)
  registerAuthorize(app, world)
  registerToken(app, world)
  await app.register(async (control) => registerControl(control, world))
  registerHostPages(app, () => hostedApp(world))
  return {
    app,
    listen: async (port = 0) => {
      world.url = await app.listen({ host: '127.0.0.1', port })
      return world.url
    },
    close: () => app.close(),
  }
}

function hostedApp({ options, companies }: World) {
  return {
    clientId: options.clientId,
    settingsUrl: options.settingsUrl ?? '',
    panelUrl: options.panelUrl ?? '',
    companies: [...companies.values()].map(({ id, name, users }) => ({
      id,
      name,
      users: users
        .filter((user) => user.active)
        .map((user) => ({ id: user.id, name: user.name, isAdmin: user.isAdmin })),
    })),
  }
}
