import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type ByteSource, FileRejected } from '../../types.ts'

export interface LocalFile {
  path: string
  /** Deletes a copy that was made; an uploaded file stays. May be called again. */
  remove(): Promise<void>
}

/** Of the disk's free space, what a copy may take: others write as well. */
const share = 0.8

/**
 * The source as a file that can be read at any place: itself, or a temporary copy (a member of an archive). Throws
 * `FileRejected` `file.archive_too_large` when the disk has no room for the copy, and what reading the source throws.
 */
export async function toLocalFile(source: ByteSource): Promise<LocalFile> {
  if (source.path !== undefined) return { path: source.path, remove: async () => {} }
  const stream = await source.open()
  return spool(stream)
}

/** Writes bytes to a temporary file of their own. Throws as `toLocalFile`; leaves nothing behind then. */
export async function spool(bytes: AsyncIterable<Buffer>): Promise<LocalFile> {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-archive-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'copy')
  try {
    const { bavail, bsize } = await statfs(folder)
    await pipeline(bytes, within(Math.floor(bavail * bsize * share)), createWriteStream(path))
    return { path, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

function within(limitBytes: number) {
  return async function* (bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
    let passed = 0
    for await (const chunk of bytes) {
      passed += chunk.length
      if (passed > limitBytes) throw new FileRejected('file.archive_too_large', { limitBytes })
      yield chunk
    }
  }
}
