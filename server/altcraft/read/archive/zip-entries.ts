import { type Entry, openPromise } from 'yauzl'
import { FileRejected } from '../../types.ts'
import { memberName } from './member-name.ts'
import type { Unpacking } from './unpacking.ts'

/** A file in a zip archive, as the archive's directory describes it. */
export interface ZipEntry {
  /** A label, see `memberName`. */
  name: string
  /** Of its local header, from the start of the archive. */
  offset: number
  packedBytes: number
  /** As claimed; checked while reading. */
  sizeBytes: number
  crc32: number
  /** 0 stored, 8 deflated; nothing else is read. */
  method: number
  encrypted: boolean
}

const localHeaderBytes = 30
const nameBytesLimit = 16 * 1024 * 1024

/**
 * The files of a zip archive in the order of its directory; folders and leftovers of operating systems are not among them.
 * Throws `FileRejected`: `file.bad_archive` when the directory cannot be read or its entries lie over each other (then few
 * bytes could unpack to any amount), `file.archive_bomb` for too many entries, `file.encrypted`.
 */
export async function readZipEntries(path: string, unpacking: Unpacking): Promise<ZipEntry[]> {
  const options = { decodeStrings: false, autoClose: false, validateEntrySizes: false }
  const zip = await openPromise(path, options).catch(rejectZip)
  const all: (ZipEntry & { endsBehind: number })[] = []
  const files: ZipEntry[] = []
  let nameBytes = 0
  try {
    for await (const entry of zip.eachEntry()) {
      unpacking.addMembers(1)
      nameBytes += entry.fileNameRaw.length
      if (nameBytes > nameBytesLimit) throw new FileRejected('file.archive_bomb', { nameBytes })
      const name = memberName(entry.fileNameRaw, (entry.generalPurposeBitFlag & 0x800) !== 0)
      const own = toZipEntry(entry, name ?? '')
      all.push({ ...own, endsBehind: own.offset + localHeaderBytes + entry.fileNameRaw.length + own.packedBytes })
      if (name !== undefined) files.push(own)
    }
  } catch (error) {
    rejectZip(error)
  } finally {
    zip.close()
  }
  assertApart(all)
  return files
}

function toZipEntry(entry: Entry, name: string): ZipEntry {
  return {
    name,
    offset: entry.relativeOffsetOfLocalHeader,
    packedBytes: entry.compressedSize,
    sizeBytes: entry.uncompressedSize,
    crc32: entry.crc32,
    method: entry.compressionMethod,
    encrypted: entry.isEncrypted(),
  }
}

function assertApart(entries: { offset: number; endsBehind: number }[]): void {
  let free = 0
  for (const { offset, endsBehind } of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (offset < free) throw new FileRejected('file.bad_archive', { reason: 'entries overlap' })
    free = endsBehind
  }
}

/** What yauzl or zlib threw, as a rejection; rejections pass. */
export function rejectZip(error: unknown): never {
  if (error instanceof FileRejected) throw error
  const reason = error instanceof Error ? error.message : String(error)
  if (reason === 'strong encryption is not supported') throw new FileRejected('file.encrypted')
  throw new FileRejected('file.bad_archive', { reason })
}
