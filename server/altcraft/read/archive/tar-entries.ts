import { FileRejected } from '../../types.ts'
import type { ByteCursor } from './byte-cursor.ts'
import { blockBytes, type PaxRecords, readPax, readTarHeader } from './tar-header.ts'

export interface TarEntry {
  name: Buffer
  sizeBytes: number
  /** Stored in pieces: its bytes are not the file's. */
  sparse: boolean
}

/** Names and attributes that stand before an entry; longer ones are an attack. */
const describingBytes = 1024 * 1024

/**
 * Goes to the data of the next file: long names (GNU) and attributes (pax) before it are applied; folders, links and devices
 * are passed over. Undefined at the end of the archive. The caller takes the data and then `skipPadding`. Throws
 * `FileRejected` `file.bad_archive`.
 */
export async function nextTarEntry(cursor: ByteCursor): Promise<TarEntry | undefined> {
  let longName: Buffer | undefined
  let pax: PaxRecords = { sparse: false }
  for (;;) {
    const header = readTarHeader(await cursor.take(blockBytes))
    if (header === undefined) return undefined
    if (header.type === 'long_name') longName = withoutZeros(await takeDescription(cursor, header.sizeBytes))
    else if (header.type === 'pax') pax = readPax(await takeDescription(cursor, header.sizeBytes))
    else {
      const sizeBytes = pax.sizeBytes ?? header.sizeBytes
      if (header.type !== 'left_out') {
        return { name: pax.path ?? longName ?? header.name, sizeBytes, sparse: pax.sparse || header.type === 'sparse' }
      }
      await cursor.skip(header.sizeBytes)
      await skipPadding(cursor, header.sizeBytes)
      longName = undefined
      pax = { sparse: false }
    }
  }
}

/** Data fills whole blocks. */
export function skipPadding(cursor: ByteCursor, sizeBytes: number): Promise<void> {
  return cursor.skip((blockBytes - (sizeBytes % blockBytes)) % blockBytes)
}

async function takeDescription(cursor: ByteCursor, sizeBytes: number): Promise<Buffer> {
  if (sizeBytes > describingBytes) throw new FileRejected('file.bad_archive', { reason: 'size of a tar header' })
  const description = await cursor.take(sizeBytes)
  await skipPadding(cursor, sizeBytes)
  return description
}

function withoutZeros(name: Buffer): Buffer {
  const end = name.indexOf(0)
  return end < 0 ? name : name.subarray(0, end)
}
