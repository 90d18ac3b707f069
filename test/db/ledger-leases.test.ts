import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { BudgetExhausted } from '../../server/errors.ts'
import type { Clock } from '../../server/lib/clock.ts'
import { disownLeases } from '../../server/pipedrive/leases.ts'
import { makeLedger } from '../../server/pipedrive/ledger.ts'
import type { Ledger } from '../../server/pipedrive/ledger-types.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const limit = 10_000
const cost = 5

let database: TestDatabase
let companyId = 500
let processes = 0
let now: Date
/** What Pipedrive counted, of us and of others. */
let counted = 0
let ofOthers = 0
let sendsHeaders = true
const clock: Clock = { now: () => now, sleep: async () => {} }

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(() => {
  companyId += 1
  now = new Date('2026-03-04T10:00:00Z')
  counted = 0
  ofOthers = 0
  sendsHeaders = true
})

interface Process {
  id: string
  ledger: Ledger
}

function begin(): Process {
  processes += 1
  const id = `worker_${processes}`
  return { id, ledger: makeLedger({ db: database.db, companyId, clock, workerId: id }) }
}

/** Pipedrive's side of one request. */
function answer(status: number, tokens: number) {
  if (status < 400 || status >= 500) counted += tokens
  const headers: Record<string, string> = sendsHeaders
    ? {
        'x-daily-ratelimit-token-limit': String(limit),
        'x-daily-ratelimit-token-remaining': String(limit - counted - ofOthers),
      }
    : {}
  return { status, headers }
}

async function send({ ledger }: Process, status = 200, options?: { probe: boolean }): Promise<void> {
  const charge = await ledger.charge('POST /persons', cost, options)
  await charge.sending()
  charge.settle(answer(status, cost))
}

async function sendMany(process: Process, n: number): Promise<void> {
  for (let i = 0; i < n; i += 1) await send(process)
}

/** Many under way at once; their answers overtake each other. */
async function sendAtOnce({ ledger }: Process, n: number): Promise<void> {
  const charges = []
  for (let i = 0; i < n; i += 1) charges.push(await ledger.charge('POST /persons', cost))
  for (const charge of charges) await charge.sending()
  const answers = charges.map(() => answer(200, cost))
  for (const [index, charge] of charges.entries()) charge.settle(answers[charges.length - 1 - index])
}

/** What a taker does: the dead process's lease is nobody's, its last request has arrived, and it is settled. */
async function takeOver(taker: Process, dead: Process): Promise<void> {
  await disown(taker, dead)
  now = new Date(now.getTime() + 40_000)
  await settle(taker)
}
const disown = (taker: Process, dead: Process) =>
  inCompany(database.db, companyId, (trx) => disownLeases(trx, { companyId, lost: dead.id, by: taker.id, now }))
const settle = (taker: Process) => taker.ledger.settleDisowned(() => send(taker, 200, { probe: true }))

const charged = () =>
  inCompany(database.db, companyId, async (trx) => Number((await trx('api_usage').sum('tokens as n').first())?.['n']))
const leases = () => inCompany(database.db, companyId, (trx) => trx('api_leases').select())
const reported = () =>
  inCompany(database.db, companyId, async (trx) => (await trx('api_usage').first('by_operation')).by_operation)

describe('a process that died', () => {
  test.each([0, 1, 7, 37, 80])('after %i requests that it did not report leaves exact books', async (unreported) => {
    const dead = begin()
    await sendMany(dead, 3)
    await dead.ledger.flush()
    await sendMany(dead, unreported)
    const taker = begin()
    await takeOver(taker, dead)
    await sendMany(taker, 4)
    await taker.ledger.flush()
    expect(await charged()).toBe(counted)
    expect(await leases()).toEqual([])
  })

  test('with many requests under way at once leaves exact books', async () => {
    const dead = begin()
    await sendMany(dead, 2)
    for (let i = 0; i < 5; i += 1) await sendAtOnce(dead, 30)
    const taker = begin()
    await takeOver(taker, dead)
    await taker.ledger.flush()
    expect(await charged()).toBe(counted)
  })

  test('with requests charged that never left leaves exact books', async () => {
    const dead = begin()
    await sendMany(dead, 2)
    await dead.ledger.flush()
    for (let i = 0; i < 100; i += 1) {
      const charge = await dead.ledger.charge('POST /products', cost)
      await charge.sending()
      if (i % 3 === 0) charge.settle(answer(200, cost))
    }
    const taker = begin()
    await takeOver(taker, dead)
    await taker.ledger.flush()
    expect(await charged()).toBe(counted)
  })

  test('is followed by others that die, some before they settle anything, and the books are exact', async () => {
    let last = begin()
    await send(last)
    await last.ledger.flush()
    for (let round = 0; round < 6; round += 1) {
      await sendAtOnce(last, 11 * round)
      const next = begin()
      if (round % 2 === 0) await takeOver(next, last)
      else {
        await disown(next, last)
        await sendMany(next, 3)
      }
      last = next
    }
    const taker = begin()
    await takeOver(taker, last)
    await taker.ledger.flush()
    expect(await charged()).toBe(counted)
    expect(await leases()).toEqual([])
  })

  test('is charged all it held where Pipedrive does not tell its count', async () => {
    sendsHeaders = false
    const dead = begin()
    await sendMany(dead, 3)
    const taker = begin()
    await takeOver(taker, dead)
    await taker.ledger.flush()
    expect(await charged()).toBe(200 + cost)
    expect(await reported()).toMatchObject({ unreported: 200 })
  })

  test('is charged all it held where the day was reset meanwhile', async () => {
    const dead = begin()
    await sendMany(dead, 100)
    await dead.ledger.flush()
    await sendMany(dead, 10)
    const before = counted
    counted = 0
    const taker = begin()
    await takeOver(taker, dead)
    await taker.ledger.flush()
    expect(await charged()).toBeGreaterThanOrEqual(before + counted)
  })

  test('is charged too much rather than too little where other apps spent meanwhile', async () => {
    const dead = begin()
    await sendMany(dead, 3)
    await dead.ledger.flush()
    await sendMany(dead, 10)
    ofOthers = 1_000
    const taker = begin()
    await takeOver(taker, dead)
    await taker.ledger.flush()
    expect(await charged()).toBeGreaterThanOrEqual(counted)
    expect(await charged()).toBeLessThanOrEqual(counted + 200)
  })
})

describe('a process that was frozen and wakes', () => {
  test('does not count again what was settled, and counts what it sends from then on', async () => {
    const zombie = begin()
    await sendMany(zombie, 3)
    await zombie.ledger.flush()
    await sendMany(zombie, 10)
    const taker = begin()
    await takeOver(taker, zombie)
    await zombie.ledger.flush()
    await sendMany(zombie, 7)
    await Promise.all([zombie.ledger.flush(), taker.ledger.flush()])
    expect(await charged()).toBe(counted)
  })

  test('enters a request anew that was charged before and not sent', async () => {
    const zombie = begin()
    await send(zombie)
    await zombie.ledger.flush()
    const charge = await zombie.ledger.charge('GET /persons', 10)
    const taker = begin()
    await takeOver(taker, zombie)
    await charge.sending()
    charge.settle(answer(200, 10))
    await Promise.all([zombie.ledger.flush(), taker.ledger.flush()])
    expect(await charged()).toBe(counted)
  })
})

describe('requests that cost nothing', () => {
  test.each([401, 429])('because of a %i are taken back as soon as Pipedrive’s count shows it', async (status) => {
    const one = begin()
    await sendMany(one, 3)
    await one.ledger.flush()
    for (let i = 0; i < 4; i += 1) await send(one, status)
    await send(one)
    await one.ledger.flush()
    expect(await charged()).toBe(counted)
  })

  test('stay charged where no header tells', async () => {
    sendsHeaders = false
    const one = begin()
    await send(one)
    await send(one, 429)
    await one.ledger.flush()
    expect(await charged()).toBe(2 * cost)
  })

  test('because they were not sent are not charged', async () => {
    const one = begin()
    await send(one)
    ;(await one.ledger.charge('POST /persons', cost)).withdraw()
    await one.ledger.flush()
    expect(await charged()).toBe(cost)
    expect(await reported()).toEqual({ 'POST /persons': 1 })
  })

  test('are not mistaken for a reset of the day', async () => {
    const one = begin()
    await sendMany(one, 20)
    await send(one, 503)
    const before = counted
    counted = 0
    await send(one)
    await one.ledger.flush()
    expect(await charged()).toBe(before + counted)
  })
})

test('the reserve is left to other apps while they spend, too', async () => {
  const one = begin()
  let lowestOfOurs = limit
  const sendUntilForbidden = async () => {
    for (;;) {
      await send(one)
      lowestOfOurs = Math.min(lowestOfOurs, limit - counted - ofOthers)
      // Others spend 15 for each 5 of ours.
      ofOthers += 15
    }
  }
  await expect(sendUntilForbidden()).rejects.toBeInstanceOf(BudgetExhausted)
  expect(lowestOfOurs).toBeGreaterThanOrEqual(limit * 0.3)
  expect(counted + ofOthers).toBeGreaterThan(limit * 0.69)
})

test('what is spent while more is leased is spent once', async () => {
  const ledger = makeLedger({ db: database.db, companyId, clock, workerId: 'worker_at_once', leaseTokens: 10 })
  const spend = async (tokens: number) => {
    const charge = await ledger.charge('POST /persons', tokens)
    await charge.sending()
    charge.settle(answer(200, tokens))
  }
  await spend(5)
  // The first needs a lease; the second finds what is left while the first waits for the database.
  const first = spend(10)
  await new Promise((resolve) => setImmediate(resolve))
  await Promise.all([first, spend(5)])
  await ledger.flush()
  const row = await inCompany(database.db, companyId, (trx) => trx('api_usage').sum('tokens as n').first())
  expect(Number(row?.['n'])).toBe(20)
})
