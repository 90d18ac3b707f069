import type { SourceRow } from '../../altcraft/types.ts'
import { withDecimalComma } from '../../altcraft/values/number.ts'
import type { Json } from '../../lib/json.ts'
import type { ColumnMapping, DatasetPlan, RowDraft } from '../types.ts'

export type RowDrafter = (row: SourceRow) => RowDraft

/** A mapped column and where its cell stands in a row. */
export interface Place {
  index: number
  mapping: ColumnMapping
}

/** The columns of a dataset by target; columns that the file lacks are left out. */
export interface Places {
  all: readonly Place[]
  many(target: string): Place[]
  one(target: string): Place | undefined
}

export function makePlaces(dataset: DatasetPlan, columns: readonly string[]): Places {
  const all = dataset.columns
    .map((mapping) => ({ index: columns.indexOf(mapping.column), mapping }))
    .filter(({ index }) => index >= 0)
  return {
    all,
    many: (target) => all.filter(({ mapping }) => mapping.target === target),
    one: (target) => all.find(({ mapping }) => mapping.target === target),
  }
}

/**
 * The cell of a place, with its decimals behind a point; null where the column is not mapped, the row is short, or the cell
 * is empty.
 */
export function cellOf(row: SourceRow, place: Place | undefined): Json {
  if (place === undefined) return null
  const cell = row.cells[place.index]
  if (cell === undefined || isEmpty(cell)) return null
  return place.mapping.decimalMark === 'comma' ? withDecimalComma(cell) : cell
}

function isEmpty(cell: Json): boolean {
  if (typeof cell === 'string') return cell === '' || cell === '[]' || cell === '{}' || cell.trim() === ''
  if (typeof cell !== 'object' || cell === null) return cell === null
  return Object.keys(cell).length === 0
}
