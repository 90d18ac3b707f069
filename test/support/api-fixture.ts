import { PassThrough } from 'node:stream'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { SourceFile } from '../../extension-ui/src/api/file-types.ts'
import type { Migration, Plan, Report, RunView, User } from '../../extension-ui/src/api/types.ts'

/** What the stand-in answers; tests change it while the panel looks. */
export interface ApiFixtureState {
  user: User
  migrations: Migration[]
  files: SourceFile[]
  plan: Plan
  report: Report | undefined
  /** Instead of a session, for tokens that are told; all of them when none is. */
  sessionError: { status: number; code: string; token?: string } | undefined
  /** Instead of the list of migrations. */
  migrationsError: { status: number; code: string } | undefined
  /** Instead of an answer to pause, resume and cancel. */
  actionError: { status: number; code: string } | undefined
  /** Off: the events route is missing, as behind a proxy that does not let streams through. */
  streams: boolean
}

export interface ApiFixture {
  url: string
  state: ApiFixtureState
  /** Tokens that were exchanged, and `action runId` of each order, in sequence. */
  tokens: string[]
  actions: string[]
  /** Changes the run and tells whoever listens. */
  setRun(change: Partial<RunView>): void
  close(): Promise<void>
}

const bearer = 'fixture-bearer'

/** Serves the built panel and plays the server's side of the HTTP API from `state`; `register` may add routes to it. */
export async function startApiFixture(
  uiDir: string,
  state: ApiFixtureState,
  register: (app: FastifyInstance) => void = () => undefined,
): Promise<ApiFixture> {
  const app = Fastify({ forceCloseConnections: true })
  const tokens: string[] = []
  const actions: string[] = []
  const listeners = new Set<PassThrough>()

  app.addHook('onSend', async (_request, reply) => {
    reply.header(
      'content-security-policy',
      "default-src 'self'; img-src 'self' data:; frame-ancestors http://127.0.0.1:*",
    )
  })
  app.addHook('onRequest', async (request, reply) => {
    const open = request.url === '/api/session' || !request.url.startsWith('/api/')
    if (!open && request.headers.authorization !== `Bearer ${bearer}`) return refuse(reply, 401, 'session.invalid')
  })
  app.register(fastifyStatic, { root: uiDir })

  app.post<{ Body: { token: string } }>('/api/session', (request, reply) => {
    tokens.push(request.body.token)
    const { sessionError } = state
    const isRefused = sessionError && (sessionError.token ?? request.body.token) === request.body.token
    if (isRefused) return refuse(reply, sessionError.status, sessionError.code)
    return { bearer, expiresAt: new Date(Date.now() + 600_000).toISOString(), user: state.user }
  })
  app.get('/api/migrations', (_request, reply) => {
    if (state.migrationsError) return refuse(reply, state.migrationsError.status, state.migrationsError.code)
    return { migrations: state.migrations }
  })
  app.post<{ Body: { name: string } }>('/api/migrations', (request, reply) => {
    const migration = { id: 'mig_new', name: request.body.name, createdAt: new Date().toISOString(), run: null }
    state.migrations = [...state.migrations, migration]
    return reply.code(201).send(migration)
  })
  app.get('/api/migrations/:id/files', () => ({ files: state.files }))
  app.get('/api/migrations/:id/plan', () => state.plan)
  app.post('/api/migrations/:id/plan', (_request, reply) => {
    state.plan = { ...state.plan, state: 'proposing', outdated: false }
    return reply.code(202).send(state.plan)
  })
  register(app)
  app.get('/api/runs/:id', (_request, reply) => currentRun() ?? refuse(reply, 404, 'run.not_found'))
  app.get('/api/runs/:id/report', (_request, reply) => state.report ?? refuse(reply, 409, 'run.no_report'))
  app.get('/api/runs/:id/events', (_request, reply) => {
    if (!state.streams) return refuse(reply, 404, 'not_found')
    const stream = new PassThrough()
    listeners.add(stream)
    stream.on('close', () => listeners.delete(stream))
    stream.write(`: hello\n\n${runEvent()}`)
    return reply.type('text/event-stream').send(stream)
  })
  app.post<{ Params: { id: string; action: string } }>('/api/runs/:id/:action', (request, reply) => {
    const { id, action } = request.params
    actions.push(`${action} ${id}`)
    if (state.actionError) return refuse(reply, state.actionError.status, state.actionError.code)
    if (action === 'pause') setRun({ state: 'paused', pause: { code: 'user', until: null, detail: null } })
    if (action === 'resume') setRun({ state: 'running', pause: null })
    if (action === 'cancel') setRun({ state: 'cancelled', finishedAt: new Date().toISOString() })
    return reply.code(202).send(currentRun())
  })

  function currentRun(): RunView | undefined {
    return state.migrations.find(({ run }) => run)?.run ?? undefined
  }

  function setRun(change: Partial<RunView>): void {
    state.migrations = state.migrations.map((migration) =>
      migration.run ? { ...migration, run: { ...migration.run, ...change } } : migration,
    )
    for (const stream of listeners) stream.write(runEvent())
  }

  function runEvent(): string {
    return `event: run\ndata: ${JSON.stringify(currentRun())}\n\n`
  }

  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, state, tokens, actions, setRun, close: () => app.close() }
}

function refuse(reply: FastifyReply, status: number, code: string): FastifyReply {
  return reply.code(status).send({ error: { code, detail: {} } })
}
