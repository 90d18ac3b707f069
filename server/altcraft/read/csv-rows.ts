import type { Detail } from '../../errors.ts'
import type { RejectedRow, RowRejection, SourceRow } from '../types.ts'
import { behindLineEnd, countLineEnds, newCursor, nextLineEnd, readRecord } from './csv-record.ts'

export interface CsvShape {
  delimiter: string
  columns: number
  /** Cells of a full row; one more than `columns` when lines end with a delimiter. */
  width: number
  /** Line on which the text to be read begins, from 1. */
  firstLine: number
}

export interface CsvRows {
  /** Reads the records of `text`; what is not complete waits for the next piece. `last` ends the file. */
  feed(text: string, last: boolean): void
  /** What was read since the last call. */
  take(): { rows: SourceRow[]; rejected: RejectedRow[] }
  pending(): number
}

const rawLimit = 10_000
/** A record longer than this is not read on: the row is too large, or its quote is never closed. */
const recordLimit = 16 * 1024 * 1024
/** How far a good record is looked for behind a quote that is not closed. */
const recoveryLimit = 256 * 1024

/**
 * Turns CSV text into rows. A record with more or fewer cells than the header is rejected alone. A quote that is not closed
 * costs its own record: reading goes on at the next line that gives a record of the right width. `isDamaged` tells whether
 * undecodable bytes were met, so that rows which hold them are rejected.
 */
export function makeCsvRows(shape: CsvShape, isDamaged: () => boolean): CsvRows {
  const { delimiter, columns, width } = shape
  const cursor = newCursor()
  const trial = newCursor()
  let text = ''
  let line = shape.firstLine
  let rowNumber = 0
  /** A record that was not complete is tried again when the text has doubled: else a long one would be read for each piece. */
  let enough = 0
  let skippingLine = false
  let rows: SourceRow[] = []
  let rejected: RejectedRow[] = []

  return {
    feed(more, last) {
      text = cursor.at === text.length ? more : text.slice(cursor.at) + more
      cursor.at = 0
      if (text.length < enough && !last) return
      while (cursor.at < text.length && readNext(last)) {}
      enough = Math.min(2 * (text.length - cursor.at), recordLimit)
    },
    take() {
      const taken = { rows, rejected }
      rows = []
      rejected = []
      return taken
    },
    pending: () => rows.length + rejected.length,
  }

  /** False when more text is needed. */
  function readNext(last: boolean): boolean {
    if (skippingLine) return skipRestOfLine(last)
    const start = cursor.at
    const cells = readRecord(text, cursor, delimiter, last)
    if (!cells) return readBroken(start, last)
    if (cells.length === 1 && cells[0]?.trim() === '' && cursor.at - start <= 2 + (cells[0]?.length ?? 0)) {
      line += cursor.lines
      return true
    }
    if (fits(cells)) accept(cells, start)
    else if (cursor.lines < 2) rejectWidth(cells, start)
    else return readSwallowed(cells, start, last)
    return true
  }

  function fits(cells: string[]): boolean {
    if (cells.length === columns) return true
    return cells.length === width && (cells[width - 1] ?? '').trim() === ''
  }

  function accept(cells: string[], start: number): void {
    if (cells.length > columns) cells.length = columns
    if (isDamaged() && text.slice(start, cursor.at).includes('\uFFFD')) {
      reject('row.bad_encoding', start, cursor.at, {})
    } else {
      rowNumber += 1
      rows.push({ rowNumber, cells })
    }
    line += cursor.lines
  }

  function rejectWidth(cells: string[], start: number): void {
    const code = cells.length < columns ? 'row.too_few_cells' : 'row.too_many_cells'
    reject(code, start, cursor.at, { expected: columns, found: cells.length })
    line += cursor.lines
  }

  /** A record over several lines with a wrong width: a quote may have swallowed good rows. */
  function readSwallowed(cells: string[], start: number, last: boolean): boolean {
    const end = cursor.at
    if (recover(start, end, last)) return true
    if (trial.problem === 'incomplete' && end - start < recoveryLimit) {
      cursor.at = start
      return false
    }
    rejectWidth(cells, start)
    return true
  }

  function readBroken(start: number, last: boolean): boolean {
    const size = text.length - start
    if (cursor.problem === 'incomplete' && size < recordLimit) return false
    if (cursor.problem === 'incomplete' && !text.slice(start, start + recordLimit).includes('"'))
      return startSkipping(start)
    if (cursor.problem === 'unclosed' && !last && size < recoveryLimit) return false
    if (!recover(start, text.length, last)) skipTo(start, recoveryEnd(start))
    return true
  }

  /**
   * Looks for the line behind `start` from which on records fit again, rejects what is before it and goes on there.
   * False when there is none before `until`.
   */
  function recover(start: number, until: number, last: boolean): boolean {
    const limit = Math.min(until, start + recoveryLimit)
    for (
      let at = behindLineEnd(text, nextLineEnd(text, start));
      at < limit;
      at = behindLineEnd(text, nextLineEnd(text, at))
    ) {
      trial.at = at
      const cells = readRecord(text, trial, delimiter, last)
      if (!cells || !fits(cells)) continue
      skipTo(start, at)
      return true
    }
    return false
  }

  /** The last line start within the window: what lies before it is given up. */
  function recoveryEnd(start: number): number {
    if (text.length - start <= recoveryLimit) return text.length
    const newline = text.lastIndexOf('\n', start + recoveryLimit)
    return newline > start ? newline + 1 : text.length
  }

  function skipTo(start: number, end: number): void {
    reject('row.unclosed_quote', start, end, {})
    line += countLineEnds(text.slice(start, end))
    cursor.at = end
  }

  function startSkipping(start: number): boolean {
    reject('row.too_large', start, start + rawLimit, { limit: recordLimit })
    skippingLine = true
    return true
  }

  function skipRestOfLine(last: boolean): boolean {
    const end = nextLineEnd(text, cursor.at)
    skippingLine = end === text.length && !last
    if (end < text.length) line += 1
    cursor.at = behindLineEnd(text, end)
    return !skippingLine
  }

  function reject(code: RowRejection, start: number, end: number, detail: Detail): void {
    rowNumber += 1
    const raw = text.slice(start, Math.min(end, start + rawLimit)).replace(/[\r\n]+$/, '')
    rejected.push({ rowNumber, raw, code, detail: { line, ...detail } })
  }
}
