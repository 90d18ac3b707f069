import type { ReadNote } from '../types.ts'
import type { Place } from './csv-sample.ts'
import type { Dialect } from './dialect.ts'
import { type Header, readHeader } from './header.ts'

export interface CsvHead {
  header: Header
  /** Line of the column names, from 1; 0 when there are none. */
  headerLine: number
  /** Where the rows begin. */
  start: Place
  /** The first rows. */
  rows: string[][]
}

const longestList = 50

/** The columns of a table in the dialect, and where its rows begin: behind the header, or behind the lines above the first row. */
export function readCsvHead({ records, header: at, start, told }: Dialect): CsvHead {
  const record = records[at]
  const below = records.slice(at + 1).map(({ cells }) => cells)
  const header = readHeader(record?.cells ?? [], below, told)
  const above = header.missing ? records[at - 1] : record
  return {
    header,
    headerLine: header.missing ? 0 : (record?.line ?? 0),
    start: above ? { offset: above.end, line: above.endLine } : start,
    rows: header.missing && record ? [record.cells, ...below] : below,
  }
}

/** What a person should know of how a table was read. */
export function dialectNotes(dialect: Dialect, { header }: CsvHead): ReadNote[] {
  const notes: ReadNote[] = []
  const { alternatives, syntax, records, header: at } = dialect
  if (alternatives.length > 0) {
    notes.push({ code: 'read.unsure_delimiter', detail: { delimiter: syntax.delimiter, alternatives } })
  }
  if (header.missing && dialect.told === undefined) notes.push({ code: 'read.no_header', detail: {} })
  const first = records[at]
  if (at > 0 && first)
    notes.push({ code: 'read.lines_above_header', detail: { lines: first.line - dialect.start.line } })
  if (header.renamed.length > 0) {
    notes.push({ code: 'read.renamed_columns', detail: { columns: header.renamed.slice(0, longestList) } })
  }
  return notes
}
