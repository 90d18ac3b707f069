import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { buildApp } from '../../server/app.ts'
import { isRemovable } from '../../server/staging/remove-file.ts'
import { anna, stranger } from '../support/build-test-app.ts'
import { octets, startUploadClient, toId, toMetadata, type UploadClient } from './uploads-client.ts'

let client: UploadClient

beforeAll(async () => {
  client = await startUploadClient()
})
afterAll(() => client.close())

/** An uploaded archive and its members, the second inside the first, as staging leaves them. */
async function addStaged(migration: string, bytes: Buffer, filename = 'profiles.zip', { members = 2 } = {}) {
  const { id } = await client.send(bytes, { migration, filename })
  await client.inAnnas(async (trx) => {
    const own = { company_id: anna.companyId }
    await trx('source_files').where({ id }).update({ state: 'staged' })
    let parent = id
    for (const file of [`${id}a`, `${id}b`].slice(0, members)) {
      const member = { id: file, migration_id: migration, parent_id: parent, name: `${filename}/a.csv`, size_bytes: 1 }
      parent = file
      await trx('source_files').insert({ ...own, ...member, state: 'staged', created_at: new Date() })
      const dataset = { id: `ds_${file}`, migration_id: migration, source_file_id: file, kind: 'profiles' }
      const counts = { columns: '["id"]', column_profiles: '[]', row_count: 1, rejected_count: 1 }
      await trx('datasets').insert({ ...own, ...dataset, ...counts, created_at: new Date() })
      await trx('source_rows').insert({ ...own, dataset_id: `ds_${file}`, row_number: 1, cells: '["1"]' })
      const rejected = { row_number: 2, raw: '2;3', code: 'row.too_many_cells' }
      await trx('rejected_rows').insert({ ...own, dataset_id: `ds_${file}`, ...rejected })
    }
  })
  return id
}

/** How many datasets, rows and rejected rows there are of the file's members. */
async function countRead(id: string): Promise<number[]> {
  const datasets = [`ds_${id}a`, `ds_${id}b`]
  return client.inAnnas(async (trx) => [
    (await trx('datasets').whereIn('id', datasets)).length,
    (await trx('source_rows').whereIn('dataset_id', datasets)).length,
    (await trx('rejected_rows').whereIn('dataset_id', datasets)).length,
  ])
}

async function addPlan(migration: string, state: string) {
  const plan = { id: `plan_${migration}`, migration_id: migration, version: 1, state, created_at: new Date() }
  await client.inAnnas((trx) => trx('plans').insert({ company_id: anna.companyId, ...plan }))
}

async function createReplacing(replaces: string, migrationId: string, user = anna) {
  const metadata = toMetadata({ filename: 'new.csv', migrationId, replaces })
  return client.create(4, 'new.csv', { 'upload-metadata': metadata, ...(await client.authorize(user)) })
}

describe('an upload that replaces a file', () => {
  it('removes it with all that was read from it once it has come', async () => {
    const migration = await client.newMigration()
    const old = await addStaged(migration, randomBytes(1_000))
    const beside = await addStaged(migration, randomBytes(1_000), 'beside.zip')
    const started = toId((await createReplacing(old, migration)).headers.location)
    expect(await countRead(old)).toEqual([2, 2, 2])
    const last = await client.tus('PATCH', started, { ...octets, 'upload-offset': '0' }, Buffer.from('a;b\n'))
    expect(last.statusCode).toBe(204)

    const left = (await client.readFiles(migration)).map(({ id }) => id)
    expect(new Set(left)).toEqual(new Set([beside, `${beside}a`, `${beside}b`, started]))
    expect(await countRead(old)).toEqual([0, 0, 0])
    expect(await countRead(beside)).toEqual([2, 2, 2])
    expect([await client.isOnDisk(old), await client.isOnDisk(beside), await client.isOnDisk(started)]).toEqual([
      false,
      true,
      true,
    ])
    expect(client.test.staged.at(-1)).toEqual({ companyId: anna.companyId, sourceFileId: started })
  })

  it('changes nothing when its bytes are those of the file or of another one', async () => {
    const migration = await client.newMigration()
    const [bytes, others] = [randomBytes(1_000), randomBytes(1_000)]
    const old = await addStaged(migration, bytes)
    const other = await addStaged(migration, others, 'other.zip')
    for (const [sent, twin] of [
      [bytes, old],
      [others, other],
    ] as const) {
      const { id } = await client.send(sent, { migration, replaces: old })
      expect(await client.readRow(id)).toMatchObject({ state: 'duplicate', reason_detail: { fileId: twin } })
      expect(await countRead(old)).toEqual([2, 2, 2])
      expect([await client.isOnDisk(old), await client.isOnDisk(id)]).toEqual([true, false])
    }
  })

  it('leaves the other parts of the old file’s export with a lead of their own', async () => {
    const migration = await client.newMigration()
    const names = ['base_1.zip', 'base_2.zip']
    const [old = '', other = ''] = await Promise.all(
      names.map((name) => addStaged(migration, Buffer.from(name), name, { members: 1 })),
    )
    await client.inAnnas((trx) =>
      trx('datasets')
        .where({ id: `ds_${other}a` })
        .update({ part_of: `ds_${old}a` }),
    )
    await client.send(randomBytes(10), { migration, replaces: old })
    const left = await client.inAnnas((trx) =>
      trx('datasets').where({ migration_id: migration }).select('id', 'part_of'),
    )
    expect(left).toEqual([{ id: `ds_${other}a`, part_of: null }])
  })

  it('takes the place of a rejected file, also with its very bytes', async () => {
    const migration = await client.newMigration()
    const bytes = randomBytes(1_000)
    const old = await client.send(bytes, { migration })
    await client.inAnnas((trx) => trx('source_files').where({ id: old.id }).update({ state: 'rejected' }))
    const { id } = await client.send(bytes, { migration, replaces: old.id })
    expect((await client.readFiles(migration)).map((file) => [file.id, file.state])).toEqual([[id, 'uploaded']])
    expect(await client.isOnDisk(old.id)).toBe(false)
  })

  it('takes the place of an upload that is under way, whose client is told', async () => {
    const migration = await client.newMigration()
    const metadata = toMetadata({ filename: 'slow.csv', migrationId: migration })
    const slow = toId((await client.create(4, '', { 'upload-metadata': metadata })).headers.location)
    const { id } = await client.send(randomBytes(10), { migration, replaces: slow })
    expect((await client.readFiles(migration)).map((file) => file.id)).toEqual([id])
    const late = await client.tus('PATCH', slow, { ...octets, 'upload-offset': '0' }, Buffer.from('late'))
    expect([late.statusCode, late.json().error.code]).toEqual([404, 'upload.unknown'])
  })

  it('is taken in when the file is gone by then', async () => {
    const migration = await client.newMigration()
    const old = await client.send(randomBytes(10), { migration })
    const id = toId((await createReplacing(old.id, migration)).headers.location)
    await client.inAnnas((trx) => trx('source_files').where({ id: old.id }).del())
    await client.tus('PATCH', id, { ...octets, 'upload-offset': '0' }, Buffer.from('a;b\n'))
    expect(await client.readRow(id)).toMatchObject({ state: 'uploaded' })
  })

  it('is refused before a byte is sent when the file is not one of this migration', async () => {
    const migration = await client.newMigration()
    const old = await addStaged(migration, randomBytes(100))
    const elsewhere = await client.newMigration()
    const theirs = await client.newMigration(stranger)
    const guesses: [string, string, typeof anna][] = [
      ['file_nothing', migration, anna],
      [`${old}a`, migration, anna],
      [old, elsewhere, anna],
      [old, theirs, stranger],
      ['file\u0000', migration, anna],
      ['x'.repeat(65), migration, anna],
    ]
    for (const [replaces, into, user] of guesses) {
      const answer = await createReplacing(replaces, into, user)
      expect([replaces, answer.statusCode, answer.json().error.code]).toEqual([replaces, 404, 'file.unknown'])
    }
    expect(await countRead(old)).toEqual([2, 2, 2])
  })

  it('is refused before a byte is sent when a plan with the file is confirmed or a run was made', async () => {
    for (const plan of ['confirmed', 'proposed'] as const) {
      const migration = await client.newMigration()
      const old = await client.send(randomBytes(10), { migration })
      await addPlan(migration, plan)
      if (plan === 'proposed') {
        expect((await createReplacing(old.id, migration)).statusCode).toBe(201)
        const run = { id: `run_${migration}`, migration_id: migration, plan_id: '', plan_checksum: '', kind: 'full' }
        const made = { state: 'completed', created_by: anna.userId, created_at: new Date() }
        await client.inAnnas((trx) => trx('runs').insert({ company_id: anna.companyId, ...run, ...made }))
      }
      const answer = await createReplacing(old.id, migration)
      expect([answer.statusCode, answer.json().error]).toEqual([409, { code: 'file.in_use', detail: {} }])
    }
  })

  it('is rejected when the plan was confirmed while it came; the file stays', async () => {
    const migration = await client.newMigration()
    const old = await addStaged(migration, randomBytes(100))
    const id = toId((await createReplacing(old, migration)).headers.location)
    await addPlan(migration, 'confirmed')
    await client.tus('PATCH', id, { ...octets, 'upload-offset': '0' }, Buffer.from('a;b\n'))
    expect(await client.readRow(id)).toMatchObject({
      state: 'rejected',
      reason_code: 'file.replaced_in_use',
      reason_detail: { fileId: old, name: 'profiles.zip' },
    })
    expect(await countRead(old)).toEqual([2, 2, 2])
    expect([await client.isOnDisk(old), await client.isOnDisk(id)]).toEqual([true, false])
  })

  it('removes nothing when it cannot be taken in, and is taken in later', async () => {
    const migration = await client.newMigration()
    const old = await addStaged(migration, randomBytes(100))
    const id = toId((await createReplacing(old, migration)).headers.location)
    const broken = await buildApp({ ...client.test.deps, enqueueStaging: () => Promise.reject(new Error('no queue')) })
    const headers = { ...octets, 'upload-offset': '0' }
    const last = await client.tus('PATCH', id, headers, Buffer.from('a;b\n'), broken)
    expect(last.statusCode).toBe(500)
    await broken.close()
    expect(await countRead(old)).toEqual([2, 2, 2])
    expect([await client.isOnDisk(old), (await client.readRow(id)).state]).toEqual([true, 'uploading'])

    await client.tus('HEAD', id)
    expect(await countRead(old)).toEqual([0, 0, 0])
    expect([await client.isOnDisk(old), (await client.readRow(id)).state]).toEqual([false, 'uploaded'])
  })

  it('keeps a plan from being confirmed until the file is removed', async () => {
    const migration = await client.newMigration()
    await addPlan(migration, 'proposed')
    const confirm = () =>
      client.inAnnas((trx) => trx('plans').where({ migration_id: migration }).update({ state: 'confirmed' }))
    const { db } = client.test.database
    let confirmation: Promise<unknown> | undefined
    await inCompany(db, anna.companyId, async (trx) => {
      expect(await isRemovable(trx, migration)).toBe(true)
      confirmation = confirm()
      const first = await Promise.race([confirmation, new Promise((resolve) => setTimeout(resolve, 200, 'waits'))])
      expect(first).toBe('waits')
    })
    await confirmation
    expect(await inCompany(db, anna.companyId, (trx) => isRemovable(trx, migration))).toBe(false)
  })
})
