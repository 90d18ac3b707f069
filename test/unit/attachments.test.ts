import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeAttachmentReader } from '../../server/staging/attachments.ts'
import { tarOf } from '../support/tar-of.ts'
import { zipOf } from '../support/zip-of.ts'

const documents = { 'a/one.txt': 'one', 'a/two.txt': 'two two', 'b/three.txt': 'three' }

let folder: string
let uploads: Record<string, Buffer>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attachments-test-'))
  const inner = await zipOf({ 'deep.txt': 'deep' })
  uploads = {
    'docs.zip': await zipOf(documents),
    'docs.tar.gz': gzipSync(tarOf(documents)),
    'docs.tar': tarOf({ ...documents, 'inner.zip': inner.toString('latin1') }),
    'alone.pdf': Buffer.from('%PDF alone'),
    'broken.zip': (await zipOf(documents)).subarray(0, 60),
  }
  for (const [name, bytes] of Object.entries(uploads)) await writeFile(join(folder, name), bytes)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Counts how often each upload was opened. */
function reading() {
  const opened: string[] = []
  const reader = makeAttachmentReader((key, name, sizeBytes) => ({
    name,
    sizeBytes,
    async open() {
      opened.push(key)
      const bytes = uploads[key]
      if (bytes === undefined) throw Object.assign(new Error('gone'), { code: 'ENOENT' })
      return Readable.from([bytes], { objectMode: false })
    },
  }))
  const take = async (upload: string, name: string, limitBytes = 1_000) => {
    const sizeBytes = uploads[upload]?.length ?? 0
    const taken = await reader.take({ storageKey: upload, upload, sizeBytes, name }, limitBytes)
    if (taken === undefined) return undefined
    const text = await readFile(taken.path, 'utf8')
    expect(taken.sizeBytes).toBe(Buffer.byteLength(text))
    await taken.remove()
    return text
  }
  return { take, opened, close: reader.close }
}

describe.each(['docs.zip', 'docs.tar.gz', 'docs.tar'])('a file of %s', (upload) => {
  it('is found again, whatever the order, and by several at once', async () => {
    const { take, close } = reading()
    expect(await take(upload, `${upload}/b/three.txt`)).toBe('three')
    expect(await take(upload, `${upload}/a/one.txt`)).toBe('one')
    expect(await take(upload, `${upload}/a/one.txt`)).toBe('one')
    const names = ['a/two.txt', 'a/one.txt', 'b/three.txt']
    expect(await Promise.all(names.map((name) => take(upload, `${upload}/${name}`)))).toEqual([
      'two two',
      'one',
      'three',
    ])
    await close()
  })

  it('that is not there, or longer than allowed, is none, and the next one is found', async () => {
    const { take, close } = reading()
    expect(await take(upload, `${upload}/a/none.txt`)).toBeUndefined()
    expect(await take(upload, `${upload}/a/two.txt`, 6)).toBeUndefined()
    expect(await take(upload, `${upload}/a/two.txt`, 7)).toBe('two two')
    await close()
  })

  it('leaves no copy behind', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('altcraft-a')).length
    const { take, close } = reading()
    await take(upload, `${upload}/a/one.txt`)
    await take(upload, `${upload}/a/two.txt`, 2)
    await close()
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith('altcraft-a')).length
    expect(after).toBeLessThanOrEqual(before)
  })
})

it('files that are taken in their order go through a packed archive once', async () => {
  const { take, opened, close } = reading()
  await take('docs.tar.gz', 'docs.tar.gz/a/one.txt')
  const first = opened.length
  await take('docs.tar.gz', 'docs.tar.gz/a/two.txt')
  await take('docs.tar.gz', 'docs.tar.gz/b/three.txt')
  expect(opened.length).toBe(first)
  await close()
})

it('an upload that lies in no archive is its own content', async () => {
  const { take } = reading()
  expect(await take('alone.pdf', 'alone.pdf')).toBe('%PDF alone')
})

it('of an upload that is gone or damaged nothing is taken, and it stops nobody', async () => {
  const { take, close } = reading()
  expect(await take('gone.zip', 'gone.zip/a.txt')).toBeUndefined()
  expect(await take('broken.zip', 'broken.zip/a/one.txt')).toBeUndefined()
  expect(await take('docs.zip', 'docs.zip/a/one.txt')).toBe('one')
  await close()
})
