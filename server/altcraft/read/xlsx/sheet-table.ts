import { chooseKind } from '../../detect/kind.ts'
import { FileRejected, type ReadingChoice, type ReadNote, type SourceTable } from '../../types.ts'
import { assertColumns } from '../column-limit.ts'
import { readBatches } from './sheet-batches.ts'
import { makeSheetColumns } from './sheet-columns.ts'
import { findSheetHeader, type SheetHeader } from './sheet-header.ts'
import type { SheetRead } from './sheet-read.ts'
import type { SheetRow } from './sheet-rows.ts'

/** A sheet that can be read from its start again and again. */
export interface SheetSource {
  /** Of the table, with what it lies in. */
  name: string
  sheetName: string
  /** What is told of the workbook. */
  notes: ReadNote[]
  open(): SheetRead
  /** A pass's bytes, as a share of what the table's own size is counted in. */
  toSourceBytes(bytesRead: number): number
}

const sampleRows = 200
/** Characters of texts at which a sample ends early. */
const sampleCharacters = 4 * 1024 * 1024
const longestList = 100

/**
 * The table of a sheet. Titles above the column names are passed over; cells beside the named columns get columns of their
 * own. Throws `FileRejected`: `file.empty`, `file.no_rows`, `file.too_many_columns`, and as `batches()` what reading the sheet throws.
 */
export async function openSheet(source: SheetSource, choice: ReadingChoice): Promise<SourceTable> {
  const { sample, dropped } = await readSample(source, choice.headerLine ?? 0)
  if (sample.length === 0) throw new FileRejected(dropped > 0 ? 'file.no_rows' : 'file.empty')
  const header = findSheetHeader(sample, choice.headerLine)
  const below = sample.slice(header.skip)
  if (below.length === 0) throw new FileRejected('file.no_rows')
  assertColumns(header.columns.length, header.columns.join('').length)
  const columns = [...header.columns]
  const laidOut = makeSheetColumns([...columns], header.places)
  const { kind, confidence, evidence } = chooseKind(choice.kind, {
    fileName: source.name,
    tableName: source.sheetName,
    columns,
    sampleRows: below.map((row) => laidOut.toCells(row)),
  })
  const notes = toNotes(source, header, header.renamed, 0)
  let read: SheetRead | undefined

  return {
    name: source.name,
    format: 'xlsx',
    encoding: 'utf-8',
    encodingConfidence: 1,
    headerLine: header.row,
    kind,
    kindConfidence: confidence,
    kindEvidence: evidence,
    notes,
    columns,
    bytesRead: () => source.toSourceBytes(read?.bytesRead() ?? 0),
    async *batches() {
      read = source.open()
      columns.length = header.columns.length
      const sheet = makeSheetColumns(columns, header.places)
      yield* readBatches(read, { skip: header.skip + dropped, sheet, kind })
      const renamed = [...header.renamed, ...sheet.added()]
      notes.splice(0, notes.length, ...toNotes(source, header, renamed, read.formulasWithoutResult()))
    },
  }
}

/** The first rows of a sheet; those above the row that a person chose are counted only. */
async function readSample(source: SheetSource, fromRow: number): Promise<{ sample: SheetRow[]; dropped: number }> {
  const sample: SheetRow[] = []
  let dropped = 0
  let characters = 0
  for await (const rows of source.open().rows) {
    for (const row of rows) {
      if (sample.length === 0 && row.number < fromRow) dropped += 1
      else if (sample.length < sampleRows) sample.push(row)
      characters += row.characters
    }
    if (sample.length >= sampleRows || (sample.length > 0 && characters > sampleCharacters)) break
  }
  return { sample, dropped }
}

function toNotes(source: SheetSource, header: SheetHeader, renamed: readonly string[], cells: number): ReadNote[] {
  const notes = [...source.notes, ...header.notes]
  if (renamed.length > 0)
    notes.push({ code: 'read.renamed_columns', detail: { columns: renamed.slice(0, longestList) } })
  if (cells > 0) notes.push({ code: 'read.formulas_without_result', detail: { cells } })
  return notes
}
