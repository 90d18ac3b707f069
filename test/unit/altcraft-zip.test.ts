import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { openSource } from '../../server/altcraft/open-source.ts'
import type { ByteSource, SourceMember } from '../../server/altcraft/types.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altcraft-zip-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function zipOf(members: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(members)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  return buffer(Readable.from(zip.outputStream))
}

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

test('a member that claims to unpack to more than a gigabyte, two hundred times its size, is rejected', async () => {
  const zip = claim(await zipOf({ 'profiles.csv': 'id,email\n1,a@b.ru\n' }), (bytes, at) =>
    bytes.writeUInt32LE(2 ** 31, at + 24),
  )
  const member = await firstMember(await asFile('bomb.zip', zip))
  expect(await member.read()).toMatchObject({ status: 'rejected', code: 'file.archive_bomb' })
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
