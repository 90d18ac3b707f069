import {
  type ByteSource,
  FileRejected,
  type OpenSource,
  type ReadingChoice,
  type ReadResult,
  type SourceMember,
} from '../../types.ts'
import { openWorkbook } from '../xlsx/workbook.ts'
import { assertDepth } from './depth.ts'
import { type LocalFile, toLocalFile } from './local-file.ts'
import { makeUnpacking, type Unpacking } from './unpacking.ts'
import { readZipEntries, type ZipEntry } from './zip-entries.ts'
import { openZipMember } from './zip-member.ts'

/**
 * The members of a zip archive as sources, or the sheets of a workbook, which is a zip archive too. Names are labels only.
 * A workbook is no archive level: it may lie as deep as any other file. Throws `FileRejected`: `file.bad_archive`,
 * `file.archive_too_deep`, `file.archive_bomb`, `file.archive_too_large`, `file.empty`, and what `openWorkbook` throws.
 */
export async function openZip(
  source: ByteSource,
  choice: ReadingChoice,
  openMemberSource: OpenSource,
): Promise<ReadResult> {
  const unpacking = source.unpacking ?? makeUnpacking()
  const file = await toLocalFile(source)
  try {
    const entries = await readZipEntries(file.path, unpacking)
    if (isPackage(entries)) return await openWorkbook({ source, file, entries, unpacking }, choice)
    assertNoDocument(entries)
    assertDepth(source)
    if (entries.length === 0) throw new FileRejected('file.empty', { archive: true })
    const members = iterate(source, file, entries, unpacking, openMemberSource)
    return { status: 'container', format: 'zip', members, notes: [] }
  } catch (error) {
    await file.remove()
    throw error
  }
}

/** Office Open XML documents have a list of content types: ISO 29500-2. */
function isPackage(entries: ZipEntry[]): boolean {
  return entries.some(({ name }) => name.toLowerCase() === '[content_types].xml')
}

/** OpenDocument files begin with their type; Apple's hold an index. */
function assertNoDocument(entries: ZipEntry[]): void {
  const has = (wanted: RegExp) => entries.some(({ name }) => wanted.test(name))
  const openDocument = entries[0]?.name === 'mimetype' && has(/^content\.xml$/)
  const found = openDocument ? 'ODS' : has(/^Index\/Document\.iwa$|^Index\.zip$/) ? 'Numbers' : undefined
  if (found !== undefined) throw new FileRejected('file.unsupported_format', { found, saveAs: 'XLSX' })
}

async function* iterate(
  source: ByteSource,
  file: LocalFile,
  entries: readonly ZipEntry[],
  unpacking: Unpacking,
  openMemberSource: OpenSource,
): AsyncGenerator<SourceMember, void> {
  try {
    for (const entry of entries) {
      const meter = unpacking.makeMeter()
      const member: ByteSource = {
        name: `${source.name}/${entry.name}`,
        sizeBytes: entry.sizeBytes,
        depth: (source.depth ?? 0) + 1,
        unpacking,
        open: () => openZipMember(file.path, entry, meter),
      }
      yield {
        name: member.name,
        sizeBytes: member.sizeBytes,
        bytes: member,
        read: (choice) => openMemberSource(member, choice),
      }
    }
  } finally {
    await file.remove()
  }
}
