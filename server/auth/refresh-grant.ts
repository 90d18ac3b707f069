import { NeedsPerson, Retryable } from '../errors.ts'
import type { JsonObject } from '../lib/json.ts'
import { type ClientCredentials, toBasicAuth } from './client-credentials.ts'
import { type Http, type JsonAnswer, requestJson } from './http-port.ts'
import { type TokenSet, toTokenSet } from './token-set.ts'

export type RefreshResult = { result: 'tokens'; tokens: TokenSet } | { result: 'consent_revoked' }

/**
 * Exchanges a refresh token at `POST {oauthUrl}/oauth/token`. Answers `consent_revoked` for 400 `invalid_grant`: the user
 * has to install again. Throws `Retryable` when the endpoint gave no usable answer, and `NeedsPerson` when it does not
 * accept our client credentials (the operator's matter: the installation is left as it is).
 */
export async function refreshGrant(
  deps: { http: Http; now: Date; oauthUrl: string; credentials: ClientCredentials; timeoutMs: number },
  refreshToken: string,
): Promise<RefreshResult> {
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken })
  const headers = { authorization: toBasicAuth(deps.credentials), accept: 'application/json' }
  const answer = await requestJson(
    deps.http,
    `${deps.oauthUrl}/oauth/token`,
    { method: 'POST', headers, body },
    deps.timeoutMs,
  ).catch((cause: unknown) => {
    throw new Retryable('oauth.unavailable', 5_000, {}, cause)
  })
  if (answer.status >= 200 && answer.status < 300) {
    const tokens = toTokenSet(answer.body, deps, { refreshToken })
    if (!tokens) throw new Retryable('oauth.unusable_answer', 30_000, { status: answer.status })
    return { result: 'tokens', tokens }
  }
  if (isClientRefused(answer)) throw new NeedsPerson('oauth.client_refused', { status: answer.status })
  if (answer.status === 400) return { result: 'consent_revoked' }
  throw new Retryable('oauth.unavailable', (answer.retryAfterSeconds ?? 5) * 1000, { status: answer.status })
}

/** Error texts as pipedrive.readme.io/docs/marketplace-oauth-and-api-proxy-status-codes lists them, and RFC 6749's codes. */
function isClientRefused({ status, body }: JsonAnswer): boolean {
  return status === 401 || status === 403 || (status === 400 && /invalid[ _]client/i.test(toErrorText(body)))
}

function toErrorText(body: JsonObject | undefined): string {
  return [body?.error, body?.error_description, body?.message].filter((part) => typeof part === 'string').join(' ')
}
