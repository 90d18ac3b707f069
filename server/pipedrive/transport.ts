import { NeedsPerson, Retryable } from '../errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import type { AccessToken, AccessTokens } from './access-token.ts'
import { tokenCost, toOperation } from './costs.ts'
import type { Holdback } from './holdback.ts'
import { type Answer, type HttpSend, SendFailure } from './http-send.ts'
import type { Charge, Ledger } from './ledger-types.ts'
import type { Pacer } from './pacer.ts'
import { type HeardAnswer, toRecovery } from './recovery.ts'
import { uploadPatience } from './types.ts'

export interface TransportDeps {
  tokens: AccessTokens
  clock: Clock
  pacer: Pacer
  ledger: Ledger
  holdback: Holdback
  http: HttpSend
  requestTimeoutMs: number
  /** 0 ≤ x < 1 */
  random: () => number
  /** Called before each write leaves; what it throws, the request throws, and nothing is sent. */
  beforeWrite?: () => Promise<void>
  /** Ends every wait, and reads under way; afterwards nothing is sent. */
  stop?: AbortSignal
  /** Ends writes under way, too: what became of them is not known then. */
  giveUp?: AbortSignal
}

export interface ApiRequest {
  method: string
  /** From the API's root, query included: `/api/v2/persons?limit=500`. */
  path: string
  /** Lower-case names, without authorization. */
  headers: Record<string, string>
  body?: string | FormData
  /** Sent once, whatever is left of the budget. */
  probe?: boolean
}

/** Charges, paces and sends a request, repeats it where that is safe, and throws errors of server/errors.ts only. */
export type Transport = (request: ApiRequest) => Promise<HeardAnswer>

/** Attempts in all: a 429 was not executed, so patience costs nothing; a server in trouble is left alone sooner. */
const attempts = { throttled: 8, failed: 5 }

/** Longer waits are the caller's: nothing sits in memory meanwhile. */
const longestWaitMs = 15_000

/** How long nothing is sent: Pipedrive blocks for longer those who go on; without consent, until who waits has noticed. */
const standstillMs = { blocked: 60_000, refused: 2_000 }

export function makeTransport(deps: TransportDeps): Transport {
  const { tokens, clock, pacer, ledger, holdback, random } = deps

  async function send(request: ApiRequest, access: AccessToken, charge: Charge): Promise<HeardAnswer | SendFailure> {
    let isSent = false
    const isWrite = request.method !== 'GET'
    const signal = isWrite ? deps.giveUp : deps.stop
    try {
      const answer = await pacer.run(async () => {
        holdback.assertOpen(request.probe ?? false)
        if (isWrite) await deps.beforeWrite?.()
        await charge.sending()
        isSent = true
        return deps.http({
          method: request.method,
          url: access.apiDomain + request.path,
          headers: { ...request.headers, authorization: `Bearer ${access.accessToken}` },
          timeoutMs: deps.requestTimeoutMs * (request.body instanceof FormData ? uploadPatience : 1),
          ...(signal === undefined ? {} : { signal }),
          ...(request.body === undefined ? {} : { body: request.body }),
        })
      }, deps.stop)
      charge.settle(answer)
      return hear(answer)
    } catch (error) {
      if (!isSent || (error instanceof SendFailure && !error.sent)) charge.withdraw()
      else charge.settle(undefined)
      if (error instanceof SendFailure) return error
      throw error
    }
  }

  async function attempt(request: ApiRequest, access: AccessToken, operation: string, cost: number) {
    holdback.assertOpen(request.probe ?? false)
    const outcome = await send(request, access, await ledger.charge(operation, cost, { probe: request.probe ?? false }))
    const isFailure = outcome instanceof SendFailure ? outcome.reason !== 'aborted' : outcome.status >= 500
    if (isFailure) holdback.failed()
    else if (!(outcome instanceof SendFailure)) holdback.answered()
    return outcome
  }

  /** A token, from whatever it takes to have one; without consent nobody sends any more. */
  async function access(ask: () => Promise<AccessToken>): Promise<AccessToken> {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof NeedsPerson) holdback.standStill(error, standstillMs.refused)
      throw error
    }
  }

  return async (request) => {
    const operation = toOperation(request.method, request.path)
    const cost = tokenCost(operation)
    if (cost === undefined) throw new Error(`${operation} has no cost in costs.ts`)
    const isWrite = request.method !== 'GET'
    let token = await access(() => tokens.current())
    let isRefreshed = false

    for (let tries = 1; ; ) {
      const outcome = await attempt(request, token, operation, cost)
      if (!(outcome instanceof SendFailure) && outcome.status === 401 && !isRefreshed) {
        const stale = token.accessToken
        token = await access(() => tokens.refreshed(stale))
        isRefreshed = true
        continue
      }
      const recovery = toRecovery(outcome, { operation, tokens: cost, isWrite, now: clock.now() })
      if (recovery === 'ok' && !(outcome instanceof SendFailure)) return outcome
      if (recovery instanceof NeedsPerson && recovery.code === 'traffic.blocked') {
        holdback.standStill(recovery, standstillMs.blocked)
      }
      if (!(recovery instanceof Retryable) || request.probe) throw recovery
      const isThrottled = recovery.afterMs > 0
      const waitMs = recovery.afterMs + backoffMs(isThrottled ? 1 : tries, random)
      if (tries >= attempts[isThrottled ? 'throttled' : 'failed'] || waitMs > longestWaitMs) throw recovery
      await clock.sleep(waitMs, deps.stop)
      if (deps.stop?.aborted) throw recovery
      tries += 1
    }
  }
}

function hear({ status, headers, body }: Answer): HeardAnswer {
  try {
    return { status, headers, json: JSON.parse(body) }
  } catch {
    return { status, headers, json: undefined }
  }
}
