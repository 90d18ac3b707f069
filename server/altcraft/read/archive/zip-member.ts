import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { FileRejected } from '../../types.ts'
import type { Meter } from './unpacking.ts'
import { rejectZip, type ZipEntry } from './zip-entries.ts'

const stored = 0
const deflated = 8
const chunkBytes = 64 * 1024

/**
 * The bytes of a file in the zip archive at `path`, checked against the size and the checksum that the archive gives. Throws
 * `FileRejected`: `file.encrypted`, `file.archive_method` when it is packed by a method that is not read; the stream fails
 * with `file.bad_archive` or with what the meter throws.
 */
export async function openZipMember(path: string, entry: ZipEntry, meter: Meter): Promise<Readable> {
  if (entry.encrypted) throw new FileRejected('file.encrypted')
  if (entry.method !== stored && entry.method !== deflated) {
    throw new FileRejected('file.archive_method', { method: methodName(entry.method) })
  }
  const bytes = readZipMember(path, entry, meter)
  return Readable.from(bytes, { objectMode: false, highWaterMark: 4 * chunkBytes })
}

/** As `openZipMember`, without a stream around it. */
export async function* readZipMember(path: string, entry: ZipEntry, meter: Meter): AsyncGenerator<Buffer, void> {
  let size = 0
  let checksum = 0
  try {
    for await (const chunk of meter(unpack(path, entry), () => entry.packedBytes)) {
      size += chunk.length
      if (size > entry.sizeBytes) break
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    rejectZip(error)
  }
  if (size !== entry.sizeBytes) throw new FileRejected('file.bad_archive', { reason: 'size' })
  if (checksum !== entry.crc32) throw new FileRejected('file.bad_archive', { reason: 'checksum' })
}

async function* unpack(path: string, entry: ZipEntry): AsyncGenerator<Buffer, void> {
  if (entry.packedBytes === 0) return
  const start = await findData(path, entry)
  const packed = createReadStream(path, { start, end: start + entry.packedBytes - 1, highWaterMark: chunkBytes })
  if (entry.method === stored) return yield* packed
  const inflate = createInflateRaw({ chunkSize: chunkBytes })
  // The error reaches the reader of `inflate`; the pipeline only closes the file.
  yield* pipeline(packed, inflate, () => {})
}

/** The name and the extra field before the data may differ in length from those in the directory. */
async function findData(path: string, entry: ZipEntry): Promise<number> {
  const file = await open(path)
  try {
    const header = Buffer.alloc(30)
    const { bytesRead } = await file.read(header, 0, header.length, entry.offset)
    if (bytesRead < header.length || header.readUInt32LE(0) !== 0x04034b50) {
      throw new FileRejected('file.bad_archive', { reason: 'local header' })
    }
    const start = entry.offset + header.length + header.readUInt16LE(26) + header.readUInt16LE(28)
    if (start + entry.packedBytes > (await file.stat()).size) {
      throw new FileRejected('file.bad_archive', { reason: 'cut off' })
    }
    return start
  } finally {
    await file.close()
  }
}

/** APPNOTE.TXT 4.4.5. Windows packs files over 2 GB by Deflate64. */
function methodName(method: number): string {
  const names: Record<number, string> = {
    9: 'Deflate64',
    12: 'BZIP2',
    14: 'LZMA',
    93: 'Zstandard',
    95: 'XZ',
    98: 'PPMd',
  }
  return names[method] ?? String(method)
}
