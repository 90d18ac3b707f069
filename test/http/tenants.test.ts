import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { buildApp } from '../../server/app.ts'
import type { RunView } from '../../server/http/schemas.ts'
import { anna, buildTestApp, stranger, type TestApp } from '../support/build-test-app.ts'

let test: TestApp
let ours: { migrationId: string; fileId: string; datasetId: string }

const columns = ['id', 'secret']

beforeAll(async () => {
  test = await buildTestApp()
  await test.install(anna)
  await test.install(stranger)
  const { id: migrationId } = (await call(anna, 'POST', '/api/migrations', { name: '  Наш переезд ' })).json()
  ours = { migrationId, fileId: 'file_1', datasetId: 'set_1' }
  await inCompany(test.database.db, anna.companyId, async (trx) => {
    const at = test.clock.now()
    const common = { company_id: anna.companyId, migration_id: migrationId, created_at: at }
    await trx('source_files').insert([
      { ...common, id: 'file_1', name: 'a.zip', size_bytes: 10, format: 'zip', state: 'staged' },
      {
        ...common,
        id: 'file_2',
        parent_id: 'file_1',
        name: 'a.zip/p.csv',
        size_bytes: 9,
        format: 'csv',
        encoding: 'utf-8',
        state: 'staged',
      },
      {
        ...common,
        id: 'file_3',
        parent_id: 'file_1',
        name: 'a.zip/x.png',
        size_bytes: 9,
        state: 'rejected',
        reason_code: 'file.binary',
        reason_detail: '{"bytes":9}',
      },
    ])
    await trx('datasets').insert({
      ...common,
      id: 'set_1',
      source_file_id: 'file_2',
      kind: 'profiles',
      columns: JSON.stringify(columns),
      column_profiles: JSON.stringify([{ column: 'id' }, { column: 'secret' }]),
      row_count: 3,
      rejected_count: 1,
    })
    const rows = [1, 2, 3].map((row_number) => ({
      company_id: anna.companyId,
      dataset_id: 'set_1',
      row_number,
      cells: JSON.stringify([row_number, 'тайна']),
    }))
    await trx('source_rows').insert(rows)
    const run = { plan_id: 'plan_1', plan_checksum: 'x', kind: 'full', state: 'completed', created_by: anna.userId }
    await trx('runs').insert({ ...common, ...run, id: 'run_1' })
    const report = { run_id: 'run_1', document: JSON.stringify({ secret: 'тайна' }), created_at: at }
    await trx('reports').insert({ company_id: anna.companyId, ...report })
  })
})
afterAll(() => test.close())

async function call(user: typeof anna, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) {
  const headers = { authorization: `Bearer ${await test.signIn(user)}` }
  return test.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
}

interface Operation {
  parameters?: { name: string; schema: { enum?: string[] } }[]
}

describe('a company sees', () => {
  it('its migrations', async () => {
    expect((await call(anna, 'GET', '/api/migrations')).json()).toEqual({
      migrations: [
        {
          id: ours.migrationId,
          name: 'Наш переезд',
          createdAt: test.clock.now().toISOString(),
          follows: null,
          run: null,
        },
      ],
    })
    expect((await call(anna, 'GET', `/api/migrations/${ours.migrationId}`)).json()).toMatchObject({
      id: ours.migrationId,
    })
  })

  it('the latest run of a migration, as it is', async () => {
    const run: RunView = {
      id: 'run_1',
      migrationId: ours.migrationId,
      kind: 'full',
      state: 'paused',
      phase: 'persons',
      pause: {
        code: 'budget.reserve',
        until: '2026-10-02T00:00:00.000Z',
        detail: { left: 9, of: ['a', 'b'], who: null },
      },
      progress: {
        persons: {
          total: 9,
          done: 1,
          created: 1,
          updated: 0,
          unchanged: 0,
          merged: 0,
          skipped: 0,
          failed: 0,
          unprocessed: 0,
        },
      },
      ratePerSecond: 12.5,
      etaSeconds: null,
      api: { apiTokens: 5, requests: 1, dailyLimit: null, dailyRemaining: 30_000, reserveShare: 0.3 },
      startedAt: '2026-10-01T00:00:00.000Z',
      finishedAt: null,
      clean: null,
      gates: {},
      forecast: { apiTokens: 40, days: 0, phases: { persons: 40 } },
      waitsFor: [],
    }
    const app = await buildApp({ ...test.deps, readRunView: async () => run })
    const headers = { authorization: `Bearer ${await test.signIn(anna)}` }
    const answer = await app.inject({ url: `/api/migrations/${ours.migrationId}`, headers })
    expect(answer.json().run).toEqual(run)
    await app.close()
  })

  it('its files and archive members with what became of them', async () => {
    const { files } = (await call(anna, 'GET', `/api/migrations/${ours.migrationId}/files`)).json()
    expect(files).toMatchObject([
      { id: 'file_1', parentId: null, format: 'zip', kind: null, rows: null, reason: null },
      {
        id: 'file_2',
        parentId: 'file_1',
        datasetId: 'set_1',
        kind: 'profiles',
        rows: 3,
        rejectedRows: 1,
        encoding: 'utf-8',
      },
      { id: 'file_3', state: 'rejected', reason: { code: 'file.binary', detail: { bytes: 9 } } },
    ])
  })

  it('a dataset and its rows, in pages', async () => {
    const url = `/api/migrations/${ours.migrationId}/datasets/set_1`
    expect((await call(anna, 'GET', url)).json()).toMatchObject({
      id: 'set_1',
      columns,
      rowCount: 3,
      file: 'a.zip/p.csv',
    })
    const first = (await call(anna, 'GET', `${url}/rows?limit=2`)).json()
    expect(first).toEqual({ rows: [1, 2].map((n) => ({ rowNumber: n, cells: [n, 'тайна'] })), next: 2 })
    const last = (await call(anna, 'GET', `${url}/rows?limit=2&after=${first.next}`)).json()
    expect(last).toEqual({ rows: [{ rowNumber: 3, cells: [3, 'тайна'] }], next: null })
  })
})

describe('another company', () => {
  it('gets nothing of it by any route that the app has', async () => {
    const { paths } = (await test.app.inject('/api/openapi.json')).json() as {
      paths: Record<string, { get?: Operation }>
    }
    const { migrationId, datasetId } = ours
    const fillers: Record<string, string> = { migrationId, datasetId, runId: 'run_1', version: '1' }
    const routes = Object.entries(paths).flatMap(([path, { get }]) =>
      get ? [{ path, parameters: get.parameters ?? [] }] : [],
    )
    expect(routes.length).toBeGreaterThan(5)
    const found: [string, number][] = []
    for (const { path, parameters } of routes) {
      const url = parameters.reduce((filled, { name, schema }) => {
        return filled.replace(`{${name}}`, fillers[name] ?? schema.enum?.[0] ?? ours.fileId)
      }, path)
      for (const suffix of ['', `?companyId=${anna.companyId}&company_id=${anna.companyId}`]) {
        const answer = await call(stranger, 'GET', url + suffix)
        if (path.startsWith('/api/') && path.includes('{') && answer.statusCode !== 404)
          found.push([url, answer.statusCode])
        expect(answer.body).not.toMatch(/тайна|Наш переезд|p\.csv/)
      }
    }
    expect(found).toEqual([])
  })

  it('cannot name a company in a body', async () => {
    const { id } = (await call(stranger, 'POST', '/api/migrations', { name: 'X', companyId: anna.companyId })).json()
    expect((await call(anna, 'GET', `/api/migrations/${id}`)).statusCode).toBe(404)
    expect((await call(stranger, 'GET', `/api/migrations/${id}`)).statusCode).toBe(200)
  })

  it('cannot accept a gate of a run, nor say when one stops', async () => {
    const body = { checksum: 'x' }
    const accepted = await call(stranger, 'POST', '/api/runs/run_1/gates/persons/accept', body)
    expect([accepted.statusCode, accepted.json().error.code]).toEqual([404, 'run.unknown'])
    const path = `/api/migrations/${ours.migrationId}/gate-policy`
    expect((await call(stranger, 'PUT', path, { policy: 'strict' })).statusCode).toBe(404)
    expect((await call(anna, 'GET', path)).json()).toMatchObject({ policy: 'lenient' })
    expect((await call(anna, 'PUT', path, { policy: 'lenient', threshold: 2 })).statusCode).toBe(400)
    expect((await call(anna, 'PUT', path, { policy: 'strict' })).json()).toEqual({ policy: 'strict' })
  })

  it('cannot follow a migration, nor try its rows again', async () => {
    const followed = await call(stranger, 'POST', '/api/migrations', { name: 'X', follows: ours.migrationId })
    expect([followed.statusCode, followed.json().error.code]).toEqual([404, 'migration.unknown'])
    for (const path of ['/api/runs/run_1/retry', '/api/runs/run_1/rows/set_1/1/retry']) {
      const retried = await call(stranger, 'POST', path)
      expect([retried.statusCode, retried.json().error.code]).toEqual([404, 'run.unknown'])
    }
  })

  it('sees no row without naming itself to the database', async () => {
    for (const table of ['installations', 'migrations', 'source_files', 'datasets', 'source_rows', 'audit_log']) {
      expect(await test.database.db(table).select('*')).toEqual([])
    }
  })
})
