import { pipeline, Readable } from 'node:stream'
import { createGunzip, type Gunzip } from 'node:zlib'
import { readHead } from '../../detect/head.ts'
import { readMagic } from '../../detect/magic.ts'
import { type ByteSource, FileRejected, type OpenSource, type ReadResult, type SourceMember } from '../../types.ts'
import { assertDepth } from './depth.ts'
import { memberName } from './member-name.ts'
import { openTar } from './tar.ts'
import { type Meter, makeUnpacking } from './unpacking.ts'

const chunkBytes = 64 * 1024

/**
 * What a gzip file holds: one member named like it without `.gz`, or the members of a tar archive (`.tar.gz`, `.tgz`: both
 * together are one archive level). `head` is the first bytes of the file. Throws `FileRejected`: `file.archive_too_deep`,
 * `file.bad_archive`, `file.archive_bomb`, `file.archive_too_large`.
 */
export async function openGzip(source: ByteSource, head: Buffer, openMemberSource: OpenSource): Promise<ReadResult> {
  assertDepth(source)
  const unpacking = source.unpacking ?? makeUnpacking()
  const meter = unpacking.makeMeter()
  let packedRead = () => 0
  const unpacked: ByteSource = {
    name: `${source.name}/${nameOf(source.name, head)}`,
    // What the file says at its end is modulo 4 GiB and not known without reading it.
    sizeBytes: source.sizeBytes,
    depth: (source.depth ?? 0) + 1,
    unpacking,
    bytesTaken: () => packedRead(),
    async open() {
      const unzipping = createGunzip({ chunkSize: chunkBytes })
      packedRead = () => unzipping.bytesWritten
      return Readable.from(gunzip(await source.open(), unzipping, meter), { objectMode: false })
    },
  }
  const start = await readHead(unpacked, tarMagicBytes)
  if (readMagic(start.bytes)?.found === 'TAR') {
    return openTar({ ...unpacked, name: source.name, depth: source.depth ?? 0 }, openMemberSource)
  }
  unpacking.addMembers(1)
  return { status: 'container', format: 'gzip', members: single(unpacked, openMemberSource), notes: [] }
}

const tarMagicBytes = 512

async function* single(member: ByteSource, openMemberSource: OpenSource): AsyncGenerator<SourceMember, void> {
  const { name, sizeBytes } = member
  yield { name, sizeBytes, bytes: member, read: (choice) => openMemberSource(member, choice) }
}

/** Checks the checksum and the length; reads concatenated members; zeros may follow the last one. */
async function* gunzip(packed: Readable, unpacking: Gunzip, meter: Meter): AsyncGenerator<Buffer, void> {
  try {
    // The error reaches the reader of the stream; the pipeline only closes both.
    yield* meter(
      pipeline(packed, unpacking, () => {}),
      () => unpacking.bytesWritten,
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))) {
      throw new FileRejected('file.bad_archive', { reason: error.message })
    }
    throw error
  }
}

/** The file's own name is what a person knows; the one in the header serves when the file is not called `.gz`. */
function nameOf(sourceName: string, head: Buffer): string {
  const own = sourceName.split('/').at(-1) ?? ''
  const stem = own.replace(/\.gz$/i, '')
  if (stem !== own && stem !== '') return stem
  return headerName(head) ?? own
}

/** RFC 1952: FNAME follows the ten bytes of the header and the extra field, and ends with a zero. */
function headerName(head: Buffer): string | undefined {
  const flags = head[3] ?? 0
  if ((flags & 0x08) === 0) return undefined
  const start = (flags & 0x04) === 0 || head.length < 12 ? 10 : 12 + head.readUInt16LE(10)
  const end = head.indexOf(0, start)
  if (end <= start || end - start > 255) return undefined
  return memberName(head.subarray(start, end), false)?.split('/').at(-1)
}
