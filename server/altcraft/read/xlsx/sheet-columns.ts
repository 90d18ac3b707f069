import type { Json } from '../../../lib/json.ts'
import { assertColumns } from '../column-limit.ts'
import type { SheetRow } from './sheet-rows.ts'

export interface SheetColumns {
  /** Grows when a row has a value where no column is. */
  columns: string[]
  /** Lays the cells of a row out in the order of `columns`. Throws `FileRejected` `file.too_many_columns`. */
  toCells(row: Pick<SheetRow, 'cells' | 'places'>): Json[]
  /** The columns that were added, in their order. */
  added(): string[]
}

/**
 * The columns of a table in a sheet: `places` tells where each of `columns` stands in the sheet, from 0. A value beside them
 * (a wide row, a stray cell) gets a column of its own, named by `columnName`, so that no cell is lost.
 */
export function makeSheetColumns(columns: string[], places: readonly number[]): SheetColumns {
  const known = columns.length
  const used = new Set(columns)
  const positions: (number | undefined)[] = []
  for (const [position, place] of places.entries()) positions[place] = position

  function add(place: number): number {
    assertColumns(columns.length + 1, 0)
    const position = columns.push(nameApart(columnName(place), used)) - 1
    positions[place] = position
    return position
  }

  return {
    columns,
    toCells({ cells, places: standing }) {
      const laid: Json[] = []
      for (const [index, cell] of cells.entries()) {
        const place = standing[index] ?? 0
        const position = positions[place] ?? add(place)
        while (laid.length < position) laid.push(null)
        laid[position] = cell
      }
      return laid
    },
    added: () => columns.slice(known),
  }
}

/** What a column is called whose name is empty: as Excel counts columns, from 1. */
export function columnName(place: number): string {
  return `Column ${place + 1}`
}

function nameApart(name: string, used: Set<string>): string {
  let unique = name
  for (let n = 2; used.has(unique); n += 1) unique = `${name} (${n})`
  used.add(unique)
  return unique
}
