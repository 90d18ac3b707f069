import type { Detail } from '../../errors.ts'
import type { PackedBatch } from '../packed-rows.ts'
import type { RejectedRow, RowRejection } from '../types.ts'
import type { CsvSyntax } from './csv-record.ts'
import { behindLineEnd, countLineEnds, makeCsvScan, nextLineEnd } from './csv-scan.ts'
import { makeWindow } from './window.ts'

export interface CsvShape {
  syntax: CsvSyntax
  columns: number
  /** Cells of a full row; one more than `columns` when lines end with a delimiter. */
  width: number
  /** Line on which the bytes to be read begin, from 1. */
  firstLine: number
}

export interface CsvRows {
  /** Reads the records of `bytes` (UTF-8, whole characters); what is not complete waits for the next piece. `last` ends the file. */
  feed(bytes: Buffer, last: boolean): void
  /** Reads the records that the last call of `feed` or `readOn` has left; false when there are none. */
  readOn(): boolean
  /** What was read by the last call of either; valid until the next one. */
  take(): PackedBatch
}

/** What is read at once: behind a record of 16 MB stand millions of short ones, and all are there together. */
const atOnce = { rows: 20_000, cells: 512 * 1024, rejected: 500 }

const rawCharacters = 10_000
/** A record longer than this is not read on: the row is too large, or its quote is never closed. */
const recordLimit = 16 * 1024 * 1024
/** How far a good record is looked for behind a quote that is not closed. */
const recoveryLimit = 256 * 1024
const replacement = Buffer.from('\uFFFD')

/**
 * Turns CSV into rows. A record with more or fewer cells than the header is rejected alone. A quote that is not closed
 * costs its own record: reading goes on at the next line that gives a record of the right width. `isDamaged` tells whether
 * undecodable bytes were met, so that rows which hold them are rejected.
 */
export function makeCsvRows(shape: CsvShape, isDamaged: () => boolean): CsvRows {
  const { columns, width } = shape
  const scan = makeCsvScan(shape.syntax)
  const trial = makeCsvScan(shape.syntax)
  const quote = shape.syntax.quote.charCodeAt(0)
  const window = makeWindow()
  let at = 0
  let line = shape.firstLine
  let rowNumber = 0
  /** A record that was not complete is tried again when the bytes have doubled: else a long one would be read for each piece. */
  let enough = 0
  let isLast = false
  let hasMore = false
  let skippingLine = false
  let count = 0
  let rowNumbers = new Int32Array(1024)
  let rejected: RejectedRow[] = []

  return {
    feed(more, last) {
      window.keep(at, more)
      at = 0
      isLast = last
      hasMore = window.end >= enough || last
      read()
    },
    readOn() {
      if (!hasMore) return false
      read()
      return true
    },
    take: () => ({
      packed: { bytes: window.bytes, columns, count, rowNumbers, starts: scan.starts, ends: scan.ends },
      rejected,
    }),
  }

  function read(): void {
    count = 0
    rejected = []
    if (!hasMore) return
    while (hasMore && !isEnough()) hasMore = at < window.end && readNext(isLast)
    if (!hasMore) enough = Math.min(2 * (window.end - at), recordLimit)
  }

  function isEnough(): boolean {
    return count >= atOnce.rows || count * columns >= atOnce.cells || rejected.length >= atOnce.rejected
  }

  /** False when more bytes are needed. */
  function readNext(last: boolean): boolean {
    if (skippingLine) return skipRestOfLine(last)
    const start = at
    const base = count * columns
    const cells = scan.scan(window.bytes, start, window.end, last, base)
    if (cells === 0) return readBroken(start, last)
    at = scan.at
    if (cells === columns || fits(scan, cells, base)) accept(start, base)
    else if (cells === 1 && isBlank(scan, base) && scan.starts[base] === start) line += scan.lines
    else if (scan.lines < 2) rejectWidth(cells, start)
    else return readSwallowed(cells, start, last)
    return true
  }

  /** As wide as the header; or one cell more, and that is the blank one behind a trailing delimiter. */
  function fits(one: typeof scan, cells: number, base: number): boolean {
    return cells === columns || (cells === width && isBlank(one, base + width - 1))
  }

  function isBlank(one: typeof scan, place: number): boolean {
    for (let byte = one.starts[place] ?? 0; byte < (one.ends[place] ?? 0); byte += 1) {
      if ((window.bytes[byte] ?? 0) > 32) return false
    }
    return true
  }

  function accept(start: number, base: number): void {
    if (columns === 1 && isBlank(scan, base) && scan.starts[base] === start) {
      line += scan.lines
      return
    }
    if (isDamaged() && window.bytes.subarray(start, at).includes(replacement)) {
      reject('row.bad_encoding', start, at, {})
    } else {
      for (let place = base; place < base + columns; place += 1) {
        if (scan.escaped[place] === 1) scan.unescape(window.bytes, place)
      }
      rowNumber += 1
      if (count === rowNumbers.length) rowNumbers = doubled(rowNumbers)
      rowNumbers[count] = rowNumber
      count += 1
    }
    line += scan.lines
  }

  function rejectWidth(cells: number, start: number): void {
    const code = cells < columns ? 'row.too_few_cells' : 'row.too_many_cells'
    reject(code, start, at, { expected: columns, found: cells })
    line += scan.lines
  }

  /** A record over several lines with a wrong width: a quote may have swallowed good rows. */
  function readSwallowed(cells: number, start: number, last: boolean): boolean {
    const end = at
    const lines = scan.lines
    if (recover(start, end, last)) return true
    if (trial.problem === 'incomplete' && end - start < recoveryLimit) {
      at = start
      return false
    }
    const code = cells < columns ? 'row.too_few_cells' : 'row.too_many_cells'
    reject(code, start, end, { expected: columns, found: cells })
    line += lines
    return true
  }

  function readBroken(start: number, last: boolean): boolean {
    const size = window.end - start
    if (scan.problem === 'incomplete' && size < recordLimit) return false
    if (scan.problem === 'incomplete' && !window.bytes.subarray(start, start + recordLimit).includes(quote))
      return startSkipping(start)
    if (scan.problem === 'unclosed' && !last && size < recoveryLimit) return false
    if (!recover(start, window.end, last)) skipTo(start, recoveryEnd(start))
    return true
  }

  /**
   * Looks for the line behind `start` from which on records fit again, rejects what is before it and goes on there.
   * False when there is none before `until`.
   */
  function recover(start: number, until: number, last: boolean): boolean {
    const { bytes, end } = window
    const limit = Math.min(until, start + recoveryLimit)
    trial.problem = undefined
    for (let next = nextLine(bytes, start, end); next < limit; next = nextLine(bytes, next, end)) {
      const cells = trial.scan(bytes, next, end, last, 0)
      if (cells === 0 || !fits(trial, cells, 0)) continue
      skipTo(start, next)
      return true
    }
    return false
  }

  /** The last line start within the recovery limit: what lies before it is given up. */
  function recoveryEnd(start: number): number {
    if (window.end - start <= recoveryLimit) return window.end
    const newline = window.bytes.lastIndexOf(10, start + recoveryLimit)
    return newline > start ? newline + 1 : window.end
  }

  function skipTo(start: number, end: number): void {
    reject('row.unclosed_quote', start, end, {})
    line += countLineEnds(window.bytes, start, end)
    at = end
  }

  function startSkipping(start: number): boolean {
    reject('row.too_large', start, window.end, { limit: recordLimit })
    skippingLine = true
    return true
  }

  function skipRestOfLine(last: boolean): boolean {
    const end = nextLineEnd(window.bytes, at, window.end)
    skippingLine = end === window.end && !last
    if (end < window.end) line += 1
    at = behindLineEnd(window.bytes, end, window.end)
    return !skippingLine
  }

  function reject(code: RowRejection, start: number, end: number, detail: Detail): void {
    rowNumber += 1
    // A character has at most four bytes in UTF-8.
    const text = window.bytes.toString('utf8', start, Math.min(end, start + 4 * rawCharacters))
    const raw = text.slice(0, rawCharacters).replace(/[\r\n]+$/, '')
    rejected.push({ rowNumber, raw, code, detail: { line, ...detail } })
  }
}

function nextLine(bytes: Buffer, from: number, end: number): number {
  return behindLineEnd(bytes, nextLineEnd(bytes, from, end), end)
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}
