import type { Knex } from 'knex'
import { inCompany } from '../../db/pool.ts'
import { BudgetExhausted } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'
import { type BudgetView, costOf, nextUtcMidnight, reserveTokens, spendableTokens, utcDay } from './budget.ts'
import { type DayBook, enterRequest, giveBackDeeds, openDayBook, takeDeeds } from './day-book.ts'
import { inferDailyLimit } from './plan-limits.ts'
import { readRateHeaders } from './rate-headers.ts'
import { makeRemaining } from './remaining.ts'
import { lockUsage, readUsage, saveUsage, type UsageRow } from './usage-store.ts'

/** One request's entry. */
export interface Charge {
  /** The request goes out now. */
  sending(): void
  /** The answer is there (undefined: none came). */
  settle(answer: { status: number; headers: Readonly<Record<string, string>> } | undefined): void
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
  /** Reports what was spent and gives back what is leased. To be called at the end of a slice and at a stop. */
  flush(): Promise<void>
  state(): Promise<LedgerState>
}

export interface LedgerDeps {
  db: Knex
  companyId: number
  clock: Clock
  /** Share of the daily limit that is left to the company's other apps. */
  reserveShare?: number
  seats?: number
  /** API tokens taken from the company's day at a time. */
  leaseTokens?: number
}

/**
 * The company's API budget, shared by all processes. Tokens are leased from the day's row in one transaction and spent
 * from memory, so there is no write per request; a process that is killed leaves its lease charged, so the row is never
 * below the truth. All callers of one process must share one ledger per company.
 */
export function makeLedger({
  db,
  companyId,
  clock,
  reserveShare = 0.3,
  leaseTokens = 200,
  ...deps
}: LedgerDeps): Ledger {
  const remaining = makeRemaining()
  let seats = deps.seats ?? 1
  let dailyLimit: number | undefined
  let burstLimit: number | undefined
  let leasedElsewhere = 0
  let book = openDayBook(utcDay(clock.now()))
  /** Days that ended with something to report. */
  let past: DayBook[] = []
  let queue: Promise<unknown> = Promise.resolve()

  /** One at a time: what one learns from the row, the next must see. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work, work)
    queue = result.catch(() => undefined)
    return result
  }

  function turnPage(): void {
    const today = utcDay(clock.now())
    if (today === book.day) return
    past.push(book)
    book = openDayBook(today)
    leasedElsewhere = 0
    // A figure that allows to go on corrects itself with the next answer; one that forbids it never would.
    if ((remaining.tokens() ?? 0) <= reserveTokens({ limit: limitOf(undefined), reserveShare })) remaining.forget()
  }

  const limitOf = (row: UsageRow | undefined) =>
    dailyLimit ?? row?.dailyLimit ?? inferDailyLimit(burstLimit ?? row?.burstLimit, seats)

  /** `own`: what of `row.tokens` this process spent and has not reported, and what it holds. */
  function toView(row: UsageRow | undefined, own: { spent: number; balance: number }): BudgetView {
    const charged = row?.tokens ?? 0
    const remembered = row?.dailyRemaining === undefined ? undefined : Math.max(0, row.dailyRemaining - own.spent)
    return {
      limit: limitOf(row),
      reserveShare,
      charged,
      leasedElsewhere: Math.max(0, charged - costOf(row?.byOperation ?? {}) - own.spent - own.balance),
      remaining: remaining.tokens() ?? remembered,
      balance: own.balance,
    }
  }

  function exhausted(view: BudgetView): BudgetExhausted {
    const { limit, charged, remaining: left = limit - charged } = view
    const detail = { limit, remaining: left, reserve: reserveTokens(view) }
    return new BudgetExhausted('budget.reserve', nextUtcMidnight(clock.now()), detail)
  }

  /** Moves the page's deeds and `toTokens(view)` more API tokens into its day's row. `held`: leased, not in the page. */
  async function report(page: DayBook, toTokens: (view: BudgetView) => number, held = 0): Promise<number> {
    const deeds = takeDeeds(page)
    const key = { companyId, day: page.day, now: clock.now() }
    try {
      return await inCompany(db, companyId, async (trx) => {
        const row = await lockUsage(trx, key)
        dailyLimit ??= row.dailyLimit
        burstLimit ??= row.burstLimit
        const view = toView(row, { spent: deeds.spent + page.spent, balance: page.balance + held })
        const tokens = toTokens(view)
        const isToday = page === book
        if (isToday) leasedElsewhere = view.leasedElsewhere
        const dailyRemaining = isToday ? view.remaining : undefined
        await saveUsage(trx, key, row, { ...deeds, tokens, dailyLimit, burstLimit, dailyRemaining })
        return tokens
      })
    } catch (error) {
      giveBackDeeds(page, deeds)
      throw error
    }
  }

  const lease = (tokens: number, probe: boolean) =>
    inTurn(async () => {
      if (isCovered(tokens, probe)) return
      const missing = Math.max(0, tokens - book.balance)
      book.balance += await report(book, (view) => {
        const spendable = spendableTokens(view)
        if (probe) return missing
        if (spendable < missing || !isAffordable(tokens, view)) throw exhausted(view)
        return Math.min(spendable, Math.max(leaseTokens, missing))
      })
    })

  /** By what Pipedrive told, which may have become less since the lease. */
  function isAffordable(tokens: number, view: Pick<BudgetView, 'limit' | 'leasedElsewhere'>): boolean {
    const left = remaining.tokens()
    return (
      left === undefined || left - view.leasedElsewhere - tokens >= reserveTokens({ limit: view.limit, reserveShare })
    )
  }

  const isCovered = (tokens: number, probe: boolean) =>
    book.balance >= tokens && (probe || isAffordable(tokens, { limit: limitOf(undefined), leasedElsewhere }))

  async function giveBack(page: DayBook): Promise<void> {
    const { balance } = page
    page.balance = 0
    try {
      await report(page, () => -balance, balance)
    } catch (error) {
      page.balance += balance
      throw error
    }
  }

  return {
    async charge(operation, tokens, { probe = false } = {}) {
      turnPage()
      while (!isCovered(tokens, probe)) {
        await lease(tokens, probe)
        turnPage()
      }
      const page = book
      enterRequest(page, operation, tokens)
      remaining.charged(tokens)
      let answeredBefore = remaining.answeredSoFar()
      return {
        sending() {
          answeredBefore = remaining.answeredSoFar()
        },
        settle(answer) {
          const told = answer && readRateHeaders(answer.headers)
          remaining.answered(tokens, answeredBefore, told?.dailyRemaining)
          dailyLimit = told?.dailyLimit ?? dailyLimit
          burstLimit = told?.burstLimit ?? burstLimit
          if (answer?.status === 429) page.status429 += 1
        },
      }
    },
    learnSeats(count) {
      seats = count
    },
    flush: () =>
      inTurn(async () => {
        turnPage()
        while (past[0]) {
          await giveBack(past[0])
          past = past.slice(1)
        }
        if (book.balance > 0 || book.requests > 0 || book.status429 > 0) await giveBack(book)
      }),
    async state() {
      turnPage()
      const row = await inCompany(db, companyId, (trx) => readUsage(trx, { companyId, day: book.day }))
      const view = toView(row, book)
      return {
        tokens: view.charged - book.balance,
        requests: (row?.requests ?? 0) + book.requests,
        dailyLimit: view.limit,
        dailyRemaining: view.remaining,
        spendable: spendableTokens(view) + book.balance,
      }
    },
  }
}
