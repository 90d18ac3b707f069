import { describe, expect, test } from 'vitest'
import type { Clock } from '../../server/lib/clock.ts'
import { makePacer } from '../../server/pipedrive/pacer.ts'

interface VirtualClock extends Clock {
  /** Runs everything that sleeps until `endMs`, in order of time. */
  runUntil(endMs: number): Promise<void>
}

function makeVirtualClock(): VirtualClock {
  let nowMs = 0
  let timers: { at: number; wake: () => void }[] = []
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    now: () => new Date(Math.floor(nowMs)),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const timer = { at: nowMs + ms, wake: resolve }
        timers.push(timer)
        signal?.addEventListener('abort', () => {
          timers = timers.filter((other) => other !== timer)
          resolve()
        })
      }),
    async runUntil(endMs) {
      for (;;) {
        await settled()
        const next = timers.reduce((first, timer) => (timer.at < first.at ? timer : first), {
          at: Number.POSITIVE_INFINITY,
          wake: () => {},
        })
        if (next.at > endMs) return
        timers = timers.filter((timer) => timer !== next)
        nowMs = next.at
        next.wake()
      }
    },
  }
}

/** The same numbers at every run (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface World {
  latencyMs: number
  /** Spread of the way to the server's door, where it counts. */
  roadJitterMs: number
  /** Spread of the work behind the door. */
  workJitterMs: number
  /** Every so often the server stands still, counting included. */
  stall?: { everyMs: number; forMs: number }
  limit?: number
  /** Requests per second that others send with the same token. */
  others?: number
}

const durationMs = 60_000
/** Filling the first window and learning the limit is not what is measured. */
const warmUpMs = 10_000

/** A server with a strict rolling counter, and callers that never run out of work. */
async function simulate({ latencyMs, roadJitterMs, workJitterMs, stall, limit = 80, others }: World) {
  const clock = makeVirtualClock()
  const random = makeRandom(7)
  const pacer = makePacer({ clock })
  const counted: number[] = []
  let refused = 0
  let served = 0

  function answer() {
    const at = clock.now().getTime()
    while ((counted[0] ?? at) < at - 2_000) counted.shift()
    const status = counted.length < limit ? 200 : 429
    if (status === 200) counted.push(at)
    return { status, headers: { 'x-ratelimit-limit': String(limit) } }
  }

  async function send() {
    await clock.sleep(latencyMs / 4 + random() * roadJitterMs)
    const at = clock.now().getTime()
    if (stall && at % stall.everyMs < stall.forMs) await clock.sleep(stall.forMs - (at % stall.everyMs))
    const answered = answer()
    if (answered.status === 429) refused += 1
    else if (at >= warmUpMs) served += 1
    await clock.sleep((latencyMs * 3) / 4 + random() * workJitterMs)
    return answered
  }

  async function call(): Promise<void> {
    for (;;) await pacer.run(send)
  }
  async function callOfOthers(perSecond: number): Promise<void> {
    for (;;) {
      await clock.sleep(1_000 / perSecond)
      answer()
    }
  }
  for (let i = 0; i < 3 * limit; i += 1) void call()
  if (others) void callOfOthers(others)
  await clock.runUntil(durationMs)
  return { refused, use: served / ((limit / 2) * ((durationMs - warmUpMs) / 1_000)), stats: pacer.stats() }
}

const latencies = [20, 100, 500, 2_000]
const shortStalls = { everyMs: 20_000, forMs: 300 }
const longStalls = { everyMs: 10_000, forMs: 1_000 }

describe('a server that counts strictly never refuses, and at least 97 % of its limit is used', () => {
  test.each(latencies)('at a steady latency of %i ms', async (latencyMs) => {
    const { refused, use } = await simulate({ latencyMs, roadJitterMs: 0, workJitterMs: 0 })
    expect(refused).toBe(0)
    expect(use).toBeGreaterThanOrEqual(0.99)
  })

  test.each(latencies)('at %i ms with jitter before and after counting, and short stalls', async (latencyMs) => {
    const { refused, use } = await simulate({ latencyMs, roadJitterMs: 20, workJitterMs: 30, stall: shortStalls })
    expect(refused).toBe(0)
    expect(use).toBeGreaterThanOrEqual(0.97)
  })

  test('at the highest plan limit, learned from the first answer', async () => {
    const { refused, use } = await simulate({ latencyMs: 100, roadJitterMs: 20, workJitterMs: 20, limit: 480 })
    expect(refused).toBe(0)
    expect(use).toBeGreaterThanOrEqual(0.97)
  })
})

test.each(latencies)('at %i ms, wild jitter and long stalls cost speed and still no refusal', async (latencyMs) => {
  const { refused, use } = await simulate({ latencyMs, roadJitterMs: 100, workJitterMs: 200, stall: longStalls })
  expect(refused).toBe(0)
  expect(use).toBeGreaterThanOrEqual(0.8)
})

test('where others use the same token, few requests are refused and theirs are left room', async () => {
  const { refused, use, stats } = await simulate({ latencyMs: 100, roadJitterMs: 5, workJitterMs: 10, others: 10 })
  expect(refused / stats.sent).toBeLessThan(0.02)
  expect(use).toBeGreaterThanOrEqual(0.6)
  expect(use).toBeLessThanOrEqual(0.75)
})
