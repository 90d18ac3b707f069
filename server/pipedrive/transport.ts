import { NeedsPerson, Retryable } from '../errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import type { AccessTokens } from './access-token.ts'
import { tokenCost, toOperation } from './costs.ts'
import { type Answer, type HttpSend, SendFailure } from './http-send.ts'
import type { Charge, Ledger } from './ledger.ts'
import type { Pacer } from './pacer.ts'
import { type HeardAnswer, toRecovery } from './recovery.ts'

export interface TransportDeps {
  tokens: AccessTokens
  clock: Clock
  pacer: Pacer
  ledger: Ledger
  http: HttpSend
  requestTimeoutMs: number
  /** 0 ≤ x < 1 */
  random: () => number
  /** Called before each write leaves; what it throws, the request throws, and nothing is sent. */
  beforeWrite?: () => Promise<void>
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

/** How long nothing is sent after traffic was blocked: Pipedrive blocks for longer those who go on. */
const blockedPauseMs = 60_000

export function makeTransport(deps: TransportDeps): Transport {
  const { tokens, clock, pacer, ledger, random } = deps
  let blocked: { error: NeedsPerson; untilMs: number } | undefined

  function assertNotBlocked(): void {
    if (blocked && clock.now().getTime() < blocked.untilMs) throw blocked.error
  }

  async function send(request: ApiRequest, access: Awaited<ReturnType<AccessTokens['current']>>, charge: Charge) {
    const answer = await pacer.run(async () => {
      assertNotBlocked()
      if (request.method !== 'GET') await deps.beforeWrite?.()
      charge.sending()
      return deps.http({
        method: request.method,
        url: access.apiDomain + request.path,
        headers: { ...request.headers, authorization: `Bearer ${access.accessToken}` },
        timeoutMs: deps.requestTimeoutMs,
        ...(request.body === undefined ? {} : { body: request.body }),
      })
    })
    return hear(answer)
  }

  /** One attempt: the answer, or the failure to get one. */
  async function attempt(request: ApiRequest, access: Parameters<typeof send>[1], operation: string, cost: number) {
    assertNotBlocked()
    const charge = await ledger.charge(operation, cost, { probe: request.probe ?? false })
    try {
      const answer = await send(request, access, charge)
      charge.settle(answer)
      return answer
    } catch (error) {
      charge.settle(undefined)
      if (error instanceof SendFailure) return error
      throw error
    }
  }

  return async (request) => {
    const operation = toOperation(request.method, request.path)
    const cost = tokenCost(operation)
    if (cost === undefined) throw new Error(`${operation} has no cost in costs.ts`)
    let access = await tokens.current()
    let isRefreshed = false

    for (let tries = 1; ; ) {
      const outcome = await attempt(request, access, operation, cost)
      if (!(outcome instanceof SendFailure) && outcome.status === 401 && !isRefreshed) {
        access = await tokens.refreshed(access.accessToken)
        isRefreshed = true
        continue
      }
      const isWrite = request.method !== 'GET'
      const recovery = toRecovery(outcome, { operation, tokens: cost, isWrite, now: clock.now() })
      if (recovery === 'ok' && !(outcome instanceof SendFailure)) return outcome
      if (recovery instanceof NeedsPerson && recovery.code === 'traffic.blocked') {
        blocked = { error: recovery, untilMs: clock.now().getTime() + blockedPauseMs }
      }
      const isThrottled = recovery instanceof Retryable && recovery.afterMs > 0
      if (
        !(recovery instanceof Retryable) ||
        request.probe ||
        tries >= attempts[isThrottled ? 'throttled' : 'failed']
      ) {
        throw recovery
      }
      await clock.sleep(recovery.afterMs + backoffMs(isThrottled ? 1 : tries, random))
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
