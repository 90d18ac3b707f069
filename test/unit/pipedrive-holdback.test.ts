import { expect, test } from 'vitest'
import { NeedsPerson } from '../../server/errors.ts'
import type { Clock } from '../../server/lib/clock.ts'
import { makeHoldback } from '../../server/pipedrive/holdback.ts'

function begin() {
  let nowMs = 0
  const clock: Clock = { now: () => new Date(nowMs), sleep: async () => {} }
  const holdback = makeHoldback(clock)
  const fail = (times: number) => {
    for (let i = 0; i < times; i += 1) holdback.failed()
  }
  const later = (ms: number) => {
    nowMs += ms
  }
  return { holdback, fail, later }
}

test('after many failures in a row only a probe is sent, and any answer opens', () => {
  const { holdback, fail } = begin()
  fail(19)
  holdback.answered()
  fail(19)
  holdback.assertOpen(false)
  fail(1)
  expect(() => holdback.assertOpen(false)).toThrow('pipedrive.unavailable')
  holdback.assertOpen(true)
  holdback.answered()
  holdback.assertOpen(false)
})

test('while traffic is blocked, not even a probe is sent', () => {
  const { holdback, later } = begin()
  holdback.standStill(new NeedsPerson('traffic.blocked'), 60_000)
  later(59_999)
  expect(() => holdback.assertOpen(true)).toThrow('traffic.blocked')
  later(1)
  holdback.assertOpen(false)
})
