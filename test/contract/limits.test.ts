import { afterEach, expect, test } from 'vitest'
import { consent, type Installed, installed, token } from './installed.ts'

let company: Installed | undefined
afterEach(() => company?.sandbox.close())

/** A clock that stands still until it is moved. */
function stillClock(start = Date.parse('2026-03-01T12:00:00Z')) {
  let at = start
  return {
    now: () => at,
    move: (ms: number) => {
      at += ms
    },
  }
}

type Options = NonNullable<Parameters<typeof installed>[0]>

async function start(options: Options = {}, userId?: number): Promise<Installed> {
  company = await installed(options, userId)
  return company
}

const statuses = async (calls: number, one: () => Promise<{ status: number }>) => {
  const seen: number[] = []
  for (let index = 0; index < calls; index += 1) seen.push((await one()).status)
  return seen
}

test('the burst is per user and rolls: 80 in 2 s on Lite, then 429 with Retry-After, then free again', async () => {
  const clock = stillClock()
  const { call, url, control } = await start({ plan: 'lite', now: clock.now })
  const seen = await statuses(80, () => call('GET', '/api/v1/users/me'))
  expect(new Set(seen)).toEqual(new Set([200]))
  const refused = await call('GET', '/api/v1/users/me')
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('2')
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
  expect(refused.body.success).toBe(false)

  await control('PUT', '/__sandbox/app', { consentAs: { companyId: 4711, userId: 13431 } })
  const other = await consent(url)
  const headers = { authorization: `Bearer ${other.accessToken}` }
  expect((await fetch(`${url}/api/v1/users/me`, { headers })).status).toBe(200)

  clock.move(1999)
  expect((await call('GET', '/api/v1/users/me')).status).toBe(429)
  clock.move(1)
  const free = await call('GET', '/api/v1/users/me')
  expect(free.status).toBe(200)
  expect(free.headers.get('x-ratelimit-limit')).toBe('80')
  expect(free.headers.get('x-ratelimit-remaining')).toBe('79')
})

test.each([
  ['growth', '160'],
  ['premium', '400'],
  ['ultimate', '480'],
] as const)('the plan %s allows %s requests per window', async (plan, limit) => {
  const { call } = await start({ plan })
  const { headers } = await call('GET', '/api/v1/users/me')
  expect(headers.get('x-ratelimit-limit')).toBe(limit)
  expect(headers.get('x-ratelimit-reset')).toBe('2')
})

test('search is held to 10 per 2 s on every plan, other requests are not', async () => {
  const clock = stillClock()
  const { call } = await start({ plan: 'ultimate', now: clock.now })
  const search = () => call('GET', '/api/v2/persons/search?term=abc')
  expect(new Set(await statuses(10, search))).toEqual(new Set([200]))
  expect((await search()).status).toBe(429)
  expect((await call('GET', '/api/v2/itemSearch?term=abc')).status).toBe(429)
  expect((await call('GET', '/api/v2/persons')).status).toBe(200)
})

test('the daily budget is charged by operation, also for refused bodies, and turns at midnight', async () => {
  const clock = stillClock()
  const { call, control } = await start({ dailyBudget: 20, now: clock.now })
  const first = await call('POST', '/api/v2/persons', { name: 'A' })
  expect(first.headers.get('x-daily-ratelimit-token-limit')).toBe('20')
  expect(first.headers.get('x-daily-ratelimit-token-remaining')).toBe('15')
  const bad = await call('POST', '/api/v2/persons', { name: 1 })
  expect([bad.status, bad.headers.get('x-daily-ratelimit-token-remaining')]).toEqual([400, '10'])
  expect((await call('GET', '/api/v2/persons')).headers.get('x-daily-ratelimit-token-remaining')).toBe('0')
  const spent = await call('GET', '/api/v1/users/me')
  expect([spent.status, spent.headers.get('x-daily-ratelimit-token-remaining')]).toEqual([429, '0'])

  await control('POST', '/__sandbox/budget', { remaining: 7 })
  expect((await call('GET', '/api/v1/users/me')).headers.get('x-daily-ratelimit-token-remaining')).toBe('5')
  clock.move(12 * 3_600_000)
  const { accessToken } = await consent(company?.url ?? '')
  const headers = { authorization: `Bearer ${accessToken}` }
  const tomorrow = await fetch(`${company?.url}/api/v1/users/me`, { headers })
  expect(tomorrow.headers.get('x-daily-ratelimit-token-remaining')).toBe('18')
})

test('the budget is the plan’s by seats, one per company', async () => {
  const { url, control, call } = await start({ plan: 'premium', seats: 2 })
  expect((await call('GET', '/api/v1/users/me')).headers.get('x-daily-ratelimit-token-limit')).toBe('300000')
  await control('PUT', '/__sandbox/app', { consentAs: { companyId: 4712, userId: 20117 } })
  const south = await consent(url)
  const answer = await fetch(`${url}/api/v1/users/me`, { headers: { authorization: `Bearer ${south.accessToken}` } })
  expect(answer.headers.get('x-daily-ratelimit-token-remaining')).toBe('299998')
})

test('the daily headers can be missing', async () => {
  const { call } = await start({ dailyHeaders: false })
  const { headers } = await call('GET', '/api/v1/users/me')
  expect([...headers.keys()].filter((name) => name.startsWith('x-daily'))).toEqual([])
})

test('who ignores 429 more than 30 times in 10 s is kept out by an HTML 403 for 60 s', async () => {
  const clock = stillClock()
  const { call, control } = await start({ now: clock.now, dailyBudget: 0 })
  const me = () => call('GET', '/api/v1/users/me')
  expect(new Set(await statuses(31, me))).toEqual(new Set([429]))
  await control('POST', '/__sandbox/budget', { remaining: 100 })
  const blocked = await me()
  expect(blocked.status).toBe(403)
  expect(blocked.headers.get('content-type')).toContain('text/html')
  clock.move(60_001)
  await control('PUT', '/__sandbox/options', { dailyBudget: 100 })
  expect((await me()).status).toBe(200)
})

test('with limits off everything is counted and nothing refused', async () => {
  const { call, control } = await start({ limits: false, plan: 'lite', dailyBudget: 10 })
  expect(new Set(await statuses(100, () => call('GET', '/api/v1/users/me')))).toEqual(new Set([200]))
  const { body } = await control('GET', '/__sandbox/stats')
  expect(body).toMatchObject({ totalRequests: 100, totalTokens: 200, tooMany: 0, budget: { remaining: 0 } })
})

test('custom fields are capped per company, all entities together', async () => {
  const { call } = await start({ plan: 'lite', limits: false })
  const entities = ['person', 'organization', 'deal', 'product']
  for (let index = 0; index < 30; index += 1) {
    const body = { field_name: `F${index}`, field_type: 'varchar' }
    expect((await call('POST', `/api/v2/${entities[index % 4]}Fields`, body)).status).toBe(200)
  }
  const over = await call('POST', '/api/v2/dealFields', { field_name: 'One more', field_type: 'text' })
  expect(over.status).toBe(403)
  expect(over.body.error).toContain('limit')
  expect(over.body.code).toBeUndefined()
})

test('open deals are capped per seat; won ones and deletions make room', async () => {
  const { call, control, data } = await start({ plan: 'lite', seats: 1, limits: false })
  await control('POST', '/__sandbox/seed', { bulk: { deals: 2500 } })
  const over = await call('POST', '/api/v2/deals', { title: 'One more' })
  expect(over.status).toBe(403)
  expect(over.body).toEqual({
    success: false,
    error: "Couldn't add the deal. Open deals limit reached.",
    code: 'feature_capping_deals_limit',
  })
  const won = await data('POST', '/api/v2/deals', { title: 'Won', status: 'won' })
  expect((await call('PATCH', `/api/v2/deals/${won.id}`, { status: 'open' })).status).toBe(403)
  await data('DELETE', '/api/v2/deals/1')
  await data('POST', '/api/v2/deals', { title: 'In the place of the first' })
})

test('an access token lives an hour; a refresh gives the next one and keeps the refresh token', async () => {
  const clock = stillClock()
  const { call, url, refreshToken, accessToken } = await start({ now: clock.now })
  expect(accessToken).toMatch(/^v1u:.{396,}/)
  clock.move(3_600_000)
  const late = await call('GET', '/api/v1/users/me')
  expect([late.status, late.body]).toEqual([401, { success: false, error: 'unauthorized access', errorCode: 401 }])
  const next = await token(url, { grant_type: 'refresh_token', refresh_token: refreshToken })
  expect(next.body).toMatchObject({
    token_type: 'Bearer',
    expires_in: 3599,
    refresh_token: refreshToken,
    api_domain: url,
  })
  const headers = { authorization: `Bearer ${next.body.access_token}` }
  expect((await fetch(`${url}/api/v1/users/me`, { headers })).status).toBe(200)
  clock.move(60 * 86_400_000)
  const stale = await token(url, { grant_type: 'refresh_token', refresh_token: refreshToken })
  expect([stale.status, stale.body.message]).toEqual([400, 'Invalid grant: refresh_token is invalid'])
})
