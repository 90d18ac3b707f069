import { type ByteSource, FileRejected, type OpenSource, type ReadResult, type SourceMember } from '../../types.ts'
import { makeStreamCursor, openFileCursor } from './byte-cursor.ts'
import { assertDepth } from './depth.ts'
import { hold } from './held-member.ts'
import { memberName } from './member-name.ts'
import { nextTarEntry, skipPadding } from './tar-entries.ts'
import { makeUnpacking, type Unpacking } from './unpacking.ts'

/**
 * The members of a tar archive as sources: ustar, GNU and pax. Names are labels only; folders, links and devices are left
 * out. Throws `FileRejected` `file.archive_too_deep`; the iteration throws `file.bad_archive`, `file.archive_bomb`,
 * `file.archive_too_large`, and `file.empty` when there is nothing to read.
 */
export async function openTar(source: ByteSource, openMemberSource: OpenSource): Promise<ReadResult> {
  assertDepth(source)
  const unpacking = source.unpacking ?? makeUnpacking()
  return { status: 'container', format: 'tar', members: iterate(source, unpacking, openMemberSource), notes: [] }
}

async function* iterate(
  source: ByteSource,
  unpacking: Unpacking,
  openMemberSource: OpenSource,
): AsyncGenerator<SourceMember, void> {
  const cursor = source.path === undefined ? makeStreamCursor(await source.open()) : await openFileCursor(source.path)
  const place = { depth: (source.depth ?? 0) + 1, unpacking }
  const toMember = (member: ByteSource): SourceMember => ({
    name: member.name,
    sizeBytes: member.sizeBytes,
    bytes: member,
    read: (choice) => openMemberSource(member, choice),
  })
  let count = 0
  try {
    for (let entry = await nextTarEntry(cursor); entry; entry = await nextTarEntry(cursor)) {
      const name = memberName(entry.name, false)
      const held = await hold(source, cursor, entry)
      try {
        if (name !== undefined) {
          count += 1
          unpacking.addMembers(1)
          yield toMember({ ...held.bytes, ...place, name: `${source.name}/${name}`, sizeBytes: entry.sizeBytes })
        }
        await held.pass()
      } finally {
        await held.remove()
      }
      await skipPadding(cursor, entry.sizeBytes)
    }
  } finally {
    await cursor.close()
  }
  if (count === 0) throw new FileRejected('file.empty', { archive: true })
}
