import { afterAll, beforeAll, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { anna } from '../support/build-test-app.ts'
import { type PlanClient, startPlanClient } from './plan-client.ts'

let client: PlanClient
beforeAll(async () => {
  client = await startPlanClient()
})
afterAll(() => client.close())

const inOurs = <T>(work: Parameters<typeof inCompany<T>>[2]) => inCompany(client.test.database.db, anna.companyId, work)

async function confirmed(follows?: string): Promise<string> {
  const headers = { authorization: `Bearer ${await client.test.signIn(anna)}` }
  const payload = { name: 'A move', ...(follows === undefined ? {} : { follows }) }
  const { id } = (await client.test.app.inject({ method: 'POST', url: '/api/migrations', headers, payload })).json()
  await client.add(id, 'profiles.csv', 'id,email,_fname\n1,a@firm.example,Anna\n')
  const { checksum } = await client.propose(id)
  expect((await client.request('POST', `${id}/plan/confirm`, { checksum })).statusCode).toBe(200)
  return id
}

/** What is stored of a run that begins so; it is ended at once, so that the next may begin. */
async function begin(migrationId: string, body: object) {
  const answer = await client.request('POST', `${migrationId}/runs`, body)
  if (answer.statusCode !== 201) return { status: answer.statusCode, code: answer.json().error.code }
  const { id } = answer.json()
  return inOurs(async (trx) => {
    await trx('runs').where({ id }).update({ state: 'cancelled' })
    const { kind, scope } = await trx('runs').where({ id }).first()
    const { detail } = await trx('audit_log').where({ subject: id, action: 'run.started' }).first()
    return { status: 201, kind, scope, audited: detail.kind }
  })
}

it('stores with a run what it is about', async () => {
  const first = await confirmed()
  const later = await confirmed(first)
  expect(await begin(first, { kind: 'full' })).toMatchObject({ kind: 'full', scope: {}, audited: 'full' })
  expect(await begin(first, { kind: 'sample' })).toMatchObject({ scope: { rows: { select: 'sample', size: 50 } } })
  expect(await begin(first, { kind: 'sample', size: 7 })).toMatchObject({ scope: { rows: { size: 7 } } })
  expect(await begin(later, { kind: 'remediation' })).toMatchObject({ kind: 'remediation', scope: {} })
  expect(await begin(later, { kind: 'delta' })).toMatchObject({
    scope: { delta: { conflicts: 'theirs', vanished: 'leave' } },
  })
  expect(await begin(later, { kind: 'delta', conflicts: 'ask', vanished: 'close', wholeExport: true })).toMatchObject({
    scope: { delta: { conflicts: 'ask', vanished: 'close', wholeExport: true } },
  })
})

it('refuses corrections of nothing, and what fits no kind', async () => {
  const id = await confirmed()
  expect(await begin(id, { kind: 'remediation' })).toEqual({ status: 409, code: 'remediation.follows_nothing' })
  const unfit = [
    { kind: 'retry' },
    { kind: 'undo' },
    { kind: 'sample', size: 0 },
    { kind: 'full', size: 3 },
    { kind: 'delta', vanished: 'delete' },
    {},
  ]
  for (const body of unfit) expect(await begin(id, body), JSON.stringify(body)).toMatchObject({ status: 400 })
})

it('says how rows stand before anything ran', async () => {
  const id = await confirmed()
  const { datasets } = (await client.request('GET', `${id}/outcomes`)).json()
  expect(datasets).toMatchObject([
    { file: 'profiles.csv', kind: 'profiles', rows: 1, outcomes: { created: 0, none: 1 } },
  ])
})
