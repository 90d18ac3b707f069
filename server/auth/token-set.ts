import { isJsonObject, type JsonObject } from '../lib/json.ts'
import { toApiDomain } from './api-domain.ts'

/** What the token endpoint grants, for either grant. */
export interface TokenSet {
  accessToken: string
  refreshToken: string
  expiresAt: Date
  scope: string
  apiDomain: string
}

/**
 * Reads an answer of the token endpoint: `{ access_token, refresh_token, expires_in, scope, api_domain }`
 * (pipedrive.readme.io, "OAuth authorization"). Undefined when anything that we need is missing or not to be trusted.
 * `previous` stands in for a refresh token that was not sent again.
 */
export function toTokenSet(
  answer: unknown,
  at: { now: Date; oauthUrl: string },
  previous?: { refreshToken: string },
): TokenSet | undefined {
  if (!isJsonObject(answer)) return undefined
  const apiDomain = toApiDomain(answer.api_domain, at.oauthUrl)
  const accessToken = readText(answer, 'access_token')
  const refreshToken = readText(answer, 'refresh_token') ?? previous?.refreshToken
  const expiresInSeconds = Number(answer.expires_in)
  if (!apiDomain || !accessToken || !refreshToken || !(expiresInSeconds > 0)) return undefined
  return {
    accessToken,
    refreshToken,
    expiresAt: new Date(at.now.getTime() + expiresInSeconds * 1000),
    scope: readText(answer, 'scope') ?? '',
    apiDomain,
  }
}

function readText(object: JsonObject, key: string): string | undefined {
  const value = object[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
