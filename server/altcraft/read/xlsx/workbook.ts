import {
  type ByteSource,
  FileRejected,
  type ReadingChoice,
  type ReadNote,
  type ReadResult,
  type SourceMember,
} from '../../types.ts'
import { type LocalFile, toLocalFile } from '../archive/local-file.ts'
import type { Unpacking } from '../archive/unpacking.ts'
import type { ZipEntry } from '../archive/zip-entries.ts'
import { readBook, type Sheet } from './book.ts'
import { makeParts } from './parts.ts'
import { makeSheetPasses, type SheetRead } from './sheet-read.ts'
import { openSheet } from './sheet-table.ts'

export interface WorkbookFile {
  source: ByteSource
  /** Belongs to who opens the workbook, unless that throws. */
  file: LocalFile
  entries: readonly ZipEntry[]
  unpacking: Unpacking
}

interface FilledSheet {
  name: string
  sizeBytes: number
  open(): SheetRead
}

/**
 * A workbook (Office Open XML): one visible sheet as a table, several as a container of them. Hidden and empty sheets are not
 * read but told of. Throws `FileRejected`: `file.empty` when no visible sheet has a value, and what `readBook`, `openSheet`
 * and reading a sheet throw.
 */
export async function openWorkbook(workbook: WorkbookFile, choice: ReadingChoice): Promise<ReadResult> {
  const { source, file, unpacking } = workbook
  const parts = makeParts(workbook.entries, unpacking)
  const { sheets, context } = await readBook(parts, file.path)
  const kept = { path: file.path, remove: async () => {} }
  let isKept = true
  const hold = async () => (isKept ? kept : toLocalFile(source))
  const filled: FilledSheet[] = []
  const empty: Sheet[] = []
  for (const sheet of sheets.filter(({ hidden }) => !hidden)) {
    const open = makeSheetPasses({ parts, part: sheet.part, context, hold }, unpacking)
    if (await hasValues(open())) filled.push({ name: sheet.name, sizeBytes: parts.sizeBytes(sheet.part), open })
    else empty.push(sheet)
  }
  const hidden = sheets.filter((sheet) => sheet.hidden)
  const notes = [...toNotes('read.hidden_sheets', hidden), ...toNotes('read.empty_sheets', empty)]
  const [first, ...more] = filled
  if (first === undefined) throw new FileRejected('file.empty')
  if (more.length > 0) {
    unpacking.addMembers(filled.length)
    return { status: 'container', format: 'xlsx', members: iterate(workbook, filled), notes }
  }
  const toSourceBytes = (bytes: number) => Math.round((bytes / Math.max(first.sizeBytes, 1)) * source.sizeBytes)
  const table = await openSheet({ ...first, name: source.name, sheetName: first.name, notes, toSourceBytes }, choice)
  isKept = false
  await file.remove()
  return { status: 'table', table }
}

async function* iterate({ source, file }: WorkbookFile, sheets: FilledSheet[]): AsyncGenerator<SourceMember, void> {
  try {
    for (const { name: sheetName, sizeBytes, open } of sheets) {
      const name = `${source.name}/${toLabel(sheetName)}`
      const sheet = { name, sheetName, notes: [], open, toSourceBytes: (bytes: number) => bytes }
      yield { name, sizeBytes, read: (choice = {}) => readSheet(() => openSheet(sheet, choice)) }
    }
  } finally {
    await file.remove()
  }
}

async function readSheet(open: () => ReturnType<typeof openSheet>): Promise<ReadResult> {
  try {
    return { status: 'table', table: await open() }
  } catch (error) {
    if (!(error instanceof FileRejected)) throw error
    return { status: 'rejected', code: error.code, detail: error.detail }
  }
}

async function hasValues({ rows }: SheetRead): Promise<boolean> {
  for await (const some of rows) if (some.length > 0) return true
  return false
}

/** Excel allows neither slash in a sheet's name; with one it would look like a folder. */
function toLabel(sheetName: string): string {
  return sheetName.replace(/[/\\\0]/g, '_') || 'unnamed'
}

function toNotes(code: 'read.hidden_sheets' | 'read.empty_sheets', sheets: Sheet[]): ReadNote[] {
  return sheets.length === 0 ? [] : [{ code, detail: { sheets: sheets.slice(0, 100).map(({ name }) => name) } }]
}
