import { ApiError } from './api-error.ts'
import type { Session } from './types.ts'

export interface SessionDeps {
  /** `POST /api/session` */
  exchange(token: string): Promise<Session>
  firstToken: string | undefined
  freshToken(): Promise<string>
  now(): number
}

export interface SessionKeeper {
  /** The session that is valid for at least another minute; opens or renews it, once for all who ask meanwhile. */
  current(): Promise<Session>
  /** The server has refused this bearer: the next caller gets another one. */
  drop(bearer: string): void
}

const renewBeforeMs = 60_000

/**
 * Keeps our bearer in memory only: cookies of an embedded page are third-party and blocked. The token of the frame's
 * address is used once; when it has expired already, and ever after, Pipedrive signs a fresh one.
 */
export function makeSession(deps: SessionDeps): SessionKeeper {
  let firstToken = deps.firstToken
  let session: Session | undefined
  let opening: Promise<Session> | undefined

  async function open(): Promise<Session> {
    const first = firstToken
    firstToken = undefined
    if (first !== undefined) {
      try {
        return await deps.exchange(first)
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 401)) throw error
      }
    }
    return deps.exchange(await deps.freshToken())
  }

  async function remember(): Promise<Session> {
    try {
      session = await open()
      return session
    } finally {
      opening = undefined
    }
  }

  return {
    current: async () => {
      if (session && Date.parse(session.expiresAt) - deps.now() > renewBeforeMs) return session
      opening ??= remember()
      return opening
    },
    drop: (bearer) => {
      if (session?.bearer === bearer) session = undefined
    },
  }
}
