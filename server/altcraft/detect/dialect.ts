import type { CsvSyntax } from '../read/csv-record.ts'
import type { ReadingChoice } from '../types.ts'
import { type Place, readSample, type SampleRecord } from './csv-sample.ts'
import { findHeader, headerQuality } from './header-place.ts'
import { isLog, isProse, isPunctuated } from './prose.ts'
import { delimiterOf, likelySyntaxes, startOfLine } from './syntaxes.ts'

export interface Dialect {
  syntax: CsvSyntax
  /** Where the first of `records` may begin: behind a `sep=` line, or the header line that a person named. */
  start: Place
  /** The first records of the sample, blank lines left out. */
  records: SampleRecord[]
  /** Index of the header in `records`: titles and comments stand before it. */
  header: number
  /** What a person said: the record is a header, or there is none. */
  told: 'header' | 'none' | undefined
  /** How sure the delimiter is, 0 to 1. */
  confidence: number
  /** Delimiters that fit nearly as well; empty where the confidence is 0.6 or more. */
  alternatives: string[]
}

/** Delimiters whose readings differ by less than this many points fit nearly equally. */
const nearly = 1.2
const enough = { agreeing: 0.5, fewRecords: 5 }

/**
 * The delimiter, quote and escape by which the records of the sample agree most about their width, and where the header stands.
 * What `choice` says of the delimiter and of the header's line is believed. Undefined when the text is no table: no delimiter
 * gives a width that half of the records have; or it is a letter or a log.
 */
export function detectDialect(sample: string, complete: boolean, choice: ReadingChoice = {}): Dialect | undefined {
  const named = delimiterOf(sample)
  const delimiter = choice.delimiter ?? named?.delimiter
  if (delimiter === undefined && isLog(sample)) return undefined
  const top = named?.start ?? { offset: 0, line: 1 }
  const start = choice.headerLine === undefined ? top : startOfLine(sample, top, choice.headerLine)
  if (!start) return undefined
  const tries = likelySyntaxes(sample, delimiter)
    .map((syntax) => tryDialect(sample, complete, syntax, start, choice))
    .filter((one) => one.isTable)
    .sort((a, b) => b.score - a.score)
  const best = tries[0]
  if (!best) return undefined
  const rivals = tries.filter((one) => one.width > 1 && best.score - one.score < nearly && isOther(one, best))
  const nearest = tries.find((one) => one.width > 1 && isOther(one, best))
  const confidence = nearest && best.width > 1 ? Math.min(1, 0.5 + (best.score - nearest.score) / (nearly * 10)) : 1
  return {
    ...best.dialect,
    confidence,
    alternatives: [...new Set(rivals.map(({ dialect }) => dialect.syntax.delimiter))],
  }
}

function isOther(one: Try, best: Try): boolean {
  return one.dialect.syntax.delimiter !== best.dialect.syntax.delimiter
}

interface Try {
  dialect: Omit<Dialect, 'confidence' | 'alternatives'>
  width: number
  isTable: boolean
  /** Points, about 20 for a clean table. */
  score: number
}

function tryDialect(sample: string, complete: boolean, syntax: CsvSyntax, start: Place, choice: ReadingChoice): Try {
  const { records, broken } = readSample(sample, complete, syntax, start)
  const told = choice.headerLine === undefined ? undefined : choice.headerLine === 0 ? 'none' : 'header'
  const width = commonWidth(records)
  const header = told === undefined ? findHeader(records, width) : 0
  const quality = headerQuality(records[header]?.cells ?? [], syntax.delimiter)
  const isFew = records.length <= enough.fewRecords && quality === 1
  const share = records.filter(({ cells }) => cells.length === width).length / Math.max(1, records.length)
  const agreeing = isFew ? Math.max(share, 0.75) : share
  const isLetter =
    (width === 1 && isProse(records, sample)) || (width === 2 && quality < 1 && isPunctuated(sample, syntax.delimiter))
  return {
    dialect: { syntax, start, records, header, told },
    width,
    isTable: records.length > 0 && (choice.delimiter !== undefined || (agreeing >= enough.agreeing && !isLetter)),
    score:
      (width > 1 ? 10 * Math.min(1, Math.max(0, 2.5 * (agreeing - 0.5))) : 0) +
      4 * agreeing +
      (header === 0 ? 2 : 0) +
      4 * quality +
      Math.min(3, Math.log2(Math.max(1, width))) -
      oddity(syntax) -
      (broken > 0 ? 1 + (12 * broken) / records.length : 0),
  }
}

/** Between readings that fit equally the usual one wins; rare delimiters must fit far better. */
function oddity(syntax: CsvSyntax): number {
  const isRare = /[\^~]/.test(syntax.delimiter)
  return (isRare ? 6 : 0) + (syntax.quote === '"' ? 0 : 0.01) + (syntax.escape === 'double' ? 0 : 0.005)
}

function commonWidth(records: SampleRecord[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0]
}
