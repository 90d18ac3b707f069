import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm, symlink } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { Upload } from 'tus-js-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { makeStorage } from '../../server/uploads/storage.ts'
import { type SweepDeps, sweepUploads } from '../../server/uploads/sweep-uploads.ts'
import { anna, buildTestApp, stranger, type TestApp } from '../support/build-test-app.ts'

let test: TestApp
let baseUrl: string
let migrationId: string

beforeAll(async () => {
  test = await buildTestApp({ MAX_UPLOAD_BYTES: String(8 * 1024 ** 2) })
  baseUrl = await test.app.listen({ port: 0, host: '127.0.0.1' })
  await test.install(anna)
  await test.install(stranger)
  migrationId = await newMigration(anna)
})
afterAll(() => test.close())

async function authorize(user = anna) {
  return { authorization: `Bearer ${await test.signIn(user)}` }
}

async function newMigration(user: typeof anna): Promise<string> {
  const headers = await authorize(user)
  const payload = { name: 'Move' }
  return (await test.app.inject({ method: 'POST', url: '/api/migrations', headers, payload })).json().id
}

async function readFiles(migration = migrationId) {
  const answer = await test.app.inject({ url: `/api/migrations/${migration}/files`, headers: await authorize() })
  return answer.json().files as { id: string; name: string; state: string; sizeBytes: number; reason: unknown }[]
}

interface Sent {
  id: string
  status: number
  answer: string
}

/** Uploads as a browser does; resolves also when the server refuses. */
async function send(
  bytes: Buffer,
  options: { filename?: string; migration?: string; chunk?: number; abortAfter?: number; url?: string } = {},
) {
  const headers = await authorize()
  return new Promise<Sent>((resolve) => {
    const upload: Upload = new Upload(bytes, {
      endpoint: `${baseUrl}/api/uploads`,
      ...(options.url ? { uploadUrl: options.url } : {}),
      headers,
      metadata: { filename: options.filename ?? 'profiles.csv', migrationId: options.migration ?? migrationId },
      chunkSize: options.chunk ?? 1024 ** 2,
      retryDelays: null,
      onChunkComplete: async (_size, sent) => {
        if (options.abortAfter === undefined || sent < options.abortAfter) return
        await upload.abort()
        resolve({ id: toId(upload.url), status: 0, answer: 'aborted' })
      },
      onSuccess: () => resolve({ id: toId(upload.url), status: 204, answer: '' }),
      onError: (error) => {
        const answer = 'originalResponse' in error ? error.originalResponse : null
        resolve({ id: toId(upload.url), status: answer?.getStatus() ?? 0, answer: answer?.getBody() ?? String(error) })
      },
    })
    upload.start()
  })
}

function toId(url: string | null): string {
  return url?.split('/').at(-1) ?? ''
}

function metadata(filename: string, migration = migrationId): string {
  const encode = (text: string) => Buffer.from(text).toString('base64')
  return `filename ${encode(filename)},migrationId ${encode(migration)}`
}

/** Creates an upload without sending anything. */
async function create(sizeBytes: number, filename = 'orders.json', headers: Record<string, string> = {}) {
  return test.app.inject({
    method: 'POST',
    url: '/api/uploads',
    headers: {
      ...(await authorize()),
      'tus-resumable': '1.0.0',
      'upload-length': String(sizeBytes),
      'upload-metadata': metadata(filename),
      ...headers,
    },
  })
}

async function tus(
  method: 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS',
  id: string,
  headers: Record<string, string> = {},
  payload?: Buffer,
) {
  return test.app.inject({
    method,
    url: `/api/uploads/${id}`,
    headers: { ...(await authorize()), 'tus-resumable': '1.0.0', ...headers },
    ...(payload ? { payload } : {}),
  })
}

const octets = { 'content-type': 'application/offset+octet-stream' }

function sweepDeps(): SweepDeps {
  const { db, clock, config, enqueueStaging } = test.deps
  return { db, clock, enqueueStaging, uploadDir: config.uploadDir, storage: makeStorage(config.uploadDir) }
}

describe('upload', () => {
  it('stores the bytes, notes their digest and queues staging', async () => {
    const bytes = randomBytes(3 * 1024 ** 2 + 17)
    const { id, status } = await send(bytes, { filename: 'Клиенты & заказы.csv' })
    expect(status).toBe(204)
    expect(await readFiles()).toContainEqual(
      expect.objectContaining({
        id,
        name: 'Клиенты & заказы.csv',
        sizeBytes: bytes.length,
        state: 'uploaded',
        reason: null,
      }),
    )
    const row = await inCompany(test.database.db, anna.companyId, (trx) => trx('source_files').where({ id }).first())
    expect(row.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(test.staged).toContainEqual({ companyId: anna.companyId, sourceFileId: id })
    const stored = []
    for await (const chunk of await makeStorage(test.config.uploadDir).open(row.storage_key)) stored.push(chunk)
    expect(Buffer.concat(stored).equals(bytes)).toBe(true)
  })

  it('goes on where it was cut off', async () => {
    const bytes = randomBytes(4 * 1024 ** 2)
    const { id } = await send(bytes, { chunk: 1024 ** 2, abortAfter: 2 * 1024 ** 2 })
    const offset = Number((await tus('HEAD', id)).headers['upload-offset'])
    expect(offset).toBeGreaterThanOrEqual(2 * 1024 ** 2)
    expect(offset).toBeLessThan(bytes.length)
    expect(await readFiles()).toContainEqual(expect.objectContaining({ id, state: 'uploading' }))

    const resumed = await send(bytes, { url: `${baseUrl}/api/uploads/${id}` })
    expect(resumed).toMatchObject({ id, status: 204 })
    const row = await inCompany(test.database.db, anna.companyId, (trx) => trx('source_files').where({ id }).first())
    expect(row).toMatchObject({ state: 'uploaded', sha256: createHash('sha256').update(bytes).digest('hex') })
  })

  it('keeps what came before a connection broke in the middle of a request', async () => {
    const bytes = randomBytes(2 * 1024 ** 2)
    const id = toId(String((await create(bytes.length, 'cut.csv')).headers.location))
    await breakOff(id, bytes.subarray(0, 1024 ** 2), bytes.length)
    await expect.poll(async () => Number((await tus('HEAD', id)).headers['upload-offset'])).toBe(1024 ** 2)
    const rest = await tus('PATCH', id, { ...octets, 'upload-offset': String(1024 ** 2) }, bytes.subarray(1024 ** 2))
    expect(rest.statusCode).toBe(204)
    const row = await inCompany(test.database.db, anna.companyId, (trx) => trx('source_files').where({ id }).first())
    expect(row.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it('takes an empty file in, for staging to say what is wrong with it', async () => {
    const { id, status } = await send(Buffer.alloc(0), { filename: 'empty.csv' })
    expect(status).toBe(204)
    expect(test.staged).toContainEqual({ companyId: anna.companyId, sourceFileId: id })
  })

  it('recognises the same bytes in a migration, whatever their name, also when both end at once', async () => {
    const migration = await newMigration(anna)
    const bytes = randomBytes(200_000)
    const queuedBefore = test.staged.length
    await Promise.all(['a.csv', 'b.csv', 'c.csv'].map((filename) => send(bytes, { filename, migration })))
    await send(bytes, { filename: 'd.csv', migration })
    const files = await readFiles(migration)
    const kept = files.filter(({ state }) => state === 'uploaded')
    expect(kept).toHaveLength(1)
    for (const file of files.filter(({ id }) => id !== kept[0]?.id)) {
      expect(file).toMatchObject({
        state: 'duplicate',
        reason: { code: 'file.duplicate', detail: { fileId: kept[0]?.id, name: kept[0]?.name } },
      })
    }
    expect(test.staged.slice(queuedBefore)).toEqual([{ companyId: anna.companyId, sourceFileId: kept[0]?.id }])
    const onDisk = await readdir(join(test.config.uploadDir, String(anna.companyId)))
    for (const { id } of files) expect(onDisk.includes(id)).toBe(id === kept[0]?.id)

    const elsewhere = await send(bytes, { migration: await newMigration(anna) })
    expect(test.staged).toContainEqual({ companyId: anna.companyId, sourceFileId: elsewhere.id })
  })

  it('refuses a file that is too large before a byte is sent', async () => {
    const { status, answer } = await send(Buffer.alloc(8 * 1024 ** 2 + 1), { filename: 'huge.csv' })
    expect(status).toBe(413)
    expect(JSON.parse(answer).error).toEqual({
      code: 'upload.too_large',
      detail: { name: 'huge.csv', sizeBytes: 8 * 1024 ** 2 + 1, maxUploadBytes: 8 * 1024 ** 2 },
    })
    expect((await readFiles()).map(({ name }) => name)).not.toContain('huge.csv')
  })

  it('takes no more bytes than were announced', async () => {
    const id = toId(String((await create(10, 'small.csv')).headers.location))
    const answer = await tus('PATCH', id, { ...octets, 'upload-offset': '0' }, Buffer.alloc(11))
    expect(answer.statusCode).toBe(413)
    expect(answer.json().error.code).toBe('upload.too_large')
    expect((await tus('HEAD', id)).headers['upload-offset']).toBe('0')
  })

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\exports\\заказы.json', 'заказы.json'],
    ['orders\u202egpj.csv\u0000\n', 'ordersgpj.csv'],
    [`${'я'.repeat(300)}.csv`, `${'я'.repeat(251)}.csv`],
  ])('shows the name %j without what does not belong into a name', async (filename, name) => {
    const id = toId(String((await create(1, filename)).headers.location))
    expect(await readFiles()).toContainEqual(expect.objectContaining({ id, name }))
  })

  it('says what is missing', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ 'upload-metadata': metadata('..') }, 'upload.filename_missing'],
      [{ 'upload-metadata': '' }, 'upload.filename_missing'],
      [{ 'upload-metadata': 'filename YQ==' }, 'upload.migration_missing'],
      [{ 'upload-metadata': 'filename %%%' }, 'upload.metadata_invalid'],
      [{ 'upload-length': '' }, 'upload.length_required'],
      [{ 'upload-length': '-1' }, 'upload.length_required'],
    ]
    for (const [headers, code] of cases) {
      const answer = await create(1, 'a.csv', headers)
      expect([headers, answer.statusCode, answer.json().error.code]).toEqual([headers, 400, code])
    }
    const unknown = await create(1, 'a.csv', { 'upload-metadata': metadata('a.csv', 'mig_nothing') })
    expect([unknown.statusCode, unknown.json().error.code]).toEqual([404, 'migration.unknown'])
  })

  it('answers a wrong offset with 409, and a finished upload takes nothing more', async () => {
    const id = toId(String((await create(4, 'four.csv')).headers.location))
    const wrong = await tus('PATCH', id, { ...octets, 'upload-offset': '2' }, Buffer.from('ab'))
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([409, 'upload.wrong_offset'])
    expect((await tus('PATCH', id, { ...octets, 'upload-offset': '0' }, Buffer.from('abcd'))).statusCode).toBe(204)
    const late = await tus('PATCH', id, { ...octets, 'upload-offset': '4' }, Buffer.from('e'))
    expect([late.statusCode, late.json().error.code]).toEqual([409, 'upload.finished'])
    expect((await tus('DELETE', id)).statusCode).toBe(409)
  })

  it('can be given up', async () => {
    const id = toId(String((await create(4, 'given-up.csv')).headers.location))
    expect((await tus('DELETE', id)).statusCode).toBe(204)
    expect((await tus('HEAD', id)).statusCode).toBe(404)
    expect((await readFiles()).map((file) => file.id)).not.toContain(id)
  })

  it('says so when the disk is full, and can be resumed', async () => {
    const id = toId(String((await create(4, 'full.csv')).headers.location))
    const path = join(test.config.uploadDir, String(anna.companyId), id)
    await rm(path)
    await symlink('/dev/full', path)
    const answer = await tus('PATCH', id, { ...octets, 'upload-offset': '0' }, Buffer.from('abcd'))
    expect(answer.statusCode).toBe(507)
    expect(answer.json().error.code).toBe('upload.disk_full')
    expect(await readFiles()).toContainEqual(expect.objectContaining({ id, state: 'uploading' }))
  })

  it('is taken in when the process died after its last byte', async () => {
    const bytes = Buffer.from('id;email\n1;a@b.example\n')
    for (const notice of ['client asks', 'sweep']) {
      const id = toId(String((await create(bytes.length + 1, `${notice}.csv`)).headers.location))
      await tus('PATCH', id, { ...octets, 'upload-offset': '0' }, bytes)
      // As if the last byte had come, and nothing after it had happened.
      await inCompany(test.database.db, anna.companyId, (trx) =>
        trx('source_files').where({ id }).update({ size_bytes: bytes.length }),
      )
      if (notice === 'sweep') await sweepUploads(sweepDeps())
      const head = await tus('HEAD', id)
      expect(head.headers['upload-offset']).toBe(head.headers['upload-length'])
      expect((await readFiles()).find((file) => file.id === id)?.state).toBe(
        notice === 'sweep' ? 'duplicate' : 'uploaded',
      )
    }
  })

  it('is given up after a day without a byte, and not before', async () => {
    const id = toId(String((await create(4, 'abandoned.csv')).headers.location))
    test.clock.advance(23 * 3_600_000)
    await sweepUploads(sweepDeps())
    expect((await tus('HEAD', id)).headers['upload-offset']).toBe('0')
    test.clock.advance(2 * 3_600_000)
    await sweepUploads(sweepDeps())
    expect((await tus('HEAD', id)).statusCode).toBe(404)
    expect(await readFiles()).toContainEqual(
      expect.objectContaining({ id, state: 'rejected', reason: { code: 'upload.abandoned', detail: {} } }),
    )
    expect(await readdir(join(test.config.uploadDir, String(anna.companyId)))).not.toContain(id)
  })

  it('needs a session on every verb', async () => {
    const id = toId(String((await create(4, 'closed.csv')).headers.location))
    for (const method of ['HEAD', 'PATCH', 'DELETE', 'POST', 'OPTIONS'] as const) {
      const url = method === 'POST' || method === 'OPTIONS' ? '/api/uploads' : `/api/uploads/${id}`
      expect((await test.app.inject({ method, url, headers: { 'tus-resumable': '1.0.0' } })).statusCode).toBe(401)
    }
  })

  it('cannot be downloaded', async () => {
    const id = toId(String((await create(4, 'closed.csv')).headers.location))
    expect((await test.app.inject({ url: `/api/uploads/${id}`, headers: await authorize() })).statusCode).toBe(404)
  })

  it('is unknown to another company, which cannot upload into our migration either', async () => {
    const id = toId(String((await create(4, 'ours.csv')).headers.location))
    const headers = { ...(await authorize(stranger)), 'tus-resumable': '1.0.0', 'upload-offset': '0', ...octets }
    for (const method of ['HEAD', 'PATCH', 'DELETE'] as const) {
      for (const guess of [id, `..%2F${anna.companyId}%2F${id}`, `..%2f..%2f${id}`]) {
        const url = `/api/uploads/${guess}`
        const answer = await test.app.inject({
          method,
          url,
          headers,
          ...(method === 'PATCH' ? { payload: 'evil' } : {}),
        })
        expect([method, guess, answer.statusCode]).toEqual([method, guess, 404])
      }
    }
    const into = await create(4, 'theirs.csv', headers)
    expect([into.statusCode, into.json().error.code]).toEqual([404, 'migration.unknown'])
    expect((await tus('HEAD', id)).headers['upload-offset']).toBe('0')
  })
})

/** Announces `length` bytes, sends some, and cuts the connection. */
async function breakOff(id: string, bytes: Buffer, length: number): Promise<void> {
  const headers = {
    ...(await authorize()),
    'tus-resumable': '1.0.0',
    'upload-offset': '0',
    'content-length': String(length),
    ...octets,
  }
  await new Promise<void>((resolve) => {
    const request = httpRequest(`${baseUrl}/api/uploads/${id}`, { method: 'PATCH', headers })
    request.on('error', () => resolve())
    request.write(bytes, () => setTimeout(() => request.destroy(), 200))
    request.on('close', () => resolve())
  })
}
