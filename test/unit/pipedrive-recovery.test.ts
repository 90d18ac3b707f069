import { describe, expect, test } from 'vitest'
import {
  BudgetExhausted,
  type ImporterError,
  NeedsPerson,
  OutcomeUnknown,
  RecordRejected,
  Retryable,
} from '../../server/errors.ts'
import { SendFailure } from '../../server/pipedrive/http-send.ts'
import { type Asked, toRecovery } from '../../server/pipedrive/recovery.ts'

const now = new Date('2026-03-04T21:30:00Z')
const write: Asked = { operation: 'POST /persons', tokens: 5, isWrite: true, now }
const read: Asked = { operation: 'GET /persons', tokens: 10, isWrite: false, now }

const answer = (status: number, json: unknown = {}, headers: Record<string, string> = {}) => ({ status, json, headers })

type Recovery = abstract new (...args: never[]) => ImporterError
const table: [string, ReturnType<typeof answer> | SendFailure, Asked, Recovery, string][] = [
  ['a refused token', answer(401), read, NeedsPerson, 'oauth.reconnect'],
  ['a closed company', answer(402), write, NeedsPerson, 'company.not_open'],
  ['an HTML 403', answer(403, '<html>'), read, NeedsPerson, 'traffic.blocked'],
  ['a plan cap with a code', answer(403, { code: 'feature_capping_deals_limit' }), write, NeedsPerson, 'plan.cap'],
  [
    'a plan cap without a code',
    answer(403, { error: "You've reached the activity type per company limit." }),
    write,
    NeedsPerson,
    'plan.cap',
  ],
  ['a missing right', answer(403, { error: 'Forbidden' }), write, NeedsPerson, 'permission.missing'],
  ['a redirect', answer(302, '<html>'), write, NeedsPerson, 'traffic.redirected'],
  ['invalid input', answer(400), write, RecordRejected, 'pipedrive.400'],
  ['a record that is gone', answer(404), write, RecordRejected, 'pipedrive.404'],
  ['a deleted record', answer(410), write, RecordRejected, 'pipedrive.410'],
  ['a feature that is off', answer(415), write, RecordRejected, 'pipedrive.415'],
  ['an unprocessable record', answer(422), write, RecordRejected, 'pipedrive.422'],
  ['the burst limit', answer(429, '<html>'), write, Retryable, 'burst.limit'],
  [
    'the spent day',
    answer(429, {}, { 'x-daily-ratelimit-token-remaining': '0' }),
    read,
    BudgetExhausted,
    'budget.spent',
  ],
  [
    'a day with less left than the request costs',
    answer(429, {}, { 'x-daily-ratelimit-token-remaining': '4' }),
    write,
    BudgetExhausted,
    'budget.spent',
  ],
  ['a server error on a read', answer(500), read, Retryable, 'pipedrive.unavailable'],
  ['a server error on a write', answer(502), write, OutcomeUnknown, 'answer.lost'],
  ['broken JSON on a write', answer(200, '<html>'), write, OutcomeUnknown, 'answer.lost'],
  ['broken JSON on a read', answer(200, '<html>'), read, Retryable, 'pipedrive.unavailable'],
  ['a lost write', new SendFailure('connection_lost', true), write, OutcomeUnknown, 'answer.lost'],
  ['a write that timed out', new SendFailure('timeout', true), write, OutcomeUnknown, 'answer.lost'],
  ['a lost read', new SendFailure('connection_lost', true), read, Retryable, 'pipedrive.unavailable'],
  ['a write that never left', new SendFailure('unreachable', false), write, Retryable, 'pipedrive.unreachable'],
]

test.each(table)('%s is recovered as its class says', (_, outcome, asked, recovery, code) => {
  const error = toRecovery(outcome, asked)
  expect(error).toBeInstanceOf(recovery)
  expect(error).toMatchObject({ code })
})

test('an answer with data is fine', () => {
  expect(toRecovery(answer(201, { success: true, data: { id: 1 } }), write)).toBe('ok')
})

test.each([
  [{}, 2_000],
  [{ 'retry-after': '7', 'x-ratelimit-reset': '2' }, 7_000],
  [{ 'retry-after': '1', 'x-ratelimit-reset': '9' }, 9_000],
  [{ 'retry-after': 'Wed, 04 Mar 2026 22:00:00 GMT' }, 1_800_000],
  [{ 'x-ratelimit-reset': '1772659800' }, 2_000],
])('the wait after a 429 with %j is %i ms', (headers, afterMs) => {
  expect(toRecovery(answer(429, {}, headers), read)).toMatchObject({ afterMs })
})

test('a spent day goes on at the next UTC midnight', () => {
  const spent = answer(429, {}, { 'x-daily-ratelimit-token-remaining': '0' })
  expect(toRecovery(spent, read)).toMatchObject({ until: new Date('2026-03-05T00:00:00Z') })
})

describe('what a rejection says', () => {
  const detailOf = (body: unknown) => {
    const error = toRecovery(answer(400, body), write)
    return error === 'ok' ? undefined : error.detail
  }

  test.each([
    [{ error: 'Bad request', error_info: 'Title is required' }, 'Bad request Title is required'],
    [{ message: 'Forbidden' }, 'Forbidden'],
    [{ errors: { subscription_url: ['is invalid'] } }, 'subscription_url: is invalid'],
    ['<html>', ''],
  ])('is read from %j', (body, message) => {
    expect(detailOf(body)).toMatchObject({ message, operation: 'POST /persons', status: 400 })
  })

  test('names the field', () => {
    const code = 'a'.repeat(39)
    expect(detailOf({ error: 'Validation failed', field_code: `${code}1` })).toMatchObject({ field_code: `${code}1` })
    expect(detailOf({ error: 'x', data: { field_code: `${code}2` } })).toMatchObject({ field_code: `${code}2` })
  })

  test('holds no address, number or token, and stays short', () => {
    const secret = 'v1u-AQIBAHj8LzTMJ2QyVEXAMPLEEXAMPLEEXAMPLE'
    const error = `'anna@example.org' and '+7 (912) 345-67-89' with ${secret} ${'x '.repeat(400)}`
    const message = String(detailOf({ error })?.message)
    expect(message).not.toMatch(/anna|345|v1u/)
    expect(message.length).toBeLessThanOrEqual(301)
  })
})
