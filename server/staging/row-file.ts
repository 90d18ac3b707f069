import type { Json } from '../lib/json.ts'

/** The files of rows that people take home: what failed, was skipped, waits; and profiles to correct for the second pass. */
export const rowSelections = ['failed', 'skipped', 'unprocessed', 'remediation'] as const
export type RowSelection = (typeof rowSelections)[number]

/** Columns behind those of the original file: which row of it this is (counted from 1), and what was wrong with it. */
export const rowColumn = 'altcraft_importer_row'
export const reasonColumn = 'altcraft_importer_reason'

/** What a file of rows is called. */
export function rowFileName(file: string, selection: RowSelection): string {
  return `${flat(file)}-${selection}.csv`
}

/**
 * Which of these files an uploaded one holds rows of, by its name: also where a browser numbered it, or it was saved as a
 * workbook or put into an archive. Undefined for others. Pure.
 */
export function originalOf<File extends { file: string }>(name: string, files: readonly File[]): File | undefined {
  for (const part of name.split(/[/\\]/).toReversed()) {
    const original = rowFile.exec(part)?.[1]
    const found = files.find(({ file }) => flat(file) === original)
    if (found !== undefined) return found
  }
  return undefined
}

const rowFile = new RegExp(`^(.+)-(?:${rowSelections.join('|')})(?: ?\\(\\d+\\))?\\.(?:csv|xlsx|txt)$`, 'i')

function flat(file: string): string {
  return file.replace(/[/\\]/g, '-')
}

// A phone number or a negative amount is no formula; anything else after these signs might be one.
const formula = '(?:[=@\\t\\r]|[+-](?![\\d\\s().-]*$))'
const looksLikeFormula = new RegExp(`^'*${formula}`)
const isMarked = new RegExp(`^'+${formula}`)

/** Text that a spreadsheet would carry out gets an apostrophe before it; `withoutMark` takes it away again. Pure. */
export function withMark(text: string): string {
  return looksLikeFormula.test(text) ? `'${text}` : text
}

export function withoutMark(cell: Json): Json {
  return typeof cell === 'string' && isMarked.test(cell) ? cell.slice(1) : cell
}
