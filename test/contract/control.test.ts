import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Installed, installed } from './installed.ts'

let company: Installed
beforeEach(async () => {
  company = await installed()
})
afterEach(() => company.sandbox.close())

const addPerson = () => company.call('POST', '/api/v2/persons', { name: 'A' })
const stored = async () => {
  const { body } = await company.control('GET', '/__sandbox/state?entity=persons')
  return (body.records as { persons: { id: number; name: string }[] }).persons
}
const arm = (...rules: unknown[]) => company.control('POST', '/__sandbox/faults', rules)
const onCreate = { match: { method: 'POST', path: '/persons$' } }

test('an answer lost after the commit leaves the record, one lost before does not', async () => {
  await arm({ ...onCreate, kind: 'lostAfterCommit', times: 1 }, { ...onCreate, kind: 'lostBeforeCommit', times: 1 })
  await expect(addPerson()).rejects.toThrow()
  expect(await stored()).toHaveLength(1)
  await expect(addPerson()).rejects.toThrow()
  expect(await stored()).toHaveLength(1)
  expect((await addPerson()).status).toBe(200)
})

test.each(['500', '502', '503', '429'] as const)(
  '%s strikes as often as told and leaves nothing behind',
  async (kind) => {
    await arm({ ...onCreate, kind, times: 2, skip: 1 })
    const seen = [await addPerson(), await addPerson(), await addPerson(), await addPerson()].map(
      ({ status }) => status,
    )
    expect(seen).toEqual([200, Number(kind), Number(kind), 200])
    expect(await stored()).toHaveLength(2)
  },
)

test('throttling costs nothing, a server error costs like an answer', async () => {
  await arm({ ...onCreate, kind: '429', times: 1 }, { ...onCreate, kind: '503', times: 1 })
  await addPerson()
  await addPerson()
  expect((await company.control('GET', '/__sandbox/stats')).body).toMatchObject({
    totalTokens: 5,
    recordPosts: 2,
    tooMany: 1,
  })
})

test('an HTML 403 and a hanging answer', async () => {
  await arm({ ...onCreate, kind: 'html403', times: 1 }, { ...onCreate, kind: 'hang', times: 1 })
  const blocked = await addPerson()
  expect([blocked.status, blocked.headers.get('content-type')]).toEqual([403, 'text/html; charset=UTF-8'])
  const signal = AbortSignal.timeout(200)
  const headers = { authorization: `Bearer ${company.accessToken}`, 'content-type': 'application/json' }
  const hanging = fetch(`${company.url}/api/v2/persons`, { method: 'POST', headers, body: '{"name":"A"}', signal })
  await expect(hanging).rejects.toThrow()
  expect(await stored()).toEqual([])
})

test('faults by chance are the same for the same seed, and can be called off', async () => {
  const rule = { match: { path: 'users/me' }, kind: '500', probability: 0.5, seed: 7 }
  const run = async () => {
    await arm(rule)
    const seen = []
    for (let index = 0; index < 20; index += 1) seen.push((await company.call('GET', '/v1/users/me')).status)
    await company.control('DELETE', '/__sandbox/faults')
    return seen
  }
  const first = await run()
  expect(new Set(first)).toEqual(new Set([200, 500]))
  expect(await run()).toEqual(first)
  expect((await company.call('GET', '/v1/users/me')).status).toBe(200)
})

test('stats tell requests, costs, statuses and creations', async () => {
  await addPerson()
  await addPerson()
  await company.call('POST', '/api/v2/persons', {})
  await company.call('GET', '/api/v2/persons')
  const { body } = await company.control('GET', '/__sandbox/stats')
  expect(body).toMatchObject({
    requests: { 'POST /api/v2/persons': 3, 'GET /api/v2/persons': 1 },
    methods: { POST: 3, GET: 1 },
    statuses: { 200: 3, 400: 1 },
    tokens: { 'POST /api/v2/persons': 15, 'GET /api/v2/persons': 10 },
    created: { 'POST /api/v2/persons': 2 },
    recordPosts: 3,
    totalTokens: 25,
    tooMany: 0,
    burst: { limit: 160 },
  })
  await company.control('POST', '/__sandbox/stats/reset')
  expect((await company.control('GET', '/__sandbox/stats')).body).toMatchObject({ recordPosts: 0, totalRequests: 0 })
})

test('the use of the burst is measured between the first and the last write', async () => {
  let at = Date.parse('2026-01-01T00:00:00Z')
  const paced = await installed({ plan: 'lite', now: () => at })
  for (let index = 0; index < 101; index += 1) {
    await paced.call('POST', '/api/v2/persons', { name: 'A' })
    if (index < 100) at += 50
  }
  const { burst } = (await paced.control('GET', '/__sandbox/stats')).body as {
    burst: { meanUse: number; peak: number }
  }
  expect(burst.meanUse).toBeCloseTo(101 / 200, 5)
  expect(burst.peak).toBeCloseTo(40 / 80, 5)
  await paced.sandbox.close()
})

test('a person changes and deletes records, uncharged', async () => {
  const { id } = (await addPerson()).body.data as { id: number }
  await company.control('PATCH', `/__sandbox/records/persons/${id}`, { name: 'By hand' })
  expect(await stored()).toMatchObject([{ id, name: 'By hand' }])
  await company.control('DELETE', `/__sandbox/records/persons/${id}`)
  expect(await stored()).toEqual([])
  expect((await company.control('GET', '/__sandbox/stats')).body).toMatchObject({ totalTokens: 5 })
})

test('seeding takes the API’s bodies, fields and users; a reset brings the beginning back', async () => {
  const { body } = await company.control('POST', '/__sandbox/seed', {
    users: [{ id: 99, name: 'New', email: 'new@severny-veter.example' }],
    fields: [{ entity: 'person', field_name: 'Tier', field_type: 'varchar' }],
    organizations: [{ name: 'Acme' }],
    persons: [{ name: 'B', org_id: 1, owner_id: 99 }],
    bulk: { products: 3, deals: 2 },
  })
  expect(body).toMatchObject({ organizations: [1], persons: [1], products: [1, 2, 3], deals: [1, 2] })
  const bad = await company.control('POST', '/__sandbox/seed', { persons: [{ name: 'C', org_id: 77 }] })
  expect(bad.status).toBe(400)
  await company.control('POST', '/__sandbox/reset')
  expect(await stored()).toEqual([])
  expect((await company.call('GET', '/v1/users/me')).status).toBe(401)
})

test('latency holds answers back after their effect', async () => {
  await company.control('PUT', '/__sandbox/options', { latencyMs: 300 })
  const answer = addPerson()
  await expect.poll(stored).toHaveLength(1)
  expect(await Promise.race([answer.then(() => 'answered'), stored().then(() => 'held back')])).toBe('held back')
  expect((await answer).status).toBe(200)
})
