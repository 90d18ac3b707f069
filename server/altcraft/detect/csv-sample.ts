import { behindLineEnd, type CsvSyntax, type Cursor, newCursor, nextLineEnd, readRecord } from '../read/csv-record.ts'

export interface SampleRecord {
  cells: string[]
  /** Line of its first character, from 1. */
  line: number
  /** Offset behind it in the sample, and the line there. */
  end: number
  endLine: number
}

export interface CsvSample {
  /** The first records, blank lines left out. */
  records: SampleRecord[]
  /** Records whose quotes are not closed as the syntax wants it: their first lines are among the records, cut at delimiters. */
  broken: number
}

/** Where reading begins: an offset in characters and the line there, from 1. */
export interface Place {
  offset: number
  line: number
}

const wantedRecords = 200
/** A syntax by which so many records are broken is not worth more reading. */
const hopeless = 40
/** A record longer than this that the sample does not end is a quote that is not closed. */
const longRecord = 64 * 1024

/** The first records of `sample` from `start` on, read by `syntax`; `complete` says that the sample is the whole file. */
export function readSample(sample: string, complete: boolean, syntax: CsvSyntax, start: Place): CsvSample {
  const records: SampleRecord[] = []
  const cursor = newCursor(start.offset)
  let line = start.line
  let broken = 0
  while (cursor.at < sample.length && records.length < wantedRecords && broken < hopeless) {
    let cells = readRecord(sample, cursor, syntax, complete)
    if (!cells) {
      if (cursor.problem === 'incomplete' && sample.length - cursor.at < longRecord) break
      broken += 1
      cells = cutLine(sample, cursor, syntax.delimiter)
    }
    if (cells.length > 1 || cells[0]?.trim() !== '') {
      records.push({ cells, line, end: cursor.at, endLine: line + cursor.lines })
    }
    line += cursor.lines
  }
  return { records, broken }
}

/** A line whose quote is not closed still counts, cut at its delimiters: it must not end the sample. */
function cutLine(sample: string, cursor: Cursor, delimiter: string): string[] {
  const end = nextLineEnd(sample, cursor.at)
  const cells = sample.slice(cursor.at, end).split(delimiter)
  cursor.at = behindLineEnd(sample, end)
  cursor.lines = 1
  return cells
}
