import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import type { DatasetKind } from '../../server/altcraft/types.ts'
import type { Json } from '../../server/lib/json.ts'
import { anna, buildTestApp, stranger, type TestApp } from '../support/build-test-app.ts'

let test: TestApp
let migrationId: string

beforeAll(async () => {
  test = await buildTestApp()
  await test.install(anna)
  await test.install(stranger)
  const payload = { name: 'Move' }
  const headers = await authorize()
  migrationId = (await test.app.inject({ method: 'POST', url: '/api/migrations', headers, payload })).json().id
  await stage(
    'history',
    'history.csv',
    ['action', 'profile_id'],
    [
      ['send', '5a61'],
      ['open', '5a61'],
      ['click', '5a62'],
    ],
  )
  await stage('unknown', 'riddle.csv', ['a', '__proto__'], [['1', 'x'], ['2']])
  await stage('suppression_lists', 'stop-list.csv', ['email'], [['never@firm.example']])
  await stage('profiles', 'profiles.csv', ['email'], [['a@firm.example']])
})
afterAll(() => test.close())

async function authorize(user = anna) {
  return { authorization: `Bearer ${await test.signIn(user)}` }
}

/** A file as staging leaves it: its dataset and its rows. */
async function stage(kind: DatasetKind, file: string, columns: string[], rows: Json[][]): Promise<void> {
  const owner = { company_id: anna.companyId }
  const at = { created_at: test.clock.now() }
  await inCompany(test.database.db, anna.companyId, async (trx) => {
    const source = { id: `file-${kind}`, migration_id: migrationId, name: file, size_bytes: 1, state: 'staged' }
    await trx('source_files').insert({ ...owner, ...at, ...source })
    await trx('datasets').insert({
      ...owner,
      ...at,
      id: `dataset-${kind}`,
      migration_id: migrationId,
      source_file_id: source.id,
      kind,
      columns: JSON.stringify(columns),
      column_profiles: '[]',
      row_count: rows.length,
      rejected_count: 0,
    })
    const cells = rows.map((row, at) => ({ row_number: at + 1, cells: JSON.stringify(row) }))
    await trx('source_rows').insert(cells.map((row) => ({ ...owner, dataset_id: `dataset-${kind}`, ...row })))
  })
}

async function handoff(kind: string, query: Record<string, string> = {}, user = anna) {
  const url = `/api/migrations/${migrationId}/handoff/${kind}`
  return test.app.inject({ url, query, headers: await authorize(user) })
}

describe('what is not moved', () => {
  it('is counted in the discovery, apart from what is imported', async () => {
    const url = `/api/migrations/${migrationId}/discovery`
    const answer = (await test.app.inject({ url, headers: await authorize() })).json()
    expect(answer.rows).toEqual({ profiles: 1, history: 3 })
    expect(answer.handoff).toEqual({ unknown: 2, suppression_lists: 1 })
  })

  it('is handed out as it stood in the file, also when its kind is unknown', async () => {
    const answer = await handoff('unknown')
    expect(answer.statusCode).toBe(200)
    expect(answer.json().documents.map(({ file, row }: { file: string; row: number }) => [file, row])).toEqual([
      ['riddle.csv', 1],
      ['riddle.csv', 2],
    ])
    expect(answer.body).toContain('{"a":"1","__proto__":"x"}')
    expect(answer.body).toContain('{"a":"2","__proto__":null}')
  })

  it('comes in pages, whole and once', async () => {
    const first = (await handoff('history', { limit: '2' })).json()
    const second = (await handoff('history', { limit: '2', after: first.next })).json()
    const actions = [...first.documents, ...second.documents].map(({ content }) => content.action)
    expect(actions).toEqual(['send', 'open', 'click'])
    expect(second.next).toBeNull()
  })

  it('is no more what a run has moved', async () => {
    await inCompany(test.database.db, anna.companyId, async (trx) => {
      const own = { company_id: anna.companyId, run_id: 'run-moved' }
      await trx('runs').insert({
        company_id: anna.companyId,
        id: 'run-moved',
        migration_id: migrationId,
        plan_id: 'plan',
        plan_checksum: 'x',
        kind: 'full',
        state: 'completed',
        created_by: anna.userId,
        created_at: test.clock.now(),
      })
      const outcome = (row_number: number, name: string) => ({
        ...own,
        dataset_id: 'dataset-goals',
        row_number,
        outcome: name,
      })
      await trx('row_outcomes').insert([outcome(1, 'created'), outcome(2, 'merged'), outcome(3, 'failed')])
    })
    await stage('goals', 'goals.csv', ['goal'], [['a'], ['b'], ['c'], ['d']])
    const { documents } = (await handoff('goals')).json()
    expect(documents.map(({ row }: { row: number }) => row)).toEqual([3, 4])
  })

  it('comes in smaller pages where rows are large', async () => {
    const row = ['x'.repeat(5 * 1024 * 1024)]
    await stage('notes', 'notes.json', ['text'], [row, row, row])
    const first = (await handoff('notes', { limit: '500' })).json()
    expect(first.documents).toHaveLength(2)
    const second = (await handoff('notes', { limit: '500', after: first.next })).json()
    expect(second.documents.map(({ row }: { row: number }) => row)).toEqual([3])
    expect(second.next).toBeNull()
  })

  it.each(['dataset-history/99999999999999999999', 'dataset-history/x', 'nowhere', '/', ''])(
    'a place that we never named is no failure: %j',
    async (after) => {
      expect((await handoff('history', { after })).statusCode).toBe(200)
    },
  )

  it('is not handed to another company, and kinds that become records are not handed out', async () => {
    expect((await handoff('history', {}, stranger)).statusCode).toBe(404)
    expect((await handoff('profiles')).statusCode).toBe(400)
  })
})
