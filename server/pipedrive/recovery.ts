import {
  BudgetExhausted,
  type Detail,
  type ImporterError,
  NeedsPerson,
  OutcomeUnknown,
  RecordRejected,
  Retryable,
} from '../errors.ts'
import { isJsonObject } from '../lib/json.ts'
import { nextUtcMidnight } from './budget.ts'
import { readComplaint } from './complaint.ts'
import { SendFailure } from './http-send.ts'
import { readRateHeaders } from './rate-headers.ts'

/** An answer with its body read as JSON; `json` is undefined where it is none. */
export interface HeardAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  json: unknown
}

export interface Asked {
  operation: string
  /** API tokens that the request costs. */
  tokens: number
  isWrite: boolean
  now: Date
}

const shortestBurstWaitMs = 2_000

/**
 * What an answer, or its absence, asks of us: 'ok', or the error that says how to go on. Statuses and bodies: Pipedrive's
 * "HTTP status codes" and "Rate limiting" pages. A `Retryable` may be sent again after its `afterMs` (429 was not executed,
 * an unreachable server received nothing, a read changes nothing); a write without an answer is `OutcomeUnknown`.
 * Details hold no tokens and no personal data.
 */
export function toRecovery(outcome: HeardAnswer | SendFailure, asked: Asked): 'ok' | ImporterError {
  const detail: Detail = { operation: asked.operation }
  if (outcome instanceof SendFailure) return toFailureRecovery(outcome, asked, { ...detail, reason: outcome.reason })
  const { status, json } = outcome
  detail.status = status
  if (status >= 200 && status < 300) {
    const isReadable = isJsonObject(json) && json.success !== false
    return isReadable ? 'ok' : unanswered(asked, { ...detail, reason: 'answer_unreadable' })
  }
  if (status === 429) return toThrottled(outcome, asked, detail)
  if (status === 408 || status >= 500) return unanswered(asked, { ...detail, reason: 'server_error' })
  if (status < 400) return new NeedsPerson('traffic.redirected', detail)
  if (status === 401) return new NeedsPerson('oauth.reconnect', detail)
  if (status === 402) return new NeedsPerson('company.not_open', detail)
  if (status === 403) return toForbidden(json, detail)
  return new RecordRejected(`pipedrive.${status}`, { ...detail, ...readComplaint(json) })
}

function toFailureRecovery(failure: SendFailure, asked: Asked, detail: Detail): ImporterError {
  if (!failure.sent) return new Retryable('pipedrive.unreachable', 0, detail, failure)
  return unanswered(asked, detail, failure)
}

function unanswered({ isWrite }: Asked, detail: Detail, cause?: unknown): ImporterError {
  return isWrite
    ? new OutcomeUnknown('answer.lost', detail, cause)
    : new Retryable('pipedrive.unavailable', 0, detail, cause)
}

function toThrottled({ headers }: HeardAnswer, { tokens, now }: Asked, detail: Detail): ImporterError {
  const { dailyRemaining, waitMs = 0 } = readRateHeaders(headers, now)
  if (dailyRemaining !== undefined && dailyRemaining < tokens) {
    return new BudgetExhausted('budget.spent', nextUtcMidnight(now), detail)
  }
  return new Retryable('burst.limit', Math.max(shortestBurstWaitMs, waitMs), detail)
}

function toForbidden(json: unknown, detail: Detail): ImporterError {
  if (!isJsonObject(json)) return new NeedsPerson('traffic.blocked', detail)
  const complaint = readComplaint(json)
  const isPlanCap = String(json.code ?? '').startsWith('feature_capping_') || /\blimit\b/i.test(complaint.message)
  return new NeedsPerson(isPlanCap ? 'plan.cap' : 'permission.missing', { ...detail, ...complaint })
}
