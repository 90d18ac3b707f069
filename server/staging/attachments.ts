import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openSource } from '../altcraft/open-source.ts'
import { type ByteSource, FileRejected, type SourceMember } from '../altcraft/types.ts'

/** An uploaded file, or what lies in one. */
export interface StoredContent {
  storageKey: string
  /** The upload's name and size. */
  upload: string
  sizeBytes: number
  /** As staging called it, with the upload's name before it; the upload's own name: the upload itself. */
  name: string
}

/** A local copy of a file's content; whoever took it removes it. */
export interface TakenContent {
  path: string
  sizeBytes: number
  remove(): Promise<void>
}

export interface AttachmentReader {
  /** Undefined when the upload or the member is not there any more, or cannot be unpacked, or is longer than `limitBytes`. */
  take(content: StoredContent, limitBytes: number): Promise<TakenContent | undefined>
  close(): Promise<void>
}

interface OpenArchive {
  storageKey: string
  members: AsyncIterator<SourceMember, void>
  /** The one at which it stands. */
  current?: SourceMember
}

/**
 * Takes files out of uploaded archives, one after the other. An archive stays open between two of them, so that files taken
 * in the order in which they lie in it are found without going through it anew; any other order works, too.
 */
export function makeAttachmentReader(
  openStored: (storageKey: string, name: string, sizeBytes: number) => ByteSource,
): AttachmentReader {
  let archive: OpenArchive | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function close(): Promise<void> {
    const closing = archive
    archive = undefined
    await closing?.members.return?.()
  }

  async function reopen(content: StoredContent): Promise<OpenArchive | undefined> {
    await close()
    const opened = await openSource(openStored(content.storageKey, content.upload, content.sizeBytes))
    if (opened.status !== 'container') return undefined
    archive = { storageKey: content.storageKey, members: flatten(opened.members, content)[Symbol.asyncIterator]() }
    return archive
  }

  async function find(content: StoredContent): Promise<SourceMember | undefined> {
    const known = archive?.storageKey === content.storageKey ? archive : undefined
    for (const open of known ? [() => known, reopen] : [reopen]) {
      const at = await open(content)
      if (at?.current?.name === content.name) return at.current
      for (let next = await at?.members.next(); at && next && !next.done; next = await at.members.next()) {
        at.current = next.value
        if (next.value.name === content.name) return next.value
      }
      await close()
    }
    return undefined
  }

  async function take(content: StoredContent, limitBytes: number): Promise<TakenContent | undefined> {
    if (content.name === content.upload) {
      return copy(openStored(content.storageKey, content.upload, content.sizeBytes), limitBytes)
    }
    const { bytes } = (await find(content)) ?? {}
    return bytes && copy(bytes, limitBytes)
  }

  return {
    take(content, limitBytes) {
      const taken = last.then(() => take(content, limitBytes)).catch(missing)
      last = taken
      return taken
    },
    close: () => last.then(close).catch(() => {}),
  }
}

/** The upload is gone, or its archive is damaged at this place. */
function missing(error: unknown): undefined {
  const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  if (!(error instanceof FileRejected) && !isGone) throw error
}

/** Members of archives that lie in the archive stand in place of them, as far as they lead to what is looked for. */
async function* flatten(
  members: AsyncIterable<SourceMember>,
  content: StoredContent,
): AsyncGenerator<SourceMember, void> {
  for await (const member of members) {
    yield member
    if (!content.name.startsWith(`${member.name}/`)) continue
    const inner = await member.read()
    if (inner.status === 'container') yield* flatten(inner.members, content)
  }
}

async function copy(source: ByteSource, limitBytes: number): Promise<TakenContent | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-attachment-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'content')
  try {
    await pipeline(await source.open(), within(limitBytes), createWriteStream(path))
    return { path, sizeBytes: (await stat(path)).size, remove }
  } catch (error) {
    await remove()
    if (error instanceof TooLong) return undefined
    throw error
  }
}

class TooLong extends Error {}

function within(limitBytes: number) {
  return async function* (bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
    let passed = 0
    for await (const chunk of bytes) {
      passed += chunk.length
      if (passed > limitBytes) throw new TooLong()
      yield chunk
    }
  }
}
