import type { Knex } from 'knex'
import type { Clock } from '../lib/clock.ts'
import type { AccessTokens } from './access-token.ts'
import { type Holdback, makeHoldback } from './holdback.ts'
import type { HttpSend } from './http-send.ts'
import { leaseHoldMs } from './leases.ts'
import { makeLedger } from './ledger.ts'
import type { Ledger } from './ledger-types.ts'
import { makePacer, type Pacer } from './pacer.ts'
import { makePipedrive } from './pipedrive.ts'
import { inferFieldCap } from './plan-limits.ts'
import type { Pipedrive } from './types.ts'

export interface DestinationsDeps {
  db: Knex
  clock: Clock
  send: HttpSend
  /** 0 ≤ x < 1 */
  random: () => number
  /** Where nobody says otherwise. */
  reserveShare: number
  requestTimeoutMs: number
  /** Of the process; no other has it, also after a restart. */
  workerId: string
  tokensOf(companyId: number, userId: number): AccessTokens
}

/** Pipedrive for one user of one company, with what its callers need to know of limits. */
export interface Destination extends Pipedrive {
  /** Requests that should be under way at once to fill the allowed burst at any latency up to its window. */
  concurrency(): number
  /** Custom fields that the company's plan allows; undefined before the first answer. */
  fieldCap(): number | undefined
  /** One cheap request that the reserve does not forbid: its answer tells whether the day's budget was reset. */
  probeBudget(): Promise<void>
  /** Share of the company's daily limit that is left to its other apps from now on. */
  keepReserve(share: number): void
  /**
   * Settles what processes that died held of the budget, after waiting until nothing of theirs can arrive. False where `stop`
   * ended the wait. May throw what a request throws; then nothing is settled, and it may be called again.
   */
  settleBudget(): Promise<boolean>
  /** Stores what the ledger holds in memory. */
  flush(): Promise<void>
  /** Before each write through this destination from now on; what it throws, the write throws, and nothing is sent. */
  guardWrites(assertHeld: () => Promise<void>): void
}

export interface Destinations {
  /** `stop`: ends waits and reads of this destination at once, writes under way after some seconds. */
  open(companyId: number, userId: number, stop?: AbortSignal): Promise<Destination>
  /** Of all companies; for an orderly stop. */
  flush(): Promise<void>
}

/** What all destinations of one user share. */
interface User {
  pacer: Pacer
  holdback: Holdback
  tokens: AccessTokens
}

/** How long writes under way may still be answered after a stop; what becomes of the others is asked for later. */
const lastAnswersMs = 3_000

/** One pacer per user and one ledger per company for the whole process, however often a destination is opened. */
export function makeDestinations(deps: DestinationsDeps): Destinations {
  const { db, clock, reserveShare, workerId, random, requestTimeoutMs, send: http } = deps
  const ledgers = new Map<number, Ledger>()
  const users = new Map<string, User>()

  function ledgerOf(companyId: number): Ledger {
    const ledger = ledgers.get(companyId) ?? makeLedger({ db, companyId, workerId, clock, reserveShare })
    ledgers.set(companyId, ledger)
    return ledger
  }

  function userOf(companyId: number, userId: number): User {
    const key = `${companyId}:${userId}`
    const user = users.get(key) ?? {
      pacer: makePacer({ clock }),
      holdback: makeHoldback(clock),
      tokens: deps.tokensOf(companyId, userId),
    }
    users.set(key, user)
    return user
  }

  return {
    async open(companyId, userId, stop) {
      const ledger = ledgerOf(companyId)
      const { pacer, holdback, tokens } = userOf(companyId, userId)
      let guard: (() => Promise<void>) | undefined
      const pipedrive = makePipedrive({
        tokens,
        clock,
        pacer,
        ledger,
        holdback,
        http,
        requestTimeoutMs,
        random,
        beforeWrite: async () => guard?.(),
        ...(stop === undefined ? {} : { stop, giveUp: later(clock, stop, lastAnswersMs) }),
      })
      return {
        ...pipedrive,
        async users() {
          const all = await pipedrive.users()
          ledger.learnSeats(all.filter(({ active }) => active).length)
          return all
        },
        concurrency: () => pacer.stats().limit,
        fieldCap: () => (pacer.stats().sent > 0 ? inferFieldCap(pacer.stats().limit) : undefined),
        async probeBudget() {
          await pipedrive.probe()
        },
        keepReserve: (share) => ledger.keepReserve(share),
        async settleBudget() {
          const disownedAt = await ledger.disownedAt()
          if (disownedAt === undefined) return true
          const waitMs = disownedAt.getTime() + leaseHoldMs + requestTimeoutMs - clock.now().getTime()
          if (waitMs > 0) await clock.sleep(waitMs, stop)
          if (stop?.aborted) return false
          await ledger.settleDisowned(() => pipedrive.probe())
          return true
        },
        flush: () => ledger.flush(),
        guardWrites(assertHeld) {
          guard = assertHeld
        },
      }
    },
    async flush() {
      await Promise.all([...ledgers.values()].map((ledger) => ledger.flush()))
    },
  }
}

/** Aborts `ms` after `signal`. */
function later(clock: Clock, signal: AbortSignal, ms: number): AbortSignal {
  const end = new AbortController()
  signal.addEventListener('abort', () => void clock.sleep(ms).then(() => end.abort()), { once: true })
  return end.signal
}
