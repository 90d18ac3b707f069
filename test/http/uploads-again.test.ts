import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anna } from '../support/build-test-app.ts'
import { startUploadClient, type UploadClient } from './uploads-client.ts'

let client: UploadClient

beforeAll(async () => {
  client = await startUploadClient()
})
afterAll(() => client.close())

async function setState(id: string, state: string) {
  await client.inAnnas((trx) => trx('source_files').where({ id }).update({ state }))
}

describe('a file that comes again', () => {
  it('is recognised by its bytes in a migration, whatever their name, also when both end at once', async () => {
    const migration = await client.newMigration()
    const bytes = randomBytes(200_000)
    const queuedBefore = client.test.staged.length
    await Promise.all(['a.csv', 'b.csv', 'c.csv'].map((filename) => client.send(bytes, { filename, migration })))
    await client.send(bytes, { filename: 'd.csv', migration })
    const files = await client.readFiles(migration)
    const kept = files.filter(({ state }) => state === 'uploaded')
    expect(kept).toHaveLength(1)
    for (const file of files.filter(({ id }) => id !== kept[0]?.id)) {
      expect(file).toMatchObject({
        state: 'duplicate',
        reason: { code: 'file.duplicate', detail: { fileId: kept[0]?.id, name: kept[0]?.name } },
      })
    }
    expect(client.test.staged.slice(queuedBefore)).toEqual([{ companyId: anna.companyId, sourceFileId: kept[0]?.id }])
    for (const { id } of files) expect(await client.isOnDisk(id)).toBe(id === kept[0]?.id)

    const elsewhere = await client.send(bytes, { migration: await client.newMigration() })
    expect(client.test.staged).toContainEqual({ companyId: anna.companyId, sourceFileId: elsewhere.id })
  })

  it.each(['rejected', 'cancelled'])('is taken in when the earlier one was %s', async (state) => {
    const migration = await client.newMigration()
    const bytes = randomBytes(1_000)
    const earlier = await client.send(bytes, { migration })
    await setState(earlier.id, state)
    const { id } = await client.send(bytes, { migration })
    expect(await client.readRow(id)).toMatchObject({ state: 'uploaded' })
    expect(await client.readRow(earlier.id)).toMatchObject({ state })
  })

  it('is another file when its bytes are others, whatever its name', async () => {
    const migration = await client.newMigration()
    const names = ['profiles.csv', 'profiles.csv']
    for (const filename of names) await client.send(randomBytes(1_000), { filename, migration })
    expect((await client.readFiles(migration)).map(({ name, state }) => [name, state])).toEqual(
      names.map((name) => [name, 'uploaded']),
    )
  })
})
