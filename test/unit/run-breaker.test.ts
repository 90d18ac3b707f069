import { expect, test } from 'vitest'
import { NeedsPerson, OutcomeUnknown, RecordRejected, Retryable } from '../../server/errors.ts'
import { pauseForOutage } from '../../server/importing/breaker.ts'
import type { TakenRun } from '../../server/importing/types.ts'

const now = new Date('2026-03-04T10:00:00Z')
const down = new Retryable('pipedrive.unavailable', 0)

function pause(error: unknown, { failures = 0, workedMs = 1_000, chance = 0.5 } = {}) {
  const run = { failures, takenAt: new Date(now.getTime() - workedMs) } as TakenRun
  const leave = pauseForOutage(error, { run, now, random: () => chance, requestTimeoutMs: 30_000 })
  return leave?.until && { ...leave, forMs: leave.until.getTime() - now.getTime() }
}

test('each failure that follows another pauses twice as long, up to ten minutes', () => {
  const pauses = [0, 1, 2, 3, 4, 5, 6, 7, 20].map((failures) => pause(down, { failures })?.forMs ?? 0)
  expect(pauses[0]).toBe(7_500)
  expect(pauses[1]).toBe(15_000)
  expect(Math.max(...pauses)).toBe(450_000)
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
})

test('chance spreads a pause over half of its length', () => {
  expect(pause(down, { chance: 0 })?.forMs).toBe(5_000)
  expect(pause(down, { failures: 30, chance: 0.999999 })?.forMs).toBe(600_000)
})

test('after a time of work the count begins anew', () => {
  expect(pause(down, { failures: 6, workedMs: 31_000 })).toMatchObject({ detail: { failures: 1 }, forMs: 7_500 })
})

test('what Pipedrive says how long to wait is waited for', () => {
  expect(pause(new Retryable('burst.limit', 90_000))).toMatchObject({ code: 'burst.limit', forMs: 90_000 })
})

test('a write without an answer is asked for when it can no longer arrive', () => {
  expect(pause(new OutcomeUnknown('answer.lost'))).toMatchObject({ code: 'pipedrive.unavailable', forMs: 30_000 })
})

test.each([new NeedsPerson('oauth.reconnect'), new RecordRejected('pipedrive.400'), new Error('a bug')])(
  '%s is no outage',
  (error) => {
    expect(pause(error)).toBeUndefined()
  },
)
