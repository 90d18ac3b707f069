import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { anna, stranger, type TestApp } from '../support/build-test-app.ts'
import { zipOf } from '../support/zip-of.ts'
import { startUploadClient, type UploadClient } from './uploads-client.ts'

let test: TestApp
let client: UploadClient
let migrationId = ''

beforeAll(async () => {
  client = await startUploadClient()
  test = client.test
})
afterAll(() => test.close())
beforeEach(async () => {
  migrationId = await client.newMigration(anna)
})

async function request(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object, user = anna) {
  const headers = await client.authorize(user)
  const url = `/api/migrations/${migrationId}${path}`
  return test.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
}

/** Uploads and, as a worker would, stages. */
async function add(name: string, content: string | Buffer): Promise<string> {
  const { id, status, answer } = await client.send(Buffer.from(content), { filename: name, migration: migrationId })
  if (status !== 204) throw new Error(answer)
  await test.deps.readers.stage(anna.companyId, id)
  return id
}

async function files() {
  return (await request('GET', '/files')).json().files as Record<string, unknown>[]
}

const people = 'id;email;_fname\n1;anna@example.org;Анна\n2;ivan@example.org;Иван\n'

describe('the list of files', () => {
  it('tells how each was read', async () => {
    await add('profiles.csv', people)
    expect(await files()).toMatchObject([
      {
        name: 'profiles.csv',
        state: 'staged',
        progress: null,
        encoding: 'utf-8',
        encodingConfidence: 1,
        delimiter: ';',
        headerLine: 1,
        kind: 'profiles',
        choice: {},
        notes: [],
        rows: 2,
        rejectedRows: 0,
      },
    ])
  })
})

describe('a preview', () => {
  it('shows the first rows as they would be read, and the beginning in other encodings', async () => {
    const id = await add('profiles.csv', people)
    const preview = (await request('GET', `/files/${id}/preview`)).json()
    expect(preview).toMatchObject({ status: 'table', kind: 'profiles', columns: ['id', 'email', '_fname'] })
    expect(preview.rows[1]).toEqual({ rowNumber: 2, cells: ['2', 'ivan@example.org', 'Иван'] })
    expect(preview.encodings[0]).toMatchObject({ encoding: 'utf-8' })
    expect(preview.encodings.map(({ encoding }: { encoding: string }) => encoding)).toContain('windows-1251')
  })

  it('follows what a person tries, and changes nothing', async () => {
    const id = await add('profiles.csv', people)
    const tried = (await request('GET', `/files/${id}/preview?delimiter=,&headerLine=0&kind=segments`)).json()
    expect(tried).toMatchObject({ status: 'table', delimiter: ',', headerLine: 0, kind: 'segments', kindConfidence: 1 })
    expect(tried.columns).toHaveLength(1)
    expect(await files()).toMatchObject([{ delimiter: ';', kind: 'profiles' }])
  })

  it('looks into members of archives', async () => {
    const id = await add('export.zip', await zipOf({ 'profiles.csv': people }))
    expect((await request('GET', `/files/${id}/preview`)).json()).toMatchObject({
      status: 'container',
      members: ['export.zip/profiles.csv'],
    })
    const [, member] = await files()
    expect((await request('GET', `/files/${member?.id}/preview`)).json()).toMatchObject({
      status: 'table',
      kind: 'profiles',
    })
  })

  it('says why a file cannot be read', async () => {
    const id = await add('picture.csv', Buffer.from('89504e470d0a1a0a00000000', 'hex'))
    expect((await request('GET', `/files/${id}/preview`)).json()).toMatchObject({
      status: 'rejected',
      code: 'file.binary',
    })
  })

  it('refuses choices that nobody offers', async () => {
    const id = await add('profiles.csv', people)
    for (const query of ['encoding=utf-7', 'delimiter=x', 'headerLine=-1', 'kind=persons']) {
      expect((await request('GET', `/files/${id}/preview?${query}`)).statusCode, query).toBe(400)
    }
  })
})

describe('saying how a file is read', () => {
  it('has it read again so', async () => {
    const id = await add('profiles.csv', people)
    expect((await request('PUT', `/files/${id}/choice`, { kind: 'segment_members' })).statusCode).toBe(202)
    expect(test.staged.filter(({ sourceFileId }) => sourceFileId === id)).toHaveLength(2)
    await test.deps.readers.stage(anna.companyId, id)
    expect(await files()).toMatchObject([
      { state: 'staged', kind: 'segment_members', kindConfidence: 1, choice: { kind: 'segment_members' } },
    ])
    await request('PUT', `/files/${id}/choice`, {})
    await test.deps.readers.stage(anna.companyId, id)
    expect(await files()).toMatchObject([{ kind: 'profiles', choice: {} }])
  })

  it('gives all parts of one export the same kind', async () => {
    const first = await add('1_database_export.csv', people)
    const second = await add('2_database_export.csv', people.replaceAll('example', 'other'))
    await request('PUT', `/files/${second}/choice`, { kind: 'subscriptions' })
    for (const id of [first, second]) await test.deps.readers.stage(anna.companyId, id)
    expect(await files()).toMatchObject([{ kind: 'subscriptions' }, { kind: 'subscriptions' }])
  })
})

describe('cancelling, reading again, removing', () => {
  it('keeps the bytes of a cancelled file and reads it when asked', async () => {
    const { id } = await client.send(Buffer.from(people), { migration: migrationId })
    expect((await request('POST', `/files/${id}/cancel`)).statusCode).toBe(204)
    expect(await files()).toMatchObject([{ state: 'cancelled', rows: null }])
    expect((await request('POST', `/files/${id}/cancel`)).json().error.code).toBe('file.not_being_read')
    expect((await request('POST', `/files/${id}/read`)).statusCode).toBe(202)
    await test.deps.readers.stage(anna.companyId, id)
    expect(await files()).toMatchObject([{ state: 'staged', rows: 2 }])
  })

  it('does not read a file again whose bytes came once more meanwhile', async () => {
    const { id } = await client.send(Buffer.from(people), { migration: migrationId })
    await request('POST', `/files/${id}/cancel`)
    await add('again.csv', people)
    expect((await request('POST', `/files/${id}/read`)).json().error).toMatchObject({
      code: 'file.duplicate',
      detail: { name: 'again.csv' },
    })
  })

  it('removes a file with its rows, and its bytes may be uploaded again', async () => {
    const id = await add('profiles.csv', people)
    expect((await request('DELETE', `/files/${id}`)).statusCode).toBe(204)
    expect(await files()).toEqual([])
    const datasets = ['datasets', 'source_files'].map((table) =>
      inCompany(test.database.db, anna.companyId, (trx) => trx(table).where({ migration_id: migrationId })),
    )
    expect(await Promise.all(datasets)).toEqual([[], []])
    await add('profiles.csv', people)
    expect(await files()).toMatchObject([{ state: 'staged' }])
  })

  it('refuses to change one member of an archive alone', async () => {
    await add('export.zip', await zipOf({ 'profiles.csv': people }))
    const [, member] = await files()
    expect((await request('DELETE', `/files/${member?.id}`)).json().error.code).toBe('file.is_member')
  })

  it('changes nothing any more once a plan is confirmed', async () => {
    const id = await add('profiles.csv', people)
    await inCompany(test.database.db, anna.companyId, (trx) =>
      trx('plans').insert({
        company_id: anna.companyId,
        id: `plan_${id}`,
        migration_id: migrationId,
        version: 1,
        state: 'confirmed',
        created_at: new Date(),
      }),
    )
    const tries = [
      await request('DELETE', `/files/${id}`),
      await request('PUT', `/files/${id}/choice`, { kind: 'segments' }),
      await request('POST', `/files/${id}/read`),
      await request('POST', `/files/${id}/cancel`),
    ]
    expect(tries.map((answer) => [answer.statusCode, answer.json().error.code])).toEqual(
      tries.map(() => [409, 'file.in_use']),
    )
    expect(await files()).toMatchObject([{ state: 'staged', kind: 'profiles' }])
  })
})

describe('rejected rows', () => {
  it('are listed in pages', async () => {
    await add('profiles.csv', `${people}3\n4\n5\n`)
    const [file] = await files()
    const page = (await request('GET', `/datasets/${file?.datasetId}/rejected?limit=2`)).json()
    expect(page.rows).toMatchObject([
      { rowNumber: 3, raw: '3', code: 'row.too_few_cells' },
      { rowNumber: 4, raw: '4' },
    ])
    expect((await request('GET', `/datasets/${file?.datasetId}/rejected?after=${page.next}`)).json()).toMatchObject({
      rows: [{ rowNumber: 5 }],
      next: null,
    })
  })
})

it('another company finds none of this', async () => {
  const id = await add('profiles.csv', people)
  const [file] = await files()
  const tries = [
    await request('GET', `/files/${id}/preview`, undefined, stranger),
    await request('PUT', `/files/${id}/choice`, {}, stranger),
    await request('POST', `/files/${id}/read`, undefined, stranger),
    await request('POST', `/files/${id}/cancel`, undefined, stranger),
    await request('DELETE', `/files/${id}`, undefined, stranger),
    await request('GET', `/datasets/${file?.datasetId}/rejected`, undefined, stranger),
  ]
  expect(tries.map(({ statusCode }) => statusCode)).toEqual(tries.map(() => 404))
  const own = migrationId
  migrationId = await client.newMigration(stranger)
  expect((await request('DELETE', `/files/${id}`, undefined, stranger)).json().error.code).toBe('file.unknown')
  migrationId = own
  expect(await files()).toHaveLength(1)
})
