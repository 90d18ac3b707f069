import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise } from 'yauzl'
import { type ByteSource, FileRejected, type OpenSource, type ReadResult, type SourceMember } from '../types.ts'
import { memberName } from './zip-names.ts'

/** An archive may hold archives, these may not hold more. */
const deepest = 1
const memberLimit = 50_000
const bombRatio = 200
const bombBytes = 1024 ** 3

/**
 * The members of a zip archive as sources; folders and what operating systems leave in archives are not among them. Names
 * are labels only, `..` and drive letters are taken out of them. Throws `FileRejected`: `file.bad_archive`,
 * `file.archive_too_deep`, `file.archive_bomb`, `file.empty`. A spreadsheet is a zip archive too: it is rejected as
 * `file.unsupported_format`.
 */
export async function openZip(source: ByteSource, openMemberSource: OpenSource): Promise<ReadResult> {
  const depth = source.depth ?? 0
  if (depth > deepest) throw new FileRejected('file.archive_too_deep')
  const file = source.path === undefined ? await spool(source) : { path: source.path, remove: async () => {} }
  try {
    const entries = await readEntries(file.path)
    assertArchive(entries.map(({ name }) => name))
    const members = entries.filter(({ name }) => name !== undefined)
    if (members.length === 0) throw new FileRejected('file.empty', { archive: true })
    return { status: 'container', format: 'zip', members: iterate(source, file, members, openMemberSource), notes: [] }
  } catch (error) {
    await file.remove()
    throw error
  }
}

interface Member {
  entry: Entry
  /** Undefined for folders and leftovers of operating systems. */
  name: string | undefined
}

interface LocalFile {
  path: string
  remove(): Promise<void>
}

async function readEntries(path: string): Promise<Member[]> {
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false }).catch(rejectArchive)
  const members: Member[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      members.push({ entry, name: memberName(entry.fileNameRaw, (entry.generalPurposeBitFlag & 0x800) !== 0) })
      if (members.length > memberLimit) throw new FileRejected('file.archive_bomb', { members: members.length })
    }
    return members
  } catch (error) {
    return rejectArchive(error)
  } finally {
    zip.close()
  }
}

/** Office documents are zip archives with a list of content types; OpenDocument ones begin with their type. */
function assertArchive(names: readonly (string | undefined)[]): void {
  if (!names.includes('[Content_Types].xml') && !(names[0] === 'mimetype' && names.includes('content.xml'))) return
  const found =
    names.includes('xl/workbook.xml') || names.includes('xl/workbook.bin')
      ? 'XLSX'
      : names.includes('content.xml')
        ? 'ODS'
        : 'DOCX'
  throw new FileRejected('file.unsupported_format', { found, saveAs: 'CSV' })
}

async function* iterate(
  source: ByteSource,
  file: LocalFile,
  members: readonly Member[],
  openMemberSource: OpenSource,
): AsyncGenerator<SourceMember, void> {
  try {
    for (const { entry, name } of members) {
      const member: ByteSource = {
        name: `${source.name}/${name}`,
        sizeBytes: entry.uncompressedSize,
        depth: (source.depth ?? 0) + 1,
        open: () => openMember(file.path, entry),
      }
      yield {
        name: member.name,
        sizeBytes: member.sizeBytes,
        read: (choice) => openMemberSource(member, choice),
      }
    }
  } finally {
    await file.remove()
  }
}

async function openMember(path: string, entry: Entry): Promise<Readable> {
  if (entry.isEncrypted()) throw new FileRejected('file.encrypted')
  if (entry.uncompressedSize > bombBytes && entry.uncompressedSize > entry.compressedSize * bombRatio) {
    throw new FileRejected('file.archive_bomb', {
      sizeBytes: entry.uncompressedSize,
      packedBytes: entry.compressedSize,
    })
  }
  return Readable.from(readMember(path, entry), { objectMode: false, highWaterMark: 256 * 1024 })
}

/** The member's bytes, checked against the size and the checksum that the archive gives. */
async function* readMember(path: string, entry: Entry): AsyncGenerator<Buffer, void> {
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false }).catch(rejectArchive)
  try {
    let checksum = 0
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk, checksum)
      yield chunk
    }
    if (checksum !== entry.crc32) throw new FileRejected('file.bad_archive', { reason: 'checksum' })
  } catch (error) {
    rejectArchive(error)
  } finally {
    zip.close()
  }
}

/** An archive without a local file (inside of another) is copied to one: zip needs random access. */
async function spool(source: ByteSource): Promise<LocalFile> {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-archive-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'archive.zip')
  try {
    await pipeline(await source.open(), createWriteStream(path))
    return { path, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

function rejectArchive(error: unknown): never {
  if (error instanceof FileRejected) throw error
  throw new FileRejected('file.bad_archive', { reason: error instanceof Error ? error.message : String(error) })
}
