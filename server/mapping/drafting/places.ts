import type { SourceRow } from '../../altcraft/types.ts'
import { withDecimalComma } from '../../altcraft/values/number.ts'
import type { Json } from '../../lib/json.ts'
import { isEmptyCell } from '../transforms/empty-cell.ts'
import { readsRow } from '../transforms/reads-row.ts'
import type { ColumnMapping, DatasetPlan, RowDraft } from '../types.ts'

export type RowDrafter = (row: SourceRow) => RowDraft

/** A mapped column and where its cell stands in a row: of a column with steps, behind the cells of the file. */
export interface Place {
  index: number
  mapping: ColumnMapping
}

/**
 * The columns of a dataset by target. Left out are columns that the file lacks, unless their first step makes a value of the
 * other columns.
 */
export interface Places {
  all: readonly Place[]
  many(target: string): Place[]
  one(target: string): Place | undefined
}

export function makePlaces(dataset: DatasetPlan, columns: readonly string[]): Places {
  let end = columns.length
  const all = dataset.columns.flatMap((mapping): Place[] => {
    const { column, transforms = [] } = mapping
    const index = columns.indexOf(column)
    if (index < 0 && !readsRow(transforms[0])) return []
    return [{ index: transforms.length === 0 ? index : end++, mapping }]
  })
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
  if (cell === undefined || isEmptyCell(cell)) return null
  return place.mapping.decimalMark === 'comma' ? withDecimalComma(cell) : cell
}
