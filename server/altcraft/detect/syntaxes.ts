import { behindLineEnd, type CsvSyntax, nextLineEnd } from '../read/csv-record.ts'
import type { Place } from './csv-sample.ts'

/** Delimiters of tables, those of most files first. */
export const delimiters = [',', ';', '\t', '|', '^', '~'] as const

/** The delimiter that a first line `sep=;` names, as Excel writes it, and where the text behind that line begins. */
export function delimiterOf(sample: string): { delimiter: string; start: Place } | undefined {
  const found = /^sep=([!-&(-/:-@[-`{-~\t])(?:\r\n|\n|\r)/i.exec(sample)
  if (found?.[1] === undefined || found[1] === '"') return undefined
  return { delimiter: found[1], start: { offset: found[0].length, line: 2 } }
}

/** Where line `line` begins, counted from 1 and not before `top`; 0 stands for the top. Undefined behind the sample's end. */
export function startOfLine(sample: string, top: Place, line: number): Place | undefined {
  const place = { ...top }
  while (place.line < line && place.offset < sample.length) {
    place.offset = behindLineEnd(sample, nextLineEnd(sample, place.offset))
    place.line += 1
  }
  return place.offset < sample.length ? place : undefined
}

/**
 * The ways in which a text may be written, by what occurs in it: single quotes only where a cell begins with one, backslashes
 * only where one stands before a quote or a delimiter. `delimiter` is the only one where it is known; none is usable that is
 * not one ASCII character.
 */
export function likelySyntaxes(sample: string, delimiter: string | undefined): CsvSyntax[] {
  const possible = delimiters.filter((one) => sample.includes(one))
  const tried = delimiter !== undefined ? [delimiter] : possible.length > 0 ? possible : [delimiters[0]]
  return tried
    .filter((one) => /^[\t -~]$/.test(one) && !/["'\\]/.test(one))
    .flatMap((one) => quotesIn(sample, one).flatMap((quote) => writtenWith(sample, one, quote)))
}

function quotesIn(sample: string, delimiter: string): string[] {
  return beginsCell(sample, delimiter, "'") ? ['"', "'"] : ['"']
}

function beginsCell(sample: string, delimiter: string, quote: string): boolean {
  return sample.startsWith(quote) || [delimiter, '\n', '\r'].some((before) => sample.includes(before + quote))
}

function writtenWith(sample: string, delimiter: string, quote: string): CsvSyntax[] {
  const hasEscapes = sample.includes(`\\${quote}`) || sample.includes(`\\${delimiter}`)
  const doubled: CsvSyntax = { delimiter, quote, escape: 'double' }
  return hasEscapes ? [doubled, { delimiter, quote, escape: 'backslash' }] : [doubled]
}
