import type { RejectedRow, SourceRow } from './types.ts'

/**
 * Rows of a text table as they lie in a buffer of UTF-8: no string is made of a cell before somebody needs it. Cell `c` of
 * row `r` is `bytes[starts[r * columns + c] .. ends[r * columns + c])`. Valid until the next batch is asked for: the buffer is
 * used again.
 */
export interface PackedRows {
  bytes: Buffer
  /** Cells per row; every row has all of them. */
  columns: number
  count: number
  /** As a person counts, per row. */
  rowNumbers: Int32Array
  starts: Int32Array
  ends: Int32Array
}

export interface PackedBatch {
  packed: PackedRows
  rejected: RejectedRow[]
}

/** The rows as values of their own. */
export function unpackRows({ bytes, columns, count, rowNumbers, starts, ends }: PackedRows): SourceRow[] {
  return Array.from({ length: count }, (_, row) => {
    const first = row * columns
    const cells = Array.from({ length: columns }, (_cell, place) =>
      bytes.toString('utf8', starts[first + place], ends[first + place]),
    )
    return { rowNumber: rowNumbers[row] ?? 0, cells }
  })
}
