import { inCompany } from '../../db/pool.ts'
import { BudgetExhausted } from '../errors.ts'
import { type BudgetView, nextUtcMidnight, reserveTokens, spendableTokens, utcDay } from './budget.ts'
import {
  type DayBook,
  enterRequest,
  giveBackDeeds,
  hasNews,
  openDayBook,
  settleRequest,
  takeDeeds,
  withdrawRequest,
} from './day-book.ts'
import { leaseHoldMs, readDisownedAt } from './leases.ts'
import type { Ledger, LedgerDeps } from './ledger-types.ts'
import { inferDailyLimit } from './plan-limits.ts'
import { post, type Terms } from './posting.ts'
import { readRateHeaders } from './rate-headers.ts'
import { makeRemaining } from './remaining.ts'
import { settleDisowned } from './settling.ts'
import { readUsage, type UsageRow } from './usage-store.ts'

/** So near the reserve, where other apps spend too, requests go one after the other: each sees what was spent before it. */
const cautiousTokens = 500

/**
 * The company's API budget, shared by all processes. Tokens are leased from the day in one transaction and spent from
 * memory, so there is no write per request. A process that is killed leaves its lease charged, so the day is never below the
 * truth; whoever takes its run over settles the lease by Pipedrive's own count (ADR 21). All callers of one process must
 * share one ledger per company.
 */
export function makeLedger({ db, companyId, workerId, clock, leaseTokens = 200, ...deps }: LedgerDeps): Ledger {
  const remaining = makeRemaining()
  let reserveShare = deps.reserveShare ?? 0.3
  let seats = deps.seats ?? 1
  let dailyLimit: number | undefined
  let burstLimit: number | undefined
  let leasedElsewhere = 0
  let book = openDayBook(utcDay(clock.now()))
  /** Days that ended with something to report. */
  let past: DayBook[] = []
  let queue: Promise<unknown> = Promise.resolve()
  let answered = Promise.withResolvers<void>()

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
    // A figure that allows to go on corrects itself with the next answer; one that forbids it never would.
    if ((remaining.tokens() ?? 0) <= reserveTokens({ limit: limitOf(undefined), reserveShare })) remaining.forget()
  }

  const limitOf = (row: UsageRow | undefined) =>
    dailyLimit ?? row?.dailyLimit ?? inferDailyLimit(burstLimit ?? row?.burstLimit, seats)

  /** `own`: what of `row.tokens` this process spent and has not reported, and what it holds. */
  function toView(row: UsageRow | undefined, own: { spent: number; balance: number }): BudgetView {
    const remembered = row?.dailyRemaining === undefined ? undefined : Math.max(0, row.dailyRemaining - own.spent)
    return {
      limit: limitOf(row),
      reserveShare,
      charged: row?.tokens ?? 0,
      leasedElsewhere,
      remaining: remaining.tokens() ?? remembered,
      balance: own.balance,
    }
  }

  function exhausted(view: BudgetView): BudgetExhausted {
    const { limit, charged, remaining: left = limit - charged } = view
    const detail = { limit, remaining: left, reserve: reserveTokens(view) }
    return new BudgetExhausted('budget.reserve', nextUtcMidnight(clock.now()), detail)
  }

  /** Posts the page's deeds and leases `toTokens(view)` more API tokens of its day. `held`: leased, not in the page. */
  async function report(page: DayBook, toTokens: (view: BudgetView) => number, held = 0): Promise<number> {
    const deeds = takeDeeds(page)
    const now = clock.now()
    const left = remaining.exactly()
    const exactly = left === undefined ? undefined : { remaining: left, doubtfulSince: remaining.doubtful() }
    const posting = { companyId, workerId, day: page.day, now, deeds, isLeased: page.isLeased, exactly }
    const toTerms = (row: UsageRow, elsewhere: number): Terms => {
      dailyLimit ??= row.dailyLimit
      burstLimit ??= row.burstLimit
      leasedElsewhere = elsewhere
      const view = toView(row, { spent: deeds.spent + page.spent, balance: page.balance + held })
      const dailyRemaining = page === book ? view.remaining : undefined
      return { tokens: toTokens(view), dailyLimit, burstLimit, dailyRemaining }
    }
    try {
      const posted = await inCompany(db, companyId, (trx) => post(trx, posting, toTerms))
      if (posted === 'disowned') return lose(page)
      page.isLeased = posted.holds !== 0
      page.heldUntilMs = now.getTime() + leaseHoldMs
      return posted.tokens
    } catch (error) {
      giveBackDeeds(page, deeds)
      throw error
    }
  }

  function lose(page: DayBook): number {
    page.isVoid = true
    if (page === book) book = openDayBook(page.day)
    past = past.filter((one) => one !== page)
    return 0
  }

  const lease = (tokens: number, probe: boolean) =>
    inTurn(async () => {
      if (isCovered(tokens, probe)) return
      const page = book
      const missing = Math.max(0, tokens - page.balance)
      const leased = await report(page, (view) => {
        const spendable = spendableTokens(view)
        if (probe || (missing === 0 && isAffordable(tokens, view.limit))) return missing
        if (spendable < missing || !isAffordable(tokens, view.limit)) throw exhausted(view)
        return Math.min(spendable, Math.max(leaseTokens, missing))
      })
      // Read after the wait: what was left is spent meanwhile.
      page.balance += leased
    })

  /** Above the reserve, by what Pipedrive told, which may have become less since the lease. Undefined: it told nothing. */
  function headroom(limit: number): number | undefined {
    const left = remaining.tokens()
    return left === undefined ? undefined : left - leasedElsewhere - reserveTokens({ limit, reserveShare })
  }

  /** What other apps may spend while the request is on its way is left to them, too. */
  function isAffordable(tokens: number, limit: number): boolean {
    const room = headroom(limit)
    return room === undefined || room - tokens >= Math.min(remaining.others() ?? 0, cautiousTokens)
  }

  const isCovered = (tokens: number, probe: boolean) =>
    book.balance >= tokens && isHeld(book) && (probe || isAffordable(tokens, limitOf(undefined)))

  const isHeld = (page: DayBook) => !page.isLeased || clock.now().getTime() < page.heldUntilMs

  const mustGoAlone = () =>
    remaining.others() !== undefined &&
    remaining.underWay() > 0 &&
    (headroom(limitOf(undefined)) ?? cautiousTokens) < cautiousTokens

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

  const flush = () =>
    inTurn(async () => {
      turnPage()
      for (const page of past) if (hasNews(page)) await giveBack(page)
      // What is under way on them is told later.
      past = past.filter((page) => page.isLeased)
      if (hasNews(book)) await giveBack(book)
    })

  /** Enters the request on a page whose lease is known to stand. */
  async function enter(tokens: number, probe: boolean): Promise<DayBook> {
    turnPage()
    while (!isCovered(tokens, probe) || (!probe && mustGoAlone())) {
      if (isCovered(tokens, probe)) await answered.promise
      else await lease(tokens, probe)
      turnPage()
    }
    enterRequest(book, tokens)
    remaining.charged(tokens)
    return book
  }

  function noteAnswer(): void {
    answered.resolve()
    answered = Promise.withResolvers()
  }

  return {
    async charge(operation, tokens, { probe = false } = {}) {
      let page = await enter(tokens, probe)
      let answeredBefore = remaining.answeredSoFar()
      return {
        async sending() {
          while (page.isVoid || !isHeld(page)) {
            if (!page.isVoid) await inTurn(async () => void (isHeld(page) || (await report(page, () => 0))))
            if (!page.isVoid) continue
            remaining.withdrawn(tokens)
            page = await enter(tokens, probe)
          }
          answeredBefore = remaining.answeredSoFar()
        },
        settle(answer) {
          const told = answer && readRateHeaders(answer.headers)
          const mayBeFree = answer === undefined || answer.status >= 300
          remaining.answered({ tokens, answeredBefore, header: told?.dailyRemaining, mayBeFree })
          dailyLimit = told?.dailyLimit ?? dailyLimit
          burstLimit = told?.burstLimit ?? burstLimit
          settleRequest(page, { operation, tokens, mayBeFree, status: answer?.status ?? 0 })
          noteAnswer()
        },
        withdraw() {
          withdrawRequest(page, tokens)
          remaining.withdrawn(tokens)
          noteAnswer()
        },
      }
    },
    learnSeats(count) {
      seats = count
    },
    keepReserve(share) {
      reserveShare = share
    },
    flush,
    disownedAt: () => inCompany(db, companyId, (trx) => readDisownedAt(trx, companyId)),
    async settleDisowned(probe) {
      remaining.forget()
      await probe()
      await inTurn(async () => {
        await report(book, () => 0)
        const now = clock.now()
        await inCompany(db, companyId, (trx) => settleDisowned(trx, { companyId, now, remaining: remaining.tokens() }))
      })
    },
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
