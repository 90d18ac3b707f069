import { readHeader } from '../../detect/header.ts'
import type { ReadNote } from '../../types.ts'
import { columnName } from './sheet-columns.ts'
import type { SheetRow } from './sheet-rows.ts'

export interface SheetHeader {
  /** Row of the column names as Excel counts, from 1; 0 when there are none. */
  row: number
  /** Rows of the sample above the first row of data: titles and the header itself. */
  skip: number
  columns: string[]
  /** Where each column stands in the sheet, from 0. */
  places: number[]
  /** Columns whose name was missing or not the only one of its kind, as they are called now. */
  renamed: string[]
  /** What is told of it, but for `renamed`. */
  notes: ReadNote[]
}

const titleRows = 20

/**
 * Finds the column names among the first rows of a sheet; rows above that are narrower than most are titles. `chosenRow` is a
 * person's word: the row of the names (then the sample begins there), 0 when there are none. Columns without a name and
 * without a value in the sample are left out.
 */
export function findSheetHeader(sample: readonly SheetRow[], chosenRow: number | undefined): SheetHeader {
  const at = chosenRow === undefined ? guessHeader(sample) : 0
  const candidate = sample[at]
  const isThere = chosenRow === undefined || candidate?.number === chosenRow
  const names = isThere ? textsOf(candidate) : []
  const below = sample.slice(isThere ? at + 1 : at)
  const places = usedPlaces([names, ...below.map((row) => textsOf(row))])
  const told = chosenRow === undefined ? undefined : isThere ? 'header' : 'none'
  const given = places.map((place) => names[place] || columnName(place))
  const rows = below.map((row) => textsOf(row, places))
  const { columns, missing } = readHeader(given, rows, told)
  const above: ReadNote[] =
    at > 0 ? [{ code: 'read.lines_above_header', detail: { lines: (candidate?.number ?? 1) - 1 } }] : []
  if (missing) {
    const notes: ReadNote[] = told === undefined ? [{ code: 'read.no_header', detail: {} }, ...above] : above
    return { row: 0, skip: at, columns: places.map(columnName), places, renamed: [], notes }
  }
  const renamed = columns.filter((column, position) => column !== names[places[position] ?? 0])
  return { row: candidate?.number ?? 0, skip: at + 1, columns, places, renamed, notes: above }
}

function guessHeader(sample: readonly SheetRow[]): number {
  const width = commonWidth(sample)
  const at = sample.slice(0, titleRows).findIndex((row) => row.width >= width)
  return Math.max(0, at)
}

/** The width that most rows have; of two the larger. */
function commonWidth(sample: readonly SheetRow[]): number {
  const counts = new Map<number, number>()
  for (const { width } of sample) counts.set(width, (counts.get(width) ?? 0) + 1)
  const [common] = [...counts].sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || b - a)
  return common?.[0] ?? 0
}

function usedPlaces(rows: readonly (readonly string[])[]): number[] {
  const used = new Set<number>()
  for (const row of rows) {
    for (const [place, text] of row.entries()) if (text !== '') used.add(place)
  }
  return [...used].sort((a, b) => a - b)
}

function textsOf(row: SheetRow | undefined, places?: readonly number[]): string[] {
  const texts: string[] = Array.from({ length: row?.width ?? 0 }, () => '')
  for (const [index, place] of (row?.places ?? []).entries()) texts[place] = String(row?.cells[index] ?? '').trim()
  return places ? places.map((place) => texts[place] ?? '') : texts
}
