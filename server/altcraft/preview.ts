import type { Detail } from '../errors.ts'
import { detectEncoding } from './detect/encoding.ts'
import { type EncodingPreview, encodingPreviews } from './detect/encoding-previews.ts'
import { readHead } from './detect/head.ts'
import { openSource } from './open-source.ts'
import {
  type ByteSource,
  type ContainerFormat,
  type DatasetKind,
  FileRejected,
  type FileRejection,
  type ReadingChoice,
  type ReadNote,
  type ReadResult,
  type RejectedRow,
  type SourceMember,
  type SourceRow,
  type SourceTable,
  type TableFormat,
} from './types.ts'

/** How a file would be read, with its first rows. */
export type Preview =
  | {
      status: 'table'
      format: TableFormat
      encoding: string
      encodingConfidence: number
      delimiter: string | null
      headerLine: number | null
      kind: DatasetKind
      kindConfidence: number
      kindEvidence: string
      notes: ReadNote[]
      columns: string[]
      rows: SourceRow[]
      rejected: RejectedRow[]
      /** Text formats: how its beginning reads in this encoding and in those that might be meant. */
      encodings: EncodingPreview[]
    }
  | { status: 'container'; format: ContainerFormat; members: string[]; notes: ReadNote[] }
  | { status: 'rejected'; code: FileRejection; detail: Detail; encodings: EncodingPreview[] }

const previewRows = 20
const previewMembers = 200
const previewLines = 5
/** The most that a preview shows of a cell. */
const cellCharacters = 500
/** Shown beside what was detected, for whoever sees that it is wrong. */
const usualEncodings = ['utf-8', 'windows-1251', 'ibm866', 'koi8-r', 'windows-1252', 'x-mac-cyrillic']
const textFormats: readonly TableFormat[] = ['csv', 'json', 'ndjson', 'xml', 'yml']

/**
 * The first rows of a file as `choice` and detection have it read, of the member called `member` where the file is a
 * container. Reads the beginning only, whatever the file's size. Never throws for content.
 */
export async function previewSource(source: ByteSource, choice: ReadingChoice, member?: string): Promise<Preview> {
  if (member === undefined) return present(await openSource(source, choice), choice, source)
  const found = await findMember(await openSource(source), member, async (one) =>
    present(await one.read(choice), choice, one.bytes),
  )
  return found ?? { status: 'rejected', code: 'file.empty', detail: { member }, encodings: [] }
}

/** The member is readable only while its container is being walked. */
async function findMember(
  result: ReadResult,
  name: string,
  use: (member: SourceMember) => Promise<Preview>,
): Promise<Preview | undefined> {
  if (result.status !== 'container') return undefined
  for await (const member of result.members) {
    // Without `await` the iteration would end, and the member's copy be removed, before it is read.
    if (member.name === name) return await use(member)
    if (!name.startsWith(`${member.name}/`)) continue
    const found = await findMember(await member.read(), name, use)
    if (found) return found
  }
  return undefined
}

async function present(result: ReadResult, choice: ReadingChoice, source?: ByteSource): Promise<Preview> {
  if (result.status === 'container') {
    return { status: 'container', format: result.format, members: await namesOf(result.members), notes: result.notes }
  }
  if (result.status === 'rejected') {
    const { code, detail } = result
    // With another encoding it may be a table: whoever chose the wrong one must see the others.
    const encodings = source && choice.encoding !== undefined ? await previewEncodings(source, choice.encoding) : []
    return { status: 'rejected', code, detail, encodings }
  }
  try {
    return await presentTable(result.table, source)
  } catch (error) {
    if (!(error instanceof FileRejected)) throw error
    return { status: 'rejected', code: error.code, detail: error.detail, encodings: [] }
  }
}

async function namesOf(members: AsyncIterable<SourceMember>): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of members) {
    names.push(name)
    if (names.length === previewMembers) break
  }
  return names
}

async function presentTable(table: SourceTable, source: ByteSource | undefined): Promise<Preview> {
  const rows: SourceRow[] = []
  const rejected: RejectedRow[] = []
  for await (const batch of table.batches()) {
    rows.push(...batch.rows.slice(0, previewRows - rows.length))
    rejected.push(...batch.rejected.slice(0, previewRows - rejected.length))
    if (rows.length + rejected.length >= previewRows) break
  }
  return {
    status: 'table',
    format: table.format,
    encoding: table.encoding,
    encodingConfidence: table.encodingConfidence,
    delimiter: table.delimiter ?? null,
    headerLine: table.headerLine ?? null,
    kind: table.kind,
    kindConfidence: table.kindConfidence,
    kindEvidence: table.kindEvidence,
    notes: table.notes,
    columns: table.columns,
    rows: rows.map(({ rowNumber, cells }) => ({ rowNumber, cells: cells.map(shorten) })),
    rejected: rejected.map((row) => ({ ...row, raw: row.raw.slice(0, cellCharacters) })),
    encodings: source && textFormats.includes(table.format) ? await previewEncodings(source, table.encoding) : [],
  }
}

function shorten(cell: SourceRow['cells'][number]): SourceRow['cells'][number] {
  if (typeof cell === 'string') return cell.slice(0, cellCharacters)
  if (typeof cell !== 'object' || cell === null) return cell
  const text = JSON.stringify(cell)
  return text.length <= cellCharacters ? cell : text.slice(0, cellCharacters)
}

async function previewEncodings(source: ByteSource, used: string): Promise<EncodingPreview[]> {
  const { bytes } = await readHead(source)
  const alternatives = detectEncoding(bytes)?.alternatives.map(({ encoding }) => encoding) ?? []
  return encodingPreviews(bytes, [...new Set([used, ...alternatives, ...usualEncodings])], previewLines)
}
