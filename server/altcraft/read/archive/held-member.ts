import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { type ByteSource, FileRejected } from '../../types.ts'
import { type ByteCursor, makeStreamCursor } from './byte-cursor.ts'
import { spool } from './local-file.ts'
import type { TarEntry } from './tar-entries.ts'

/**
 * From this size on a member is not copied when no more stands before it than it is large itself: to copy 5 GB before the first
 * row is seen takes half a minute, to unpack what stands before it again no longer than to read it.
 */
const largeBytes = 16 * 1024 * 1024

/** A member that can be read again and again while the archive stands at its data. */
export interface HeldMember {
  bytes: Pick<ByteSource, 'open' | 'path'>
  /** Goes to the end of the data, where that has not happened yet. */
  pass(): Promise<void>
  remove(): Promise<void>
}

const nothing = async () => {}

/**
 * Makes the data of the entry at which the cursor stands readable. Of an archive that is no local file (`.tar.gz`, inside of
 * another) it is copied to a temporary file, or unpacked again from the archive's start when it is large and near to that. Its
 * bytes are not metered: they are as many as the archive has. Throws `FileRejected`: `file.bad_archive`,
 * `file.archive_too_large`.
 */
export async function hold(
  source: ByteSource,
  cursor: ByteCursor,
  { sizeBytes, sparse }: TarEntry,
): Promise<HeldMember> {
  const start = cursor.position()
  const { path } = source
  if (sparse || path !== undefined) {
    await cursor.skip(sizeBytes)
    const open = path === undefined || sparse ? rejectSparse : async () => openRange(path, start, sizeBytes)
    return { bytes: { open }, pass: nothing, remove: nothing }
  }
  if (sizeBytes >= largeBytes && start <= sizeBytes) {
    const open = async () => Readable.from(reopen(source, start, sizeBytes), { objectMode: false })
    return { bytes: { open }, pass: () => cursor.skip(sizeBytes), remove: nothing }
  }
  const copy = await spool(cursor.pass(sizeBytes))
  return {
    bytes: { open: async () => createReadStream(copy.path), path: copy.path },
    pass: nothing,
    remove: copy.remove,
  }
}

function openRange(path: string, start: number, sizeBytes: number): Readable {
  return sizeBytes === 0 ? Readable.from([]) : createReadStream(path, { start, end: start + sizeBytes - 1 })
}

/** The data of a member, found again from the start of the archive. */
async function* reopen(source: ByteSource, start: number, sizeBytes: number): AsyncGenerator<Buffer, void> {
  const cursor = makeStreamCursor(await source.open())
  try {
    await cursor.skip(start)
    yield* cursor.pass(sizeBytes)
  } finally {
    await cursor.close()
  }
}

async function rejectSparse(): Promise<never> {
  throw new FileRejected('file.unsupported_format', { found: 'sparse TAR', saveAs: 'ZIP' })
}
