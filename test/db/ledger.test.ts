import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asOwner, inCompany } from '../../db/pool.ts'
import { BudgetExhausted } from '../../server/errors.ts'
import type { Clock } from '../../server/lib/clock.ts'
import { makeLedger } from '../../server/pipedrive/ledger.ts'
import type { Ledger, LedgerDeps } from '../../server/pipedrive/ledger-types.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
let companyId = 0
let processes = 0
let now: Date
const clock: Clock = { now: () => now, sleep: async () => {} }

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(() => {
  companyId += 1
  now = new Date('2026-03-04T10:00:00Z')
})

/** Of a process of its own. */
function ledgerOf(options: Partial<LedgerDeps> = {}): Ledger {
  processes += 1
  return makeLedger({ db: database.db, companyId, clock, workerId: `worker_${processes}`, ...options })
}

const usage = (day = '2026-03-04') =>
  inCompany(database.db, companyId, (trx) => trx('api_usage').where({ company_id: companyId, day }).first())

const daily = (remaining: number, limit = 1_000) => ({
  'x-daily-ratelimit-token-limit': String(limit),
  'x-daily-ratelimit-token-remaining': String(remaining),
})

async function send(ledger: Ledger, headers: Record<string, string> = {}, options?: { probe: boolean }) {
  const charge = await ledger.charge('POST /persons', 5, options)
  await charge.sending()
  charge.settle({ status: 200, headers })
}

/** Sends until the ledger forbids it; answers how many were sent. */
async function sendAll(ledger: Ledger, headersAfter?: (sent: number) => Record<string, string>): Promise<number> {
  for (let sent = 0; ; sent += 1) {
    try {
      await send(ledger, headersAfter?.(sent + 1))
    } catch (error) {
      expect(error).toBeInstanceOf(BudgetExhausted)
      return sent
    }
  }
}

describe('books', () => {
  test('what was sent is what is stored after a flush, and the unspent lease is given back', async () => {
    const ledger = ledgerOf()
    for (let i = 0; i < 7; i += 1) await send(ledger)
    await (await ledger.charge('GET /persons', 10)).settle({ status: 429, headers: {} })
    await ledger.flush()
    expect(await usage()).toMatchObject({
      tokens: 45,
      requests: 8,
      status_429: 1,
      by_operation: { 'POST /persons': 7, 'GET /persons': 1 },
    })
  })

  test('a process that dies leaves at least what it sent', async () => {
    const dying = ledgerOf()
    for (let i = 0; i < 100; i += 1) await send(dying)
    expect((await usage()).tokens).toBeGreaterThanOrEqual(500)
    const next = ledgerOf()
    await send(next)
    await next.flush()
    expect((await usage()).tokens).toBeGreaterThanOrEqual(505)
  })

  test('two processes add up', async () => {
    const [one, two] = [ledgerOf(), ledgerOf()]
    await Promise.all(Array.from({ length: 200 }, (_, i) => send(i % 2 === 0 ? one : two)))
    await Promise.all([one.flush(), two.flush()])
    expect(await usage()).toMatchObject({ tokens: 1_000, requests: 200, by_operation: { 'POST /persons': 200 } })
  })

  test('a request after midnight is booked on the new day', async () => {
    const ledger = ledgerOf()
    await send(ledger)
    now = new Date('2026-03-05T00:00:01Z')
    await send(ledger)
    await ledger.flush()
    expect(await usage('2026-03-04')).toMatchObject({ tokens: 5, requests: 1 })
    expect(await usage('2026-03-05')).toMatchObject({ tokens: 5, requests: 1 })
  })

  test('a flush that fails loses nothing and is made up for by the next', async () => {
    const ledger = ledgerOf()
    await send(ledger)
    await asOwner(database.db, (trx) => trx.raw('revoke update on api_usage from importer'))
    await expect(ledger.flush()).rejects.toThrow()
    await asOwner(database.db, (trx) => trx.raw('grant update on api_usage to importer'))
    await ledger.flush()
    expect(await usage()).toMatchObject({ tokens: 5, requests: 1 })
  })
})

describe('the reserve', () => {
  test('is never spent, and the error says when to go on', async () => {
    const ledger = ledgerOf()
    const sent = await sendAll(ledger, (n) => daily(1_000 - 5 * n))
    expect(sent).toBe(140)
    await expect(ledger.charge('POST /persons', 5)).rejects.toMatchObject({
      code: 'budget.reserve',
      until: new Date('2026-03-05T00:00:00Z'),
      detail: { limit: 1_000, remaining: 300, reserve: 300 },
    })
  })

  test('is never spent by two processes together', async () => {
    let left = 1_000
    const headers = () => {
      left -= 5
      return daily(left)
    }
    await Promise.all([sendAll(ledgerOf(), headers), sendAll(ledgerOf(), headers), sendAll(ledgerOf(), headers)])
    expect(left).toBeGreaterThanOrEqual(300)
  })

  test('counts what other apps use', async () => {
    const ledger = ledgerOf()
    // Each of our requests is accompanied by one of another app that costs 15.
    const sent = await sendAll(ledger, (n) => daily(1_000 - 20 * n))
    expect(sent).toBe(35)
  })

  test('holds without headers too, by the plan that the burst limit tells and the seats', async () => {
    const ledger = ledgerOf({ seats: 2, leaseTokens: 5_000 })
    await send(ledger, { 'x-ratelimit-limit': '160' })
    expect(await ledger.state()).toMatchObject({ dailyLimit: 120_000, spendable: 84_000 - 5 })
    const sent = await sendAll(ledger)
    expect(sent).toBe(84_000 / 5 - 1)
  })

  test('is not spent by a process that starts later and has seen no header', async () => {
    const first = ledgerOf()
    await sendAll(first, (n) => daily(1_000 - 5 * n))
    await first.flush()
    expect(await sendAll(ledgerOf())).toBe(0)
  })
})

describe('resets', () => {
  test('a probe is let through when the budget is spent, and notices the reset', async () => {
    const ledger = ledgerOf()
    await sendAll(ledger, (n) => daily(1_000 - 5 * n))
    await send(ledger, daily(295), { probe: true })
    await expect(ledger.charge('POST /persons', 5)).rejects.toBeInstanceOf(BudgetExhausted)
    now = new Date('2026-03-04T22:00:00Z')
    await send(ledger, daily(995), { probe: true })
    expect(await sendAll(ledger, (n) => daily(995 - 5 * n))).toBe(139)
  })

  test('a new day starts with a new budget', async () => {
    const ledger = ledgerOf()
    await sendAll(ledger, (n) => daily(1_000 - 5 * n))
    now = new Date('2026-03-05T00:00:01Z')
    expect(await sendAll(ledger, (n) => daily(1_000 - 5 * n))).toBe(140)
  })

  test('a new day that Pipedrive does not know yet stays closed after one answer', async () => {
    const ledger = ledgerOf()
    await sendAll(ledger, (n) => daily(1_000 - 5 * n))
    now = new Date('2026-03-05T00:00:01Z')
    expect(await sendAll(ledger, (n) => daily(300 - 5 * n))).toBe(1)
  })
})
