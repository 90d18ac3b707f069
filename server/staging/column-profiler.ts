import type { PackedRows } from '../altcraft/packed-rows.ts'
import type { SourceRow } from '../altcraft/types.ts'
import type { Json } from '../lib/json.ts'
import { lookOfText } from './cell-look.ts'
import { type ColumnGatherer, makeColumnGatherer } from './column-gatherer.ts'
import type { ColumnProfile } from './column-profile.ts'
import { valueTypeOf } from './value-type.ts'

export interface ColumnProfiler {
  addPacked(rows: PackedRows): void
  addRow(row: SourceRow): void
  /** One profile per column, in their order; a column that no row filled has an empty one. */
  profiles(columns: readonly string[]): ColumnProfile[]
}

/**
 * What the profiles of all columns hold of values, samples and members of lists, each: 100 columns have 160 KB apiece. They are
 * read with their dataset wherever a plan is made.
 */
const profileBytes = 16 * 1024 ** 2

/**
 * Gathers what staging learns of each column. Flat memory, whatever the number of rows and the length of cells. Columns may
 * be added between rows (JSON rows with new keys), but never change their places. The same rows give the same profiles,
 * whether they come packed or as values.
 */
export function makeColumnProfiler(): ColumnProfiler {
  const byPlace: ColumnGatherer[] = []
  let scratch = Buffer.allocUnsafe(64 * 1024)

  return {
    addPacked({ bytes, columns, count, rowNumbers, starts, ends }) {
      for (let place = 0; place < columns; place += 1) {
        const gatherer = gathererAt(place)
        for (let row = 0; row < count; row += 1) {
          const cell = row * columns + place
          const start = starts[cell] ?? 0
          const end = ends[cell] ?? 0
          if (start < end) gatherer.addText(bytes, start, end, rowNumbers[row] ?? 0)
        }
      }
    },
    addRow({ rowNumber, cells }) {
      for (const [place, cell] of cells.entries()) {
        if (cell !== null && cell !== '') addCell(gathererAt(place), cell, rowNumber)
      }
    },
    profiles: (columns) => columns.map((column, place) => gathererAt(place).profile(column)),
  }

  function shareBytes(): number {
    return profileBytes / byPlace.length
  }

  function gathererAt(place: number): ColumnGatherer {
    const gatherer = byPlace[place] ?? makeColumnGatherer(shareBytes)
    byPlace[place] = gatherer
    return gatherer
  }

  function addCell(gatherer: ColumnGatherer, cell: Json, rowNumber: number): void {
    if (typeof cell === 'string') {
      const size = write(cell)
      gatherer.addText(scratch, 0, size, rowNumber)
      return
    }
    const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
    const look = lookOfText(text, valueTypeOf(cell, text))
    const size = write(text)
    gatherer.addValue(cell, look, scratch, 0, size, rowNumber)
  }

  function write(text: string): number {
    if (scratch.length < 3 * text.length) scratch = Buffer.allocUnsafe(6 * text.length)
    return scratch.write(text, 0, 'utf8')
  }
}
