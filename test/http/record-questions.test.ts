import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { anna, buildTestApp, stranger, type TestApp } from '../support/build-test-app.ts'

let test: TestApp
let migrationId = ''
const conflict = { written: 'Old', now: 'By hand', exported: 'New' }

beforeAll(async () => {
  test = await buildTestApp()
  await test.install(anna)
  await test.install(stranger)
})
afterAll(() => test.close())
beforeEach(async () => {
  migrationId = (await call('POST', '/api/migrations', { name: 'One' })).json().id
  const common = {
    company_id: anna.companyId,
    migration_id: migrationId,
    entity: 'person',
    created_at: test.clock.now(),
  }
  await inCompany(test.database.db, anna.companyId, async (trx) => {
    await trx('record_questions').del()
    await trx('record_questions').insert([
      ...['p1', 'p2', 'p3'].map((key) => ({
        ...common,
        run_id: 'run_1',
        code: 'conflict',
        source_key: `person:${key}`,
        field: key === 'p3' ? 'org_id' : 'name',
        detail: JSON.stringify(conflict),
      })),
      {
        ...common,
        run_id: 'run_1',
        code: 'person.same_name',
        source_key: 'person:p4',
        pipedrive_id: 7,
        detail: '{"name":"A B"}',
      },
    ])
  })
})

async function call(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, user = anna) {
  const headers = { authorization: `Bearer ${await test.signIn(user)}` }
  return test.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
}
const path = (rest = '') => `/api/migrations/${migrationId}/record-questions${rest}`
const list = async (query = '') => (await call('GET', path(query))).json()

describe('questions about single records', () => {
  it('are listed with both sides and what may be decided, page by page', async () => {
    const { open, questions, next } = await list('?limit=3')
    expect(open).toBe(4)
    expect(questions[0]).toMatchObject({
      code: 'conflict',
      sourceKey: 'person:p1',
      field: 'name',
      detail: conflict,
      choices: ['theirs', 'ours'],
      decision: null,
    })
    const rest = await list(`?after=${next}`)
    expect(rest.questions).toMatchObject([{ code: 'person.same_name', pipedriveId: 7, choices: ['match', 'create'] }])
    expect(rest.next).toBeNull()
  })

  it('are decided one by one, again as often as wanted, and audited', async () => {
    const [{ id }] = (await list()).questions
    for (const decision of ['ours', 'ours', 'theirs']) {
      expect((await call('PUT', path(`/${id}`), { decision })).json()).toMatchObject({ id, decision })
    }
    expect((await list()).open).toBe(3)
    expect((await list('?state=decided')).questions).toHaveLength(1)
    const audit = await inCompany(test.database.db, anna.companyId, (trx) =>
      trx('audit_log').where({ action: 'record_question.decided', subject: id }),
    )
    expect(audit).toHaveLength(3)
  })

  it('of one kind, or of one field, are decided at once', async () => {
    const all = (body: object) => call('PUT', path(), body)
    expect((await all({ code: 'conflict', decision: 'ours', field: 'name' })).json()).toEqual({ decided: 2, open: 2 })
    expect((await all({ code: 'conflict', decision: 'theirs' })).json()).toEqual({ decided: 1, open: 1 })
    expect((await all({ code: 'conflict', decision: 'theirs' })).json()).toEqual({ decided: 0, open: 1 })
  })

  it('take no answer that they do not offer', async () => {
    const [{ id }] = (await list()).questions
    expect((await call('PUT', path(`/${id}`), { decision: 'match' })).json().error.code).toBe(
      'record_question.not_a_choice',
    )
    expect((await call('PUT', path(), { code: 'person.same_name', decision: 'ours' })).statusCode).toBe(409)
    expect((await call('PUT', path('/999999'), { decision: 'ours' })).statusCode).toBe(404)
    expect((await call('PUT', path('/abc'), { decision: 'ours' })).statusCode).toBe(400)
    expect((await list()).open).toBe(4)
  })

  it('are nobody else’s', async () => {
    const [{ id }] = (await list()).questions
    expect((await call('PUT', path(`/${id}`), { decision: 'ours' }, stranger)).statusCode).toBe(404)
    expect((await call('PUT', path(), { code: 'conflict', decision: 'ours' }, stranger)).statusCode).toBe(404)
    expect((await list()).open).toBe(4)
  })
})
