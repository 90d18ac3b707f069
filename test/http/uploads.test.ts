import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeStorage } from '../../server/uploads/storage.ts'
import { anna } from '../support/build-test-app.ts'
import { octets, startUploadClient, toId, toMetadata, type UploadClient } from './uploads-client.ts'

let client: UploadClient

beforeAll(async () => {
  client = await startUploadClient()
})
afterAll(() => client.close())

describe('upload', () => {
  it('stores the bytes, notes their digest and queues staging', async () => {
    const bytes = randomBytes(3 * 1024 ** 2 + 17)
    const { id, status } = await client.send(bytes, { filename: 'Клиенты & заказы.csv' })
    expect(status).toBe(204)
    expect(await client.readFiles()).toContainEqual(
      expect.objectContaining({
        id,
        name: 'Клиенты & заказы.csv',
        sizeBytes: bytes.length,
        state: 'uploaded',
        reason: null,
      }),
    )
    const row = await client.readRow(id)
    expect(row.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(client.test.staged).toContainEqual({ companyId: anna.companyId, sourceFileId: id })
    const stored = []
    for await (const chunk of await makeStorage(client.test.config.uploadDir).open(row.storage_key)) stored.push(chunk)
    expect(Buffer.concat(stored).equals(bytes)).toBe(true)
  })

  it('takes an empty file in, for staging to say what is wrong with it', async () => {
    const { id, status } = await client.send(Buffer.alloc(0), { filename: 'empty.csv' })
    expect(status).toBe(204)
    expect(client.test.staged).toContainEqual({ companyId: anna.companyId, sourceFileId: id })
  })

  it('refuses a file that is too large before a byte is sent', async () => {
    const { status, answer } = await client.send(Buffer.alloc(8 * 1024 ** 2 + 1), { filename: 'huge.csv' })
    expect(status).toBe(413)
    expect(JSON.parse(answer).error).toEqual({
      code: 'upload.too_large',
      detail: { name: 'huge.csv', sizeBytes: 8 * 1024 ** 2 + 1, maxUploadBytes: 8 * 1024 ** 2 },
    })
    expect((await client.readFiles()).map(({ name }) => name)).not.toContain('huge.csv')
  })

  it('takes no more bytes than were announced', async () => {
    const id = toId((await client.create(10, 'small.csv')).headers.location)
    const answer = await client.tus('PATCH', id, { ...octets, 'upload-offset': '0' }, Buffer.alloc(11))
    expect(answer.statusCode).toBe(413)
    expect(answer.json().error.code).toBe('upload.too_large')
    expect((await client.tus('HEAD', id)).headers['upload-offset']).toBe('0')
  })

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\exports\\заказы.json', 'заказы.json'],
    ['orders\u202egpj.csv\u0000\n', 'ordersgpj.csv'],
    [`${'я'.repeat(300)}.csv`, `${'я'.repeat(251)}.csv`],
  ])('shows the name %j without what does not belong into a name', async (filename, name) => {
    const id = toId((await client.create(1, filename)).headers.location)
    expect(await client.readFiles()).toContainEqual(expect.objectContaining({ id, name }))
  })

  it('says what is missing', async () => {
    const cases: [Record<string, string>, string][] = [
      [
        { 'upload-metadata': toMetadata({ filename: '..', migrationId: client.migrationId }) },
        'upload.filename_missing',
      ],
      [{ 'upload-metadata': '' }, 'upload.filename_missing'],
      [{ 'upload-metadata': 'filename YQ==' }, 'upload.migration_missing'],
      [{ 'upload-metadata': 'filename %%%' }, 'upload.metadata_invalid'],
      [{ 'upload-length': '' }, 'upload.length_required'],
      [{ 'upload-length': '-1' }, 'upload.length_required'],
    ]
    for (const [headers, code] of cases) {
      const answer = await client.create(1, 'a.csv', headers)
      expect([headers, answer.statusCode, answer.json().error.code]).toEqual([headers, 400, code])
    }
    for (const migrationId of ['mig_nothing', 'mig\u0000', '../mig', 'm'.repeat(65)]) {
      const metadata = toMetadata({ filename: 'a.csv', migrationId })
      const unknown = await client.create(1, 'a.csv', { 'upload-metadata': metadata })
      expect([unknown.statusCode, unknown.json().error.code]).toEqual([404, 'migration.unknown'])
    }
  })

  it('answers a wrong offset with 409, and a finished upload takes nothing more', async () => {
    const id = toId((await client.create(4, 'four.csv')).headers.location)
    const wrong = await client.tus('PATCH', id, { ...octets, 'upload-offset': '2' }, Buffer.from('ab'))
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([409, 'upload.wrong_offset'])
    expect((await client.tus('PATCH', id, { ...octets, 'upload-offset': '0' }, Buffer.from('abcd'))).statusCode).toBe(
      204,
    )
    const late = await client.tus('PATCH', id, { ...octets, 'upload-offset': '4' }, Buffer.from('e'))
    expect([late.statusCode, late.json().error.code]).toEqual([409, 'upload.finished'])
    expect((await client.tus('DELETE', id)).statusCode).toBe(409)
  })

  it('can be given up', async () => {
    const id = toId((await client.create(4, 'given-up.csv')).headers.location)
    expect((await client.tus('DELETE', id)).statusCode).toBe(204)
    expect((await client.tus('HEAD', id)).statusCode).toBe(404)
    expect((await client.readFiles()).map((file) => file.id)).not.toContain(id)
  })
})
