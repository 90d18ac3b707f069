import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSource } from '../../server/altcraft/open-source.ts'
import { makeUnpacking } from '../../server/altcraft/read/archive/unpacking.ts'
import type { ByteSource, FileRejected, ReadResult } from '../../server/altcraft/types.ts'
import { workbookOf, zipOf } from '../support/workbook.ts'

const csv = 'id,email,_fname\n1,a@b.ru,Anna\n'
const packing = { members: 100, totalBytes: 2 ** 30, ratio: 200, ratioFromBytes: 2 ** 30 }

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archives-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function asSource(name: string, bytes: Buffer): ByteSource {
  return { name, sizeBytes: bytes.length, open: async () => Readable.from([bytes], { objectMode: false }) }
}

async function asFile(name: string, bytes: Buffer): Promise<ByteSource> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return { ...asSource(name, bytes), path }
}

interface Entry {
  name: string
  data?: string | Buffer
  type?: string
  /** What the header claims, in place of the data's length. */
  size?: string | Buffer
}

/** A tar archive; its headers as they are given. */
function tarOf(entries: Entry[], ending = 1024): Buffer {
  const blocks = entries.flatMap(({ name, data = '', type = '0', size }) => {
    const bytes = Buffer.from(data)
    const header = Buffer.alloc(512)
    header.write(name, 0, 100)
    Buffer.from(size ?? `${bytes.length.toString(8).padStart(11, '0')}\0`).copy(header, 124)
    header.write(type, 156)
    header.write('ustar\x0000', 257)
    header.fill(' ', 148, 156)
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0`,
      148,
    )
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(ending)])
}

/** Names and what reading each gave; last what the iteration threw. */
async function outcomes(result: ReadResult): Promise<[name: string, outcome: string][]> {
  if (result.status !== 'container') return [['', result.status === 'rejected' ? result.code : result.status]]
  const all: [string, string][] = []
  try {
    for await (const member of result.members) {
      const read = await member.read()
      for (const [below, outcome] of await outcomes(read)) all.push([below || member.name, outcome])
      if (read.status === 'table') for await (const _ of read.table.batches());
    }
  } catch (error) {
    all.push(['', (error as FileRejected).code])
  }
  return all
}

describe('tar', () => {
  test.each(['file', 'stream'])('sizes in base 256, folders by name, types that nobody knows (%s)', async (from) => {
    const size = Buffer.alloc(12)
    size[0] = 0x80
    size.writeUInt32BE(csv.length, 8)
    const bytes = tarOf([
      { name: 'big.csv', data: csv, size },
      { name: 'folder/', type: '\0' },
      { name: 'unknown.csv', data: csv, type: 'Z' },
      { name: '._resource.csv', data: 'x' },
    ])
    const source = from === 'file' ? await asFile('a.tar', bytes) : asSource('a.tar', bytes)
    expect(await outcomes(await openSource(source))).toEqual([
      ['a.tar/big.csv', 'table'],
      ['a.tar/unknown.csv', 'table'],
    ])
  })

  test.each(['file', 'stream'])('sizes that are no sizes, negative, or beyond the archive (%s)', async (from) => {
    const sizes = ['notanumber\0\0', Buffer.from('ffffffffffffffffffffffff', 'hex'), '77777777777\0']
    for (const size of sizes) {
      const bytes = tarOf([
        { name: 'a.csv', data: csv },
        { name: 'b.csv', data: csv, size },
      ])
      const source = from === 'file' ? await asFile('b.tar', bytes) : asSource('b.tar', bytes)
      const found = await outcomes(await openSource(source))
      expect(found[0]).toEqual(['b.tar/a.csv', 'table'])
      expect(found.slice(1).map(([, outcome]) => outcome)).toContain('file.bad_archive')
      expect(found.filter(([, outcome]) => outcome === 'table')).toHaveLength(1)
    }
  })

  test('attributes that are no attributes, or too long', async () => {
    for (const data of [
      'no length',
      '99 path=a\n',
      '5 a\n',
      '-1 a=b\n',
      '11 size=-1\n',
      '12 size=1e9\n',
      '9 a=b c=d\n\n',
      '0 a=b\n',
      ' \n',
      'x'.repeat(2 ** 20 + 1),
    ]) {
      const bytes = tarOf([
        { name: 'attributes', type: 'x', data },
        { name: 'a.csv', data: csv },
      ])
      expect(await outcomes(await openSource(asSource('c.tar', bytes)))).toEqual([['', 'file.bad_archive']])
    }
  })

  test('a file stored in pieces is told of', async () => {
    const bytes = tarOf([{ name: 'a.csv', data: csv, type: 'S' }])
    expect(await outcomes(await openSource(asSource('d.tar', bytes)))).toEqual([
      ['d.tar/a.csv', 'file.unsupported_format'],
    ])
  })

  test('an archive that stops between two members is cut off', async () => {
    const bytes = tarOf([{ name: 'a.csv', data: csv }], 0)
    expect(await outcomes(await openSource(asSource('e.tar', bytes)))).toEqual([
      ['e.tar/a.csv', 'table'],
      ['', 'file.bad_archive'],
    ])
  })

  test('too many members', async () => {
    const bytes = tarOf(Array.from({ length: 5 }, (_, index) => ({ name: `${index}.csv`, data: csv })))
    const unpacking = makeUnpacking({ ...packing, members: 4 })
    const found = await outcomes(await openSource({ ...asSource('f.tar', bytes), unpacking }))
    expect(found.at(-1)).toEqual(['', 'file.archive_bomb'])
    expect(found).toHaveLength(5)
  })
})

test('members of a packed archive can be read twice, large ones as well', async () => {
  const many = `id,email\n${Array.from({ length: 800_000 }, (_, index) => `${index},${index * 7919}@b.ru`).join('\n')}\n`
  expect(many.length).toBeGreaterThan(16 * 2 ** 20)
  const bytes = gzipSync(
    tarOf([
      { name: 'a.csv', data: csv },
      { name: 'many.csv', data: many },
      { name: 'b.csv', data: csv },
    ]),
  )
  const result = await openSource(asSource('a.tar.gz', bytes))
  if (result.status !== 'container') throw new Error(JSON.stringify(result))
  const counts: [string, number][] = []
  for await (const member of result.members) {
    const read = await member.read()
    if (read.status !== 'table') throw new Error(JSON.stringify(read))
    for (let pass = 0; pass < 2; pass += 1) {
      let count = 0
      for await (const { rows } of read.table.batches()) count += rows.length
      counts.push([member.name, count])
    }
  }
  const twice = (name: string, count: number) => [0, 1].map(() => [`a.tar.gz/${name}`, count])
  expect(counts).toEqual([...twice('a.csv', 1), ...twice('many.csv', 800_000), ...twice('b.csv', 1)])
})

describe('gzip', () => {
  test('a bomb ends at its ratio and at the sum of all bytes', async () => {
    const bytes = gzipSync(`id,email\n${'1,a@b.ru\n'.repeat(2 ** 17)}`)
    const open = async (limits: Partial<typeof packing>) => {
      const source = { ...asSource('bomb.csv.gz', bytes), unpacking: makeUnpacking({ ...packing, ...limits }) }
      const result = await openSource(source)
      if (result.status !== 'container') throw new Error(JSON.stringify(result))
      for await (const member of result.members) {
        const read = await member.read()
        if (read.status === 'rejected') throw new Error(read.code)
        if (read.status === 'table') for await (const _ of read.table.batches());
      }
    }
    await open({})
    await expect(open({ ratioFromBytes: 2 ** 19 })).rejects.toMatchObject({ code: 'file.archive_bomb' })
    await expect(open({ totalBytes: 2 ** 20 })).rejects.toMatchObject({ code: 'file.archive_too_large' })
  })

  test('zeros behind the last member are padding', async () => {
    const bytes = Buffer.concat([gzipSync(csv), Buffer.alloc(512)])
    expect(await outcomes(await openSource(asSource('a.csv.gz', bytes)))).toEqual([['a.csv.gz/a.csv', 'table']])
  })

  test('an empty member, one that is no table, one within another', async () => {
    expect(await outcomes(await openSource(asSource('a.gz', gzipSync(''))))).toEqual([['a.gz/a', 'file.empty']])
    const nested = gzipSync(gzipSync(csv))
    expect(await outcomes(await openSource(asSource('a.csv.gz.gz', nested)))).toEqual([
      ['a.csv.gz.gz/a.csv.gz/a.csv', 'table'],
    ])
    expect(await outcomes(await openSource(asSource('a.csv.gz', gzipSync(nested))))).toEqual([
      ['a.csv.gz/a.csv/a.csv', 'file.archive_too_deep'],
    ])
  })

  test('a workbook', async () => {
    const row = (...cells: string[]) => `<row>${cells.map((one) => `<c t="str"><v>${one}</v></c>`).join('')}</row>`
    const book = await workbookOf({ sheets: { S: row('id', 'email') + row('1', 'a@b.ru') } })
    expect(await outcomes(await openSource(asSource('b.xlsx.gz', gzipSync(book))))).toEqual([
      ['b.xlsx.gz/b.xlsx', 'table'],
    ])
  })
})

test('copies that were made of members are removed, also when reading stops early', async () => {
  const copies = join(folder, 'copies')
  await mkdir(copies)
  vi.stubEnv('TMPDIR', copies)
  const inner = await zipOf({ 'a.csv': csv, 'b.csv': csv })
  const bytes = gzipSync(
    tarOf([
      { name: 'a.zip', data: inner },
      { name: 'b.zip', data: inner.subarray(0, 50) },
    ]),
  )
  expect(await outcomes(await openSource(asSource('a.tgz', bytes)))).toHaveLength(3)
  const result = await openSource(asSource('a.tgz', bytes))
  if (result.status !== 'container') throw new Error(JSON.stringify(result))
  for await (const member of result.members) {
    const read = await member.read()
    if (read.status !== 'container') throw new Error(JSON.stringify(read))
    for await (const _ of read.members) break
    break
  }
  expect(await readdir(copies)).toEqual([])
  vi.unstubAllEnvs()
})

test('a tar or gzip file with bytes changed gives a result or a rejection', async () => {
  const tar = tarOf([
    { name: 'attributes', type: 'x', data: '16 path=long.csv\n11 size=30\n' },
    { name: 'a.csv', data: csv },
    { name: 'name', type: 'L', data: 'folder/b.csv\0' },
    { name: 'b.csv', data: csv },
  ])
  const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) })
  const property = fc.asyncProperty(
    fc.boolean(),
    fc.array(change, { minLength: 1, maxLength: 3 }),
    async (packed, changes) => {
      const bytes = Buffer.from(packed ? gzipSync(tar) : tar)
      for (const { at, byte } of changes) bytes[at % bytes.length] = byte
      await outcomes(await openSource(asSource('x.tar', withChecksums(bytes, packed))))
    },
  )
  await fc.assert(property, { numRuns: 500 })
})

/** Makes the headers of a tar archive valid again, so that what they say is believed. */
function withChecksums(bytes: Buffer, packed: boolean): Buffer {
  for (let at = 0; !packed && at + 512 <= bytes.length; at += 512) {
    const header = bytes.subarray(at, at + 512)
    if (!header.includes('ustar')) continue
    header.fill(' ', 148, 156)
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0`,
      148,
    )
  }
  return bytes
}
