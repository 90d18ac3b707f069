import type { Knex } from 'knex'
import type { Clock } from '../lib/clock.ts'

/** One request's entry. */
export interface Charge {
  /** To be awaited before the request goes out. Throws as `charge` does where the entry must be made anew and cannot. */
  sending(): Promise<void>
  /** The answer is there (undefined: none came). */
  settle(answer: { status: number; headers: Readonly<Record<string, string>> } | undefined): void
  /** Instead of `settle`: it was certainly not sent. */
  withdraw(): void
}

export interface LedgerState {
  /** Charged today, by all processes, in API tokens. */
  tokens: number
  requests: number
  dailyLimit: number
  /** Undefined while Pipedrive has not told it. */
  dailyRemaining: number | undefined
  /** What we may still spend today without touching the reserve. */
  spendable: number
}

export interface Ledger {
  /**
   * Enters a request of `tokens` before it is sent. Throws `BudgetExhausted` (`budget.reserve`) when it would touch the
   * reserve; a `probe` is always let through, so that a reset can be noticed.
   */
  charge(operation: string, tokens: number, options?: { probe?: boolean }): Promise<Charge>
  /** Active users of the company: the daily budget grows with them where no header tells it. */
  learnSeats(seats: number): void
  /** Share of the daily limit, 0 ≤ x < 1, that is left to the company's other apps from now on. */
  keepReserve(share: number): void
  /** Reports what was spent and gives back what is leased. To be called at the end of a slice and at a stop. */
  flush(): Promise<void>
  /** When processes lost leases that are not settled yet; undefined: none is open. */
  disownedAt(): Promise<Date | undefined>
  /** Settles them by the count that `probe`, one cheap request, brings. Not before their last request can have arrived. */
  settleDisowned(probe: () => Promise<unknown>): Promise<void>
  state(): Promise<LedgerState>
}

export interface LedgerDeps {
  db: Knex
  companyId: number
  /** Of the process; no other has it, also after a restart. */
  workerId: string
  clock: Clock
  /** Share of the daily limit that is left to the company's other apps. */
  reserveShare?: number
  seats?: number
  /** API tokens taken from the company's day at a time. */
  leaseTokens?: number
}
