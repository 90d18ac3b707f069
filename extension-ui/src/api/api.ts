import { ApiError, toApiError } from './api-error.ts'
import { readEvents } from './events.ts'
import { type FilesApi, makeFilesApi } from './files-api.ts'
import type { SessionKeeper } from './session.ts'
import type { Migration, Plan, Report, RunView, Session, User } from './types.ts'

export type RunAction = 'pause' | 'resume' | 'cancel'

export interface Api extends FilesApi {
  user(): Promise<User>
  migrations(): Promise<Migration[]>
  createMigration(name: string): Promise<Migration>
  plan(migrationId: string): Promise<Plan>
  proposePlan(migrationId: string): Promise<Plan>
  run(runId: string): Promise<RunView>
  act(runId: string, action: RunAction): Promise<RunView>
  /** Undefined while the server has no report of this run yet. */
  report(runId: string): Promise<Report | undefined>
  /** The run now and at each change, until the stream ends or `signal` aborts; undefined is a sign of life. */
  runEvents(runId: string, signal: AbortSignal): AsyncGenerator<RunView | undefined>
}

type Send = (path: string, init?: RequestInit) => Promise<Response>

/** The server's API with a bearer of `session`; a bearer that it refuses is renewed once. Every method throws `ApiError`. */
export function makeApi({ send, session }: { send: Send; session: SessionKeeper }): Api {
  async function authorized(path: string, init: RequestInit = {}): Promise<Response> {
    const first = await attempt(path, init)
    const response = first.status === 401 ? await attempt(path, init) : first
    if (!response.ok) throw await toApiError(response)
    return response
  }

  async function attempt(path: string, init: RequestInit): Promise<Response> {
    const { bearer } = await session.current()
    const headers = { ...init.headers, authorization: `Bearer ${bearer}` }
    const response = await orNetworkError(send(path, { ...init, headers }))
    if (response.status === 401) session.drop(bearer)
    return response
  }

  async function get<T>(path: string): Promise<T> {
    return (await authorized(path)).json()
  }

  async function post<T>(path: string, body?: object): Promise<T> {
    return (await authorized(path, { method: 'POST', ...(body && jsonBody(body)) })).json()
  }

  return {
    ...makeFilesApi(authorized),
    user: async () => (await session.current()).user,
    migrations: async () => (await get<{ migrations: Migration[] }>('/api/migrations')).migrations,
    createMigration: (name) => post('/api/migrations', { name }),
    plan: (id) => get(`/api/migrations/${id}/plan`),
    proposePlan: (id) => post(`/api/migrations/${id}/plan`),
    run: (id) => get(`/api/runs/${id}`),
    act: (id, action) => post(`/api/runs/${id}/${action}`),
    report: async (id) => {
      try {
        return await get<Report>(`/api/runs/${id}/report`)
      } catch (error) {
        if (error instanceof ApiError && (error.status === 404 || error.status === 409)) return undefined
        throw error
      }
    },
    async *runEvents(id, signal) {
      const { body } = await authorized(`/api/runs/${id}/events`, { signal, headers: { accept: 'text/event-stream' } })
      if (!body) return
      for await (const event of readEvents(body)) {
        if (event.type === 'heartbeat') yield undefined
        else if (event.name === 'run') yield JSON.parse(event.data)
      }
    },
  }
}

/** `POST /api/session`: our bearer for a token that Pipedrive signed. Throws `ApiError`. */
export async function exchangeToken(send: Send, token: string): Promise<Session> {
  const response = await orNetworkError(send('/api/session', { method: 'POST', ...jsonBody({ token }) }))
  if (!response.ok) throw await toApiError(response)
  return response.json()
}

function jsonBody(body: object): RequestInit {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

async function orNetworkError(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer
  } catch {
    throw new ApiError(0, 'network')
  }
}
