import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { makeLedger } from '../../server/pipedrive/ledger.ts'
import { anna, buildTestApp, stranger, type TestApp } from '../support/build-test-app.ts'

let test: TestApp
let url: string

async function call(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, user = anna) {
  const headers = { authorization: `Bearer ${await test.signIn(user)}` }
  const answer = await test.app.inject({ method, url: path, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}

beforeAll(async () => {
  test = await buildTestApp()
  await test.install(anna)
  await test.install(stranger)
  const { body } = await call('POST', '/api/migrations', { name: 'Move' })
  url = `/api/migrations/${body.id}`
})
afterAll(() => test.close())

const night = { from: '22:00', to: '06:00', zone: 'Europe/Moscow' }

describe('the settings of a migration', () => {
  it('are empty at first, are stored as they are set, and may be set again and again', async () => {
    expect((await call('GET', `${url}/settings`)).body).toEqual({ reserveShare: null, window: null })
    for (let i = 0; i < 2; i += 1) {
      const set = await call('PUT', `${url}/settings`, { reserveShare: 0.4, window: night })
      expect(set).toEqual({ status: 200, body: { reserveShare: 0.4, window: night } })
    }
    expect((await call('GET', `${url}/settings`)).body).toEqual({ reserveShare: 0.4, window: night })
    await call('PUT', `${url}/settings`, { reserveShare: 0, window: null })
    expect((await call('GET', `${url}/settings`)).body).toEqual({ reserveShare: 0, window: null })
  })

  it.each([
    [{ reserveShare: 1, window: null }, 400, 'request.invalid'],
    [{ reserveShare: null, window: { ...night, from: '24:00' } }, 400, 'request.invalid'],
    [{ reserveShare: null, window: { ...night, to: '22:00' } }, 422, 'settings.empty_window'],
    [{ reserveShare: null, window: { ...night, zone: 'Mars/Base' } }, 422, 'settings.unknown_zone'],
  ])('are not %j', async (settings, status, code) => {
    const answer = await call('PUT', `${url}/settings`, settings)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  it('are changed by nobody of another company', async () => {
    const answer = await call('PUT', `${url}/settings`, { reserveShare: 0.9, window: null }, stranger)
    expect(answer.status).toBe(404)
  })

  it('leave a trace of who changed them', async () => {
    await call('PUT', `${url}/settings`, { reserveShare: 0.25, window: night })
    const entries = await inCompany(test.database.db, anna.companyId, (trx) =>
      trx('audit_log').where({ action: 'migration.settings_changed' }).orderBy('id', 'desc'),
    )
    expect(entries[0]).toMatchObject({ user_id: anna.userId, detail: { reserveShare: 0.25, ...night } })
  })
})

it('the budget shows what was spent by day and hour, what is kept, and what others took', async () => {
  const { companyId } = anna
  const ledger = makeLedger({ db: test.database.db, companyId, clock: test.clock, workerId: 'worker_1' })
  const charge = await ledger.charge('GET /persons', 10)
  await charge.sending()
  const headers = { 'x-daily-ratelimit-token-limit': '30000', 'x-daily-ratelimit-token-remaining': '29000' }
  charge.settle({ status: 200, headers })
  await ledger.flush()
  await call('PUT', `${url}/settings`, { reserveShare: 0.5, window: null })
  const now = test.clock.now().toISOString()
  // Who installs is asked for once: 2.
  const spent = 12
  expect((await call('GET', `${url}/budget`)).body).toEqual({
    limit: 30_000,
    remaining: 29_000,
    reserve: 15_000,
    reserveShare: 0.5,
    days: [
      {
        day: now.slice(0, 10),
        spent,
        leased: 0,
        requests: 2,
        hours: { [now.slice(11, 13)]: spent },
        others: 1_000 - spent,
      },
    ],
    forecast: null,
  })
})
