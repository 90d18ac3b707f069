import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'
import type { Config } from '../config.ts'
import { NeedsPerson, Retryable } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'
import type { SecretBox } from '../lib/secret-box.ts'
import { writeAudit } from './audit.ts'
import type { Http } from './http-port.ts'
import { type Installation, markReconnect, readInstallation, saveTokens } from './installation-store.ts'
import { refreshGrant } from './refresh-grant.ts'
import type { TokenSet } from './token-set.ts'

export interface AccessToken {
  accessToken: string
  /** Origin of the company's API. */
  apiDomain: string
}

export interface AccessTokens {
  /** A token with at least some minutes to live; refreshed ahead of its expiry. */
  current(): Promise<AccessToken>
  /** A token other than `stale`, which Pipedrive refused: the stored one if another process renewed it, else a new one. */
  refreshed(stale: string): Promise<AccessToken>
}

export interface AccessTokensDeps {
  db: Knex
  secretBox: SecretBox
  clock: Clock
  http: Http
  config: Pick<Config, 'pipedrive' | 'requestTimeoutMs'>
  companyId: number
  userId: number
}

const refreshAheadMs = 5 * 60_000
/** How old the stored tokens may be as we know them. One that was revoked meanwhile is refused, and then looked up anew. */
const rememberMs = 1_000

/**
 * The tokens of one installation. However many callers in however many processes need a new token, Pipedrive is asked
 * once: a lock on the installation's row decides who asks, the others find what it stored. Both throw `NeedsPerson`
 * (`oauth.reconnect`: consent was revoked or expired; `oauth.uninstalled`; `oauth.client_refused`) and `Retryable` (the
 * token endpoint did not answer).
 */
export function makeAccessTokens(deps: AccessTokensDeps): AccessTokens {
  const { db, secretBox, clock, companyId, userId } = deps
  // Callers of this process wait here and not each on a database connection of its own.
  let renewal: Promise<TokenSet> | undefined
  let known: { tokens: Promise<TokenSet>; readMs: number } | undefined

  const isFresh = (tokens: TokenSet) => tokens.expiresAt.getTime() - clock.now().getTime() > refreshAheadMs
  const isAlive = (tokens: TokenSet) => tokens.expiresAt.getTime() > clock.now().getTime()

  /** One look at the database for all who ask within a moment, and no memory of a look that failed. */
  function readStored(): Promise<TokenSet> {
    const nowMs = clock.now().getTime()
    if (known && nowMs - known.readMs < rememberMs) return known.tokens
    const read = inCompany(db, companyId, (trx) => readInstallation(trx, secretBox, userId)).then(
      (installation) => assertUsable(installation).tokens,
    )
    known = { tokens: read, readMs: nowMs }
    read.catch(() => {
      known = undefined
    })
    return read
  }

  async function renew(stale: string): Promise<TokenSet> {
    while (renewal) {
      const joined = await renewal
      if (joined.accessToken !== stale) return joined
    }
    known = undefined
    renewal = renewStored(stale).finally(() => {
      renewal = undefined
      known = undefined
    })
    return renewal
  }

  async function renewStored(stale: string): Promise<TokenSet> {
    const renewed = await inCompany(db, companyId, async (trx) => {
      const { tokens } = assertUsable(await readInstallation(trx, secretBox, userId, 'lock'))
      return tokens.accessToken !== stale && isAlive(tokens) ? tokens : refreshLocked(trx, tokens)
    })
    // Thrown after the commit: the state that tells why must outlive the error.
    if (renewed === 'consent_revoked') throw new NeedsPerson('oauth.reconnect')
    return renewed
  }

  async function refreshLocked(trx: Trx, stored: TokenSet): Promise<TokenSet | 'consent_revoked'> {
    const { pipedrive, requestTimeoutMs } = deps.config
    const now = clock.now()
    const endpoint = { oauthUrl: pipedrive.oauthUrl, credentials: pipedrive, timeoutMs: requestTimeoutMs }
    const refreshed = await refreshGrant({ http: deps.http, now, ...endpoint }, stored.refreshToken)
    if (refreshed.result === 'tokens') {
      await saveTokens(trx, secretBox, { companyId, userId, tokens: refreshed.tokens, now })
      return refreshed.tokens
    }
    await markReconnect(trx, userId, now)
    await writeAudit(trx, {
      companyId,
      at: now,
      userId,
      action: 'installation.consent_revoked',
      subject: String(userId),
    })
    return 'consent_revoked'
  }

  return {
    async current() {
      const tokens = await readStored()
      if (isFresh(tokens)) return toAccessToken(tokens)
      try {
        return toAccessToken(await renew(tokens.accessToken))
      } catch (error) {
        // The endpoint is down, and the token still lives for a while.
        if (error instanceof Retryable && isAlive(tokens)) return toAccessToken(tokens)
        throw error
      }
    },
    async refreshed(stale) {
      return toAccessToken(await renew(stale))
    },
  }
}

function assertUsable(installation: Installation | undefined): Installation {
  if (!installation) throw new NeedsPerson('oauth.uninstalled')
  if (installation.state === 'reconnect') throw new NeedsPerson('oauth.reconnect')
  return installation
}

function toAccessToken({ accessToken, apiDomain }: TokenSet): AccessToken {
  return { accessToken, apiDomain }
}
