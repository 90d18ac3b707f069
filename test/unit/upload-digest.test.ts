import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestFile } from '../../server/uploads/digest-file.ts'
import { receiveBytes } from '../../server/uploads/receive-bytes.ts'
import { cover, makeRunningDigests, newDigest } from '../../server/uploads/running-digests.ts'

const mebibyte = 1024 ** 2

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-digest-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function* breakingAfter(...chunks: Buffer[]) {
  yield* chunks
  throw new Error('connection reset')
}

/** A disk that says how it was used; `fail` and `writtenAtMost` are what it does wrong. */
function makeDisk(options: { fail?: Error; writtenAtMost?: number } = {}) {
  const flushed: number[] = []
  const content: Buffer[] = []
  let [received, underWay, mostAtOnce] = [0, 0, 0]
  const file = {
    async write(bytes: Buffer, start: number, length: number) {
      const bytesWritten = Math.min(length, options.writtenAtMost ?? length)
      received += bytesWritten
      if (options.writtenAtMost) content.push(Buffer.from(bytes.subarray(start, start + bytesWritten)))
      return { bytesWritten, buffer: bytes }
    },
    async datasync() {
      underWay += 1
      mostAtOnce = Math.max(mostAtOnce, underWay)
      flushed.push(received)
      await new Promise((resolve) => setTimeout(resolve, 5))
      underWay -= 1
      if (options.fail) throw options.fail
    },
  }
  return { file: file as unknown as FileHandle, flushed, content, mostAtOnce: () => mostAtOnce }
}

async function* repeat(chunk: Buffer, times: number) {
  for (let at = 0; at < times; at += 1) yield chunk
}

describe('receiving bytes', () => {
  it('digests what was written before the source broke, and goes on from there', async () => {
    const bytes = randomBytes(300_000)
    const path = join(folder, 'broken')
    await writeFile(path, '')
    const file = await open(path, 'r+')
    const digest = newDigest()
    const source = breakingAfter(bytes.subarray(0, 70_000), bytes.subarray(70_000, 100_000))
    await expect(receiveBytes(source, file, 0, digest, () => undefined)).rejects.toThrow('connection reset')
    expect(digest.hashedBytes).toBe(100_000)

    const rest = repeat(bytes.subarray(100_000), 1)
    expect(await receiveBytes(rest, file, 100_000, digest, () => undefined)).toBe(300_000)
    await file.close()
    expect(digest.hashedBytes).toBe(300_000)
    expect(await digestFile(path, digest)).toBe(sha256(bytes))
  })

  it('begins anew when bytes come again that it covers already', async () => {
    const digest = newDigest()
    const { file } = makeDisk()
    await receiveBytes(repeat(Buffer.from('abcd'), 1), file, 0, digest, () => undefined)
    await receiveBytes(repeat(Buffer.from('wxyz'), 1), file, 0, digest, () => undefined)
    expect([digest.hashedBytes, digest.hash.copy().digest('hex')]).toEqual([4, sha256(Buffer.from('wxyz'))])
  })

  it('writes all of a chunk when the disk takes it in pieces', async () => {
    const bytes = randomBytes(1_000)
    const disk = makeDisk({ writtenAtMost: 300 })
    const digest = newDigest()
    expect(await receiveBytes(repeat(bytes, 1), disk.file, 0, digest, () => undefined)).toBe(1_000)
    expect(Buffer.concat(disk.content).equals(bytes)).toBe(true)
    expect(digest.hash.copy().digest('hex')).toBe(sha256(bytes))
  })

  it('never lets much wait for the disk, also when the bytes come in many small requests', async () => {
    const chunk = Buffer.alloc(mebibyte)
    for (const perRequest of [400, 8]) {
      const disk = makeDisk()
      const digest = newDigest()
      for (let offset = 0; offset < 400; offset += perRequest) {
        await receiveBytes(repeat(chunk, perRequest), disk.file, offset * mebibyte, digest, () => undefined)
      }
      const gaps = [...disk.flushed, 400 * mebibyte].map((at, place) => at - (disk.flushed[place - 1] ?? 0))
      expect(Math.max(...gaps)).toBeLessThanOrEqual(64 * mebibyte)
      expect(disk.mostAtOnce()).toBe(1)
    }
  })

  it('throws what a flush threw, and trusts nothing that it covered before', async () => {
    const { file } = makeDisk({ fail: new Error('EIO') })
    const digest = newDigest()
    const source = repeat(Buffer.alloc(mebibyte), 33)
    await expect(receiveBytes(source, file, 0, digest, () => undefined)).rejects.toThrow('EIO')
    expect(digest.hashedBytes).toBe(0)
  })
})

describe('the digest of a file', () => {
  it('is read from the disk where a running one does not cover it', async () => {
    const bytes = randomBytes(3 * mebibyte)
    const path = join(folder, 'whole')
    await writeFile(path, bytes)
    const running = newDigest()
    for (const covered of [0, mebibyte, 2 * mebibyte]) {
      expect(await digestFile(path, running)).toBe(sha256(bytes))
      cover(running, bytes.subarray(covered, covered + mebibyte), covered)
    }
    expect(await digestFile(path, running)).toBe(sha256(bytes))
    expect(await digestFile(path)).toBe(sha256(bytes))
  })

  it('is not read again where a running one covers it', async () => {
    const path = join(folder, 'covered')
    await writeFile(path, 'ABCDef')
    const running = newDigest()
    cover(running, Buffer.from('abcd'), 0)
    expect(await digestFile(path, running)).toBe(sha256(Buffer.from('abcdef')))
  })
})

describe('running digests', () => {
  let nowMs = 0
  const clock = { now: () => new Date(nowMs), sleep: async () => undefined }

  it('are dropped when they were idle for an hour, not while they are at work', () => {
    const digests = makeRunningDigests(clock)
    digests.keep('1/idle', newDigest())
    const busy = newDigest()
    for (let minutes = 0; minutes < 90; minutes += 10) {
      digests.keep('1/busy', busy)
      nowMs += 600_000
    }
    expect([digests.find('1/idle'), digests.find('1/busy')]).toEqual([undefined, busy])
  })

  it('are at most a thousand, and the one unused for longest goes first', () => {
    const digests = makeRunningDigests(clock)
    const first = newDigest()
    for (let at = 0; at < 2_000; at += 1) {
      digests.keep(`1/${at}`, newDigest())
      digests.keep('1/first', first)
    }
    const left = Array.from({ length: 2_000 }, (_, at) => digests.find(`1/${at}`)).filter(Boolean)
    expect([left.length, digests.find('1/first')]).toEqual([999, first])
  })
})
