import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/**
 * Writes a small zip whose bytes are the same on every machine: fixed times, and stored, since deflate's output differs
 * between builds of zlib.
 */
export async function writeZip(path: string, members: Record<string, Iterable<string>>): Promise<void> {
  const zip = new ZipFile()
  const mtime = new Date(2026, 9, 1, 9, 0, 0) // zip keeps local wall-clock time, so this is the same everywhere
  for (const [name, pieces] of Object.entries(members)) {
    zip.addBuffer(Buffer.from([...pieces].join('')), name, {
      mtime,
      mode: 0o100644,
      compress: false,
      forceDosTimestamp: true,
    })
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}
