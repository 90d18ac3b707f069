import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { sweepUploads } from '../../server/uploads/sweep-uploads.ts'
import { anna } from '../support/build-test-app.ts'
import { octets, startUploadClient, toId, type UploadClient } from './uploads-client.ts'

let client: UploadClient

beforeAll(async () => {
  client = await startUploadClient()
})
afterAll(() => client.close())

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function sizeOnDisk(id: string): Promise<number> {
  return (await stat(join(client.test.config.uploadDir, String(anna.companyId), id))).size
}

describe('an upload', () => {
  it('goes on where it was cut off', async () => {
    const bytes = randomBytes(4 * 1024 ** 2)
    const { id } = await client.send(bytes, { chunk: 1024 ** 2, abortAfter: 2 * 1024 ** 2 })
    const offset = Number((await client.tus('HEAD', id)).headers['upload-offset'])
    expect(offset).toBeGreaterThanOrEqual(2 * 1024 ** 2)
    expect(offset).toBeLessThan(bytes.length)
    expect(await client.readFiles()).toContainEqual(expect.objectContaining({ id, state: 'uploading' }))

    const resumed = await client.send(bytes, { url: `${client.baseUrl}/api/uploads/${id}` })
    expect(resumed).toMatchObject({ id, status: 204 })
    const row = await client.readRow(id)
    expect(row).toMatchObject({ state: 'uploaded', sha256: sha256(bytes) })
  })

  it('keeps what came before a connection broke in the middle of a request', async () => {
    const bytes = randomBytes(2 * 1024 ** 2)
    const id = toId((await client.create(bytes.length, 'cut.csv')).headers.location)
    await client.breakOff(id, bytes.subarray(0, 1024 ** 2), bytes.length)
    await expect.poll(async () => Number((await client.tus('HEAD', id)).headers['upload-offset'])).toBe(1024 ** 2)
    const rest = await client.tus(
      'PATCH',
      id,
      { ...octets, 'upload-offset': String(1024 ** 2) },
      bytes.subarray(1024 ** 2),
    )
    expect(rest.statusCode).toBe(204)
    const row = await client.readRow(id)
    expect(row.sha256).toBe(sha256(bytes))
  })

  it('keeps its digest right whichever process takes which part', async () => {
    const bytes = randomBytes(400_000)
    const other = await buildApp(client.test.deps)
    const id = toId((await client.create(bytes.length, 'two-processes.csv')).headers.location)
    for (const [part, app] of [client.test.app, other, client.test.app, client.test.app].entries()) {
      const offset = part * 100_000
      const headers = { ...octets, 'upload-offset': String(offset) }
      const answer = await client.tus('PATCH', id, headers, bytes.subarray(offset, offset + 100_000), app)
      expect(answer.statusCode).toBe(204)
    }
    expect(await client.readRow(id)).toMatchObject({ state: 'uploaded', sha256: sha256(bytes) })
    await other.close()
  })

  it('belongs to the client that came last when two send it', async () => {
    const bytes = randomBytes(300_000)
    const id = toId((await client.create(bytes.length, 'two-clients.csv')).headers.location)
    const stalled = await client.stall(id, bytes.subarray(0, 100_000), bytes.length)
    await expect.poll(() => sizeOnDisk(id)).toBe(100_000)
    const headers = { ...octets, 'upload-offset': '100000' }
    const answer = await client.tus('PATCH', id, headers, bytes.subarray(100_000))
    expect(answer.statusCode).toBe(204)
    expect(await client.readRow(id)).toMatchObject({ state: 'uploaded', sha256: sha256(bytes) })
    stalled.destroy()
  })

  it('says so when the disk is full, and can be resumed', async () => {
    const id = toId((await client.create(4, 'full.csv')).headers.location)
    const path = join(client.test.config.uploadDir, String(anna.companyId), id)
    await rm(path)
    await symlink('/dev/full', path)
    const answer = await client.tus('PATCH', id, { ...octets, 'upload-offset': '0' }, Buffer.from('abcd'))
    expect(answer.statusCode).toBe(507)
    expect(answer.json().error.code).toBe('upload.disk_full')
    expect(await client.readFiles()).toContainEqual(expect.objectContaining({ id, state: 'uploading' }))

    await rm(path)
    await writeFile(path, '')
    const resumed = await client.tus('PATCH', id, { ...octets, 'upload-offset': '0' }, Buffer.from('efgh'))
    expect(resumed.statusCode).toBe(204)
    expect(await client.readRow(id)).toMatchObject({ state: 'uploaded', sha256: sha256(Buffer.from('efgh')) })
  })

  it('is taken in when the process died after its last byte', async () => {
    const bytes = Buffer.from('id;email\n1;a@b.example\n')
    for (const notice of ['client asks', 'sweep']) {
      const id = toId((await client.create(bytes.length + 1, `${notice}.csv`)).headers.location)
      await client.tus('PATCH', id, { ...octets, 'upload-offset': '0' }, bytes)
      // As if the last byte had come, and nothing after it had happened.
      await client.inAnnas((trx) => trx('source_files').where({ id }).update({ size_bytes: bytes.length }))
      if (notice === 'sweep') await sweepUploads(client.sweepDeps())
      const head = await client.tus('HEAD', id)
      expect(head.headers['upload-offset']).toBe(head.headers['upload-length'])
      expect((await client.readFiles()).find((file) => file.id === id)?.state).toBe(
        notice === 'sweep' ? 'duplicate' : 'uploaded',
      )
    }
  })

  it('is given up after a day without a byte, and not before', async () => {
    const id = toId((await client.create(4, 'abandoned.csv')).headers.location)
    client.test.clock.advance(23 * 3_600_000)
    await sweepUploads(client.sweepDeps())
    expect((await client.tus('HEAD', id)).headers['upload-offset']).toBe('0')
    client.test.clock.advance(2 * 3_600_000)
    await sweepUploads(client.sweepDeps())
    expect((await client.tus('HEAD', id)).statusCode).toBe(404)
    expect(await client.readFiles()).toContainEqual(
      expect.objectContaining({ id, state: 'rejected', reason: { code: 'upload.abandoned', detail: {} } }),
    )
    expect(await readdir(join(client.test.config.uploadDir, String(anna.companyId)))).not.toContain(id)
  })
})
