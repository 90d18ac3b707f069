import { afterAll, beforeAll, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { anna, buildTestApp, stranger, type TestApp } from '../support/build-test-app.ts'

let test: TestApp
let migrationId: string

beforeAll(async () => {
  test = await buildTestApp()
  await test.install(anna)
  await test.install(stranger)
  migrationId = (await call(anna, 'POST', '/api/migrations', { name: 'Move' })).json().id
})
afterAll(() => test.close())

async function call(user: typeof anna, method: 'GET' | 'POST', url: string, payload?: object) {
  const headers = { authorization: `Bearer ${await test.signIn(user)}` }
  return test.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
}

const undo = (body: object, user = anna) => call(user, 'POST', `/api/migrations/${migrationId}/undo`, body)
const codeOf = (answer: { json(): { error: { code: string } } }) => answer.json().error.code

it('where nothing was imported there is nothing to undo, and the preview says so', async () => {
  const preview = await call(anna, 'GET', `/api/migrations/${migrationId}/undo?setup=true`)
  expect(preview.json()).toMatchObject({ entities: {}, setup: { fields: 0, options: 0, filters: 0 } })
  const answer = await undo({ target: { of: 'migration' } })
  expect([answer.statusCode, codeOf(answer)]).toEqual([409, 'undo.nothing_imported'])
})

it('a target that says too little, or names what is not there, is refused', async () => {
  for (const target of [{ of: 'run' }, { of: 'phase', runId: 'run_1' }, { of: 'record', entity: 'person' }]) {
    const answer = await undo({ target })
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'undo.target_incomplete'])
  }
  expect(codeOf(await undo({ target: { of: 'run', runId: 'run_none' } }))).toBe('run.unknown')
  const record = { of: 'record', entity: 'person', pipedriveId: 1 }
  expect(codeOf(await undo({ target: record }))).toBe('undo.unknown_record')
  expect((await undo({ target: { of: 'everything' } })).statusCode).toBe(400)
})

it('an undo is begun once, is written down, and is nobody else’s', async () => {
  const { companyId, userId } = anna
  await inCompany(test.database.db, companyId, (trx) =>
    trx('runs').insert({
      company_id: companyId,
      id: 'run_1',
      migration_id: migrationId,
      plan_id: 'plan_1',
      plan_checksum: 'x',
      kind: 'full',
      state: 'completed',
      created_by: userId,
      created_at: test.clock.now(),
    }),
  )
  expect(codeOf(await call(anna, 'GET', '/api/runs/run_1/undone'))).toBe('undo.not_an_undo')
  expect((await undo({ target: { of: 'migration' } }, stranger)).statusCode).toBe(404)

  const begun = await undo({ target: { of: 'run', runId: 'run_1' }, setup: true, dryRun: true })
  expect(begun.statusCode).toBe(201)
  const { id } = begun.json()
  expect(begun.json()).toMatchObject({ kind: 'undo', state: 'queued' })
  const row = await inCompany(test.database.db, companyId, (trx) => trx('runs').where({ id }).first())
  expect(row).toMatchObject({
    plan_id: 'plan_1',
    scope: { undo: { of: 'run', runId: 'run_1', setup: true, dryRun: true } },
  })
  const audit = await inCompany(test.database.db, companyId, (trx) => trx('audit_log').where({ subject: id }).first())
  expect(audit).toMatchObject({ action: 'undo.started', detail: { of: 'run', setup: true, dryRun: true } })

  expect(codeOf(await undo({ target: { of: 'migration' } }))).toBe('run.another_is_active')
  expect(codeOf(await undo({ target: { of: 'run', runId: id } }))).toBe('undo.of_undo')
  expect((await call(anna, 'GET', `/api/runs/${id}/undone`)).json()).toEqual({ rows: [], next: null })
  expect((await call(anna, 'GET', `/api/runs/${id}/undone.csv`)).body).toMatch(/^\ufeffentity,pipedrive_id,name/)
  expect((await call(stranger, 'GET', `/api/runs/${id}/undone`)).statusCode).toBe(404)
})
