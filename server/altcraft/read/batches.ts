import type { RejectedRow, RowBatch, SourceRow } from '../types.ts'

/** Rows per batch: large enough that a COPY is not slowed, small enough to hold. */
export const batchRows = 1_000

/** Cuts rows that became available together into batches. */
export function* toBatches(rows: SourceRow[], rejected: RejectedRow[]): Generator<RowBatch, void> {
  if (rows.length <= batchRows) {
    if (rows.length + rejected.length > 0) yield { rows, rejected }
    return
  }
  for (let at = 0; at < rows.length; at += batchRows) {
    yield { rows: rows.slice(at, at + batchRows), rejected: at === 0 ? rejected : [] }
  }
}
