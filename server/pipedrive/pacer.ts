import { Retryable } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'
import { readRateHeaders } from './rate-headers.ts'
import { makeTripTimes } from './trip-times.ts'

export interface PacerStats {
  /** Requests per rolling 2 s that Pipedrive allows. */
  limit: number
  inFlight: number
  waiting: number
  sent: number
  /** 429s seen. */
  throttled: number
}

/** What the pacer reads of an answer. */
export interface RatedAnswer {
  status: number
  headers: Readonly<Record<string, string>>
}

export interface Pacer {
  /**
   * Calls `send` when its turn comes, in order of arrival; answers what it answers, and learns from it. Rejects with
   * `Retryable` (`request.interrupted`) where `stop` aborts before that.
   */
  run<T extends RatedAnswer>(send: () => Promise<T>, stop?: AbortSignal): Promise<T>
  stats(): PacerStats
}

interface Slot {
  sentAt: number
  answeredAt?: number
}

/** Pipedrive's window (page "Rate limiting"), and what we add for clocks that tick in whole milliseconds. */
const windowMs = 2_000
const holdMs = windowMs + 5
/** Sends are at least this share of the even distance apart: a server that stalls sees no clump, and time lost is made up. */
const smoothness = 0.6
/** Sends that a late timer held up so long go at once. */
const catchUpMs = 30
const longestNapMs = 60_000
/** Per window, while nobody complains: how much more of the limit is used again after a 429. */
const recoveryStep = 0.02

/**
 * Keeps one access token within `limit` requests per rolling 2 s **as the server counts them**. All callers that use the
 * token must share one pacer.
 *
 * The server counts a request somewhere between sending and answer. A slot is taken at sending. Measured from the
 * earliest moment at which it can have arrived, a request arrived at the latest at `answer − shortest round trip`; 2 s
 * after that its slot is free. So whatever the network and a stalled server do, no window holds more than `limit`, at any
 * latency up to the window's length without loss. The price is jitter: round trips that spread evenly over j ms leave
 * j/2 of every 2,000 ms unused. (Trusting that the server counts at the door while `x-ratelimit-remaining` stays above 0
 * uses more of it, but draws 429s whenever the server stalls before counting: tried in simulation.)
 *
 * After a 429 (somebody else uses the same token) nothing is sent for as long as it says, then half the limit is used for a
 * window, then nearly what was used before, then step by step all of it.
 */
export function makePacer({ clock, limit: initialLimit = 80 }: { clock: Clock; limit?: number }): Pacer {
  const trips = makeTripTimes()
  let waiting: (() => void)[] = []
  let slots: Slot[] = []
  let limit = initialLimit
  let nextSendAt = 0
  let sent = 0
  let throttled = 0
  /** Shares of the limit: in use, and to return to after a 429. */
  let share = 1
  let shareBefore = 1
  let periodEndsAt = 0
  let isPumping = false
  let nap: AbortController | undefined

  const now = () => clock.now().getTime()
  const capacity = () => Math.max(1, Math.floor(limit * share))

  function freeAt({ sentAt, answeredAt }: Slot): number {
    if (answeredAt === undefined) return Number.POSITIVE_INFINITY
    return Math.max(sentAt, answeredAt - trips.shortestMs()) + holdMs
  }

  /** When the next request may go: `at` or earlier means now. */
  function nextTurnAt(at: number): number {
    // Only where they might be too many: looking through them at every send costs more than the rest of it.
    if (slots.length >= capacity()) slots = slots.filter((slot) => freeAt(slot) > at)
    if (slots.length < capacity()) return nextSendAt
    return slots.reduce((soonest, slot) => Math.min(soonest, freeAt(slot)), Number.POSITIVE_INFINITY)
  }

  function take(): Slot {
    const at = now()
    const apartMs = (smoothness * holdMs) / capacity()
    nextSendAt = Math.max(nextSendAt, at - catchUpMs) + apartMs
    const slot = { sentAt: at }
    slots.push(slot)
    sent += 1
    return slot
  }

  async function pump(): Promise<void> {
    if (isPumping) return
    isPumping = true
    while (waiting.length > 0) {
      const at = now()
      const turnAt = nextTurnAt(at)
      if (turnAt <= at) {
        waiting.shift()?.()
      } else {
        nap = new AbortController()
        await clock.sleep(Math.min(Math.ceil(turnAt - at), longestNapMs), nap.signal)
        nap = undefined
      }
    }
    isPumping = false
  }

  function learn({ status, headers }: RatedAnswer): void {
    const { burstLimit, waitMs = 0 } = readRateHeaders(headers, clock.now())
    if (burstLimit !== undefined && burstLimit > 0) limit = burstLimit
    if (status === 429) slowDown(waitMs)
    else if (now() >= periodEndsAt) speedUp()
  }

  function slowDown(waitMs: number): void {
    throttled += 1
    nextSendAt = Math.max(nextSendAt, now() + waitMs)
    periodEndsAt = now() + windowMs
    if (share < shareBefore) return
    shareBefore = share * 0.9
    share /= 2
  }

  function speedUp(): void {
    share = Math.min(1, Math.max(shareBefore, share + recoveryStep))
    shareBefore = share
    periodEndsAt = now() + windowMs
  }

  function turn(stop: AbortSignal | undefined): Promise<Slot> {
    const interrupted = () => new Retryable('request.interrupted', 0)
    return new Promise((resolve, reject) => {
      if (stop?.aborted) return reject(interrupted())
      const go = () => {
        stop?.removeEventListener('abort', leave)
        resolve(take())
      }
      const leave = () => {
        waiting = waiting.filter((other) => other !== go)
        reject(interrupted())
      }
      stop?.addEventListener('abort', leave, { once: true })
      waiting.push(go)
      void pump()
    })
  }

  return {
    async run(send, stop) {
      const slot = await turn(stop)
      try {
        const answer = await send()
        trips.add(now() - slot.sentAt)
        learn(answer)
        return answer
      } finally {
        slot.answeredAt = now()
        // Without a reason an error with a stack is made each time.
        nap?.abort('answered')
      }
    },
    stats: () => ({
      limit,
      inFlight: slots.filter((slot) => slot.answeredAt === undefined).length,
      waiting: waiting.length,
      sent,
      throttled,
    }),
  }
}
