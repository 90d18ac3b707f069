import type { SampleRecord } from './csv-sample.ts'
import { delimiters } from './syntaxes.ts'

const titleLines = 20

/**
 * Index of the header among the first records: the first that is as wide as most records (or wider, when they are the ones
 * that lack cells), is filled by half and is no comment. A title that a spreadsheet saved as wide as the table has one filled
 * cell; rows that end with a delimiter may be one cell wider than their header.
 */
export function findHeader(records: readonly SampleRecord[], width: number): number {
  const first = records.slice(0, titleLines)
  const needed = hasTrailingDelimiter(records, width) ? width - 1 : width
  const isWide = ({ cells }: SampleRecord) => cells.length >= needed && !cells[0]?.startsWith('#')
  const isFilled = ({ cells }: SampleRecord) => cells.filter((cell) => cell.trim() !== '').length * 2 >= needed
  const filled = first.findIndex((record) => isWide(record) && isFilled(record))
  return Math.max(0, filled >= 0 ? filled : first.findIndex(isWide))
}

function hasTrailingDelimiter(records: readonly SampleRecord[], width: number): boolean {
  const wide = records.filter(({ cells }) => cells.length === width)
  return width > 2 && wide.every(({ cells }) => cells.at(-1)?.trim() === '')
}

/** 0 to 1; 1 for names as a header has them: filled, different, of a few words, without other delimiters inside, not in quotes. */
export function headerQuality(names: readonly string[], delimiter: string): number {
  if (names.length === 0) return 0
  const others = delimiters.filter((candidate) => candidate !== delimiter)
  const good = names.filter((name) => isName(name) && !others.some((other) => name.includes(other)))
  return (good.length / names.length) * (new Set(names).size / names.length)
}

function isName(text: string): boolean {
  return /\p{L}/u.test(text) && !/^'.*'$/.test(text) && text.length <= 80 && text.trim().split(/\s+/).length <= 7
}
