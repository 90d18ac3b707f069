import { type JWTPayload, jwtVerify } from 'jose'
import { InvalidRequest } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'

/** Whose request this is; from a verified token, never from a body or a query. */
export interface Session {
  companyId: number
  userId: number
}

export type EmbeddedTokens = (token: string) => Promise<Session>

/**
 * Verifies the token that Pipedrive hands to an iframe (and the SDK's GET_SIGNED_TOKEN). Pinned to HS256 with an `exp`; 10 s of
 * clock difference are forgiven. The claims' names are undocumented: camel and snake case, numbers and numeric strings are
 * read, and `sub` for the user. Throws 401 `session.token_expired` or `session.token_invalid`.
 */
export function makeEmbeddedTokens({ jwtSecret, clock }: { jwtSecret: string; clock: Clock }): EmbeddedTokens {
  const key = new TextEncoder().encode(jwtSecret)
  return async (token) => {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
      clockTolerance: 10,
      currentDate: clock.now(),
    }).catch((cause: unknown) => {
      throw new InvalidRequest(401, isExpired(cause) ? 'session.token_expired' : 'session.token_invalid', {}, cause)
    })
    const companyId = toId(payload, ['companyId', 'company_id'])
    const userId = toId(payload, ['userId', 'user_id', 'sub'])
    if (companyId === undefined || userId === undefined) throw new InvalidRequest(401, 'session.token_invalid')
    return { companyId, userId }
  }
}

export function isExpired(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED'
}

function toId(payload: JWTPayload, names: string[]): number | undefined {
  const value = names.map((name) => payload[name]).find((claim) => claim !== undefined)
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^\d{1,15}$/.test(value))
  const id = isNumeric ? Number(value) : Number.NaN
  return Number.isSafeInteger(id) && id > 0 ? id : undefined
}
