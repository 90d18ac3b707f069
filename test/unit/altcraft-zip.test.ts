import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSource } from '../../server/altcraft/open-source.ts'
import { makeUnpacking } from '../../server/altcraft/read/archive/unpacking.ts'
import type { ByteSource, ReadResult, SourceMember } from '../../server/altcraft/types.ts'
import { zipOf } from '../support/workbook.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altcraft-zip-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function asFile(name: string, bytes: Buffer): Promise<ByteSource> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return { name, path, sizeBytes: bytes.length, open: async () => Readable.from([bytes], { objectMode: false }) }
}

async function firstMember(source: ByteSource): Promise<SourceMember> {
  const result = await openSource(source)
  if (result.status !== 'container') throw new Error(JSON.stringify(result))
  for await (const member of result.members) return member
  throw new Error('no member')
}

/** Sets a field of the first central directory entry: sizes and flags as a hostile archive would claim them. */
function claim(zip: Buffer, write: (zip: Buffer, entryAt: number) => void): Buffer {
  const bytes = Buffer.from(zip)
  write(bytes, bytes.indexOf(Buffer.from('504b0102', 'hex')))
  return bytes
}

test('what a member claims about its size counts for nothing', async () => {
  const zip = claim(await zipOf({ 'profiles.csv': 'id,email\n1,a@b.ru\n' }), (bytes, at) =>
    bytes.writeUInt32LE(2 ** 31, at + 24),
  )
  const member = await firstMember(await asFile('claims-much.zip', zip))
  expect(await member.read()).toMatchObject({ status: 'rejected', code: 'file.bad_archive' })
})

test('a member that really unpacks to two hundred times its size is rejected beyond a limit, one that packs well is read', async () => {
  const limits = { members: 100, totalBytes: 2 ** 40, ratio: 200, ratioFromBytes: 2 ** 20 }
  const open = async (text: string) => {
    const source = await asFile('bomb.zip', await zipOf({ 'profiles.csv': text }))
    return (await firstMember({ ...source, unpacking: makeUnpacking(limits) })).read()
  }
  const drain = async (result: ReadResult) => {
    if (result.status !== 'table') throw new Error(JSON.stringify(result))
    for await (const _ of result.table.batches());
  }
  await expect(drain(await open(`id,email\n${'1,a@b.ru\n'.repeat(2 ** 18)}`))).rejects.toMatchObject({
    code: 'file.archive_bomb',
  })
  const varied = Array.from({ length: 2 ** 16 }, (_, index) => `${index},${index * 7919}@b.ru`)
  await drain(await open(`id,email\n${varied.join('\n')}\n`))
})

test('all members together may unpack to so much, however often each is read', async () => {
  const limits = { members: 100, totalBytes: 250, ratio: 200, ratioFromBytes: 2 ** 30 }
  const text = `id,email\n${'1,a@b.ru\n'.repeat(10)}`
  const source = await asFile('much.zip', await zipOf({ 'a.csv': text, 'b.csv': text, 'c.csv': text }))
  const result = await openSource({ ...source, unpacking: makeUnpacking(limits) })
  if (result.status !== 'container') throw new Error(JSON.stringify(result))
  const statuses: string[] = []
  for await (const member of result.members) {
    await member.read()
    const read = await member.read()
    statuses.push(read.status === 'rejected' ? read.code : read.status)
  }
  expect(statuses).toEqual(['table', 'table', 'file.archive_too_large'])
})

test('an archive of too many members is rejected, whatever level they are on', async () => {
  const limits = { members: 4, totalBytes: 2 ** 30, ratio: 200, ratioFromBytes: 2 ** 30 }
  const inner = await zipOf({ 'a.csv': '', 'b.csv': '' })
  const few = await asFile('few.zip', await zipOf({ 'one.zip': inner, 'a.csv': '' }))
  const many = await asFile('many.zip', await zipOf({ 'one.zip': inner, 'two.zip': inner }))
  const codes = async (source: ByteSource) => {
    const result = await openSource({ ...source, unpacking: makeUnpacking(limits) })
    if (result.status !== 'container') throw new Error(JSON.stringify(result))
    const all: string[] = []
    for await (const member of result.members) {
      const read = await member.read()
      all.push(read.status === 'rejected' ? read.code : read.status)
      if (read.status === 'container') for await (const _ of read.members);
    }
    return all
  }
  expect(await codes(few)).toEqual(['container', 'file.empty'])
  expect(await codes(many)).toEqual(['container', 'file.archive_bomb'])
})

test('members over each other are rejected: few bytes would unpack to any amount', async () => {
  const zip = await zipOf({ 'a.csv': 'id,email\n1,a@b.ru\n', 'b.csv': 'id,email\n1,a@b.ru\n' })
  zip.writeUInt32LE(10, zip.lastIndexOf(Buffer.from('504b0102', 'hex')) + 42)
  expect(await openSource(await asFile('overlap.zip', zip))).toMatchObject({
    status: 'rejected',
    code: 'file.bad_archive',
    detail: { reason: 'entries overlap' },
  })
})

test('an archive with any byte changed gives a result or a rejection', async () => {
  const zip = await zipOf({ 'profiles.csv': 'id,email,_fname\n1,a@b.ru,Anna\n', 'b.csv': 'id\n1\n' })
  await fc.assert(
    fc.asyncProperty(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), async (at, difference) => {
      const bytes = Buffer.from(zip)
      bytes[at] = (bytes[at] ?? 0) ^ difference
      const result = await openSource({
        name: 'x.zip',
        sizeBytes: bytes.length,
        open: async () => Readable.from([bytes]),
      })
      if (result.status !== 'container') return
      for await (const member of result.members) await member.read()
    }),
    { numRuns: 300 },
  )
})

test('a member that unpacks to more than it claims is rejected', async () => {
  const zip = claim(await zipOf({ 'profiles.csv': `id,email\n${'1,a@b.ru\n'.repeat(1000)}` }), (bytes, at) =>
    bytes.writeUInt32LE(100, at + 24),
  )
  const member = await firstMember(await asFile('liar.zip', zip))
  expect(await member.read()).toMatchObject({ status: 'rejected', code: 'file.bad_archive' })
})

test('an encrypted member is rejected as such', async () => {
  const zip = claim(await zipOf({ 'profiles.csv': 'id,email\n1,a@b.ru\n' }), (bytes, at) =>
    bytes.writeUInt16LE(1, at + 8),
  )
  const member = await firstMember(await asFile('encrypted.zip', zip))
  expect(await member.read()).toMatchObject({ status: 'rejected', code: 'file.encrypted' })
})

test('an archive without a local file is read as well', async () => {
  const bytes = await zipOf({ 'profiles.csv': 'id,email,_fname\n1,a@b.ru,Anna\n' })
  const source = {
    name: 'remote.zip',
    sizeBytes: bytes.length,
    open: async () => Readable.from([bytes], { objectMode: false }),
  }
  const result = await openSource(source)
  if (result.status !== 'container') throw new Error(JSON.stringify(result))
  for await (const member of result.members) {
    expect(await member.read()).toMatchObject({
      status: 'table',
      table: { name: 'remote.zip/profiles.csv', kind: 'profiles' },
    })
  }
})

test('an archive without files is empty', async () => {
  expect(await openSource(await asFile('empty.zip', await zipOf({})))).toMatchObject({
    status: 'rejected',
    code: 'file.empty',
  })
})
