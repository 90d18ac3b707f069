import type { Knex } from 'knex'
import type { Clock } from '../lib/clock.ts'
import type { AccessTokens } from './access-token.ts'
import type { HttpSend } from './http-send.ts'
import { type Ledger, makeLedger } from './ledger.ts'
import { makePacer, type Pacer } from './pacer.ts'
import { makePipedrive, type PipedriveClient } from './pipedrive.ts'
import { inferFieldCap } from './plan-limits.ts'
import type { Pipedrive } from './types.ts'

export interface DestinationsDeps {
  db: Knex
  clock: Clock
  send: HttpSend
  /** 0 ≤ x < 1 */
  random: () => number
  reserveShare: number
  requestTimeoutMs: number
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
  /** Stores what the ledger holds in memory. */
  flush(): Promise<void>
  /** Before each write of this user's from now on; what it throws, the write throws, and nothing is sent. */
  guardWrites(assertHeld: () => Promise<void>): void
}

export interface Destinations {
  open(companyId: number, userId: number): Promise<Destination>
  /** Of all companies; for an orderly stop. */
  flush(): Promise<void>
}

interface User {
  pacer: Pacer
  pipedrive: PipedriveClient
  guardWrites: Destination['guardWrites']
}

/** One pacer per user and one ledger per company for the whole process, however often a destination is opened. */
export function makeDestinations(deps: DestinationsDeps): Destinations {
  const { db, clock, reserveShare } = deps
  const ledgers = new Map<number, Ledger>()
  const users = new Map<string, User>()

  function ledgerOf(companyId: number): Ledger {
    const ledger = ledgers.get(companyId) ?? makeLedger({ db, companyId, clock, reserveShare })
    ledgers.set(companyId, ledger)
    return ledger
  }

  function userOf(companyId: number, userId: number, ledger: Ledger): User {
    const key = `${companyId}:${userId}`
    const known = users.get(key)
    if (known) return known
    const pacer = makePacer({ clock })
    const { random, requestTimeoutMs, send: http } = deps
    const tokens = deps.tokensOf(companyId, userId)
    let guard: (() => Promise<void>) | undefined
    const beforeWrite = async () => guard?.()
    const user: User = {
      pacer,
      pipedrive: makePipedrive({ tokens, clock, pacer, ledger, http, requestTimeoutMs, random, beforeWrite }),
      guardWrites(assertHeld) {
        guard = assertHeld
      },
    }
    users.set(key, user)
    return user
  }

  return {
    async open(companyId, userId) {
      const ledger = ledgerOf(companyId)
      const { pacer, pipedrive, guardWrites } = userOf(companyId, userId, ledger)
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
        flush: () => ledger.flush(),
        guardWrites,
      }
    },
    async flush() {
      await Promise.all([...ledgers.values()].map((ledger) => ledger.flush()))
    },
  }
}
