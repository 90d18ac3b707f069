import { behindLineEnd, type Cursor, newCursor, nextLineEnd, readRecord } from '../read/csv-record.ts'

export interface Dialect {
  delimiter: string
  /** Characters before the header record: an Excel `sep=` line. */
  skip: number
  /** The first records of the sample, blank lines left out. */
  records: SampleRecord[]
  /** Index of the header in `records`: titles and comments stand before it. */
  header: number
}

export interface SampleRecord {
  cells: string[]
  /** Line of its first character, from 1. */
  line: number
  /** Offset behind it in the sample, and the line there. */
  end: number
  endLine: number
}

const delimiters = [',', ';', '\t', '|']
const sampleRecords = 200
const titleLines = 20

/**
 * The delimiter by which the records of the sample agree most about their width, and where the header stands. Undefined
 * when the text is no table: no delimiter gives a width that half of the records have.
 */
export function detectDialect(sample: string, complete: boolean): Dialect | undefined {
  const named = /^sep=([,;\t|])\r?\n/i.exec(sample)
  if (named?.[1] !== undefined) return tryDialect(sample, complete, named[1], named[0].length)?.dialect
  const tries = delimiters.flatMap((delimiter) => tryDialect(sample, complete, delimiter, 0) ?? [])
  return tries.reduce<Try | undefined>((best, one) => (best && best.score >= one.score ? best : one), undefined)
    ?.dialect
}

interface Try {
  dialect: Dialect
  score: number
}

function tryDialect(sample: string, complete: boolean, delimiter: string, skip: number): Try | undefined {
  const records = readSample(sample, complete, delimiter, skip)
  const width = commonWidth(records)
  const agreeing = records.filter((record) => record.cells.length === width).length / records.length
  const header = Math.max(
    0,
    records.slice(0, titleLines).findIndex((record) => isHeader(record.cells, width)),
  )
  const quality = headerQuality(records[header]?.cells ?? [], delimiter)
  const few = records.length <= 5 && quality === 1
  if (records.length === 0 || (agreeing < 0.5 && !few) || (width === 1 && isProse(records))) return undefined
  const score = (width > 1 ? 10 : 0) + agreeing * 4 + (header === 0 ? 2 : 0) + quality * 4 + Math.log2(width)
  return { dialect: { delimiter, skip, records, header }, score }
}

/** Long lines that mostly hold no delimiter are a letter or a log, no table. */
function isProse(records: SampleRecord[]): boolean {
  const characters = records.flatMap((record) => record.cells).reduce((sum, cell) => sum + cell.length, 0)
  return characters / records.length > 100
}

/** The header is as wide as most records, or wider when they are the ones that lack cells; titles are narrower. */
function isHeader(cells: string[], width: number): boolean {
  return cells.length >= width && !cells[0]?.startsWith('#')
}

/** 1 for names as a header has them: filled, different, of a few words, without other delimiters inside. */
function headerQuality(names: string[], delimiter: string): number {
  const others = delimiters.filter((candidate) => candidate !== delimiter)
  const good = names.filter((name) => isName(name) && !others.some((other) => name.includes(other)))
  return names.length === 0 ? 0 : (good.length / names.length) * (new Set(names).size / names.length)
}

function isName(text: string): boolean {
  return /\p{L}/u.test(text) && text.length <= 80 && text.trim().split(/\s+/).length <= 7
}

function readSample(sample: string, complete: boolean, delimiter: string, skip: number): SampleRecord[] {
  const records: SampleRecord[] = []
  const cursor = newCursor(skip)
  let line = skip > 0 ? 2 : 1
  while (cursor.at < sample.length && records.length < sampleRecords) {
    const cells = readRecord(sample, cursor, delimiter, complete) ?? cutLine(sample, cursor, delimiter)
    if (!cells) break
    if (cells.length > 1 || cells[0]?.trim() !== '') {
      records.push({ cells, line, end: cursor.at, endLine: line + cursor.lines })
    }
    line += cursor.lines
  }
  return records
}

/** A line whose quote is not closed still counts, cut at its delimiters: it must not end the sample. */
function cutLine(sample: string, cursor: Cursor, delimiter: string): string[] | undefined {
  if (cursor.problem !== 'unclosed') return undefined
  const end = nextLineEnd(sample, cursor.at)
  const cells = sample.slice(cursor.at, end).split(delimiter)
  cursor.at = behindLineEnd(sample, end)
  cursor.lines = 1
  return cells
}

function commonWidth(records: SampleRecord[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0]
}
