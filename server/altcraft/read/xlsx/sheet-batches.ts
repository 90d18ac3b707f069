import { makeRedactor } from '../../redact.ts'
import type { DatasetKind, RejectedRow, RowBatch } from '../../types.ts'
import { batchRows } from '../batches.ts'
import type { SheetColumns } from './sheet-columns.ts'
import type { SheetRead } from './sheet-read.ts'
import { rowCharacters, type SheetRow } from './sheet-rows.ts'

interface Layout {
  /** Rows with values above the first row of data. */
  skip: number
  sheet: SheetColumns
  kind: DatasetKind
}

/** Characters of texts at which a batch is given on before it has all its rows: shared texts cost a sheet nothing. */
const batchCharacters = 4 * 1024 * 1024
const rawCharacters = 10_000

/** The rows of data of a sheet. A row that has more text than a row may have is rejected alone. */
export async function* readBatches(read: SheetRead, layout: Layout): AsyncGenerator<RowBatch, void> {
  const redact = makeRedactor(layout.kind, layout.sheet.columns)
  let batch: RowBatch = { rows: [], rejected: [] }
  let toSkip = layout.skip
  let rowNumber = 0
  let characters = 0
  for await (const rows of read.rows) {
    for (const row of rows) {
      if (toSkip > 0) {
        toSkip -= 1
        continue
      }
      rowNumber += 1
      characters += row.characters
      if (row.tooLarge) batch.rejected.push(redact.rejected(toRejected(row, rowNumber)))
      else batch.rows.push(redact.row({ rowNumber, cells: layout.sheet.toCells(row) }))
      if (batch.rows.length < batchRows && characters < batchCharacters) continue
      yield batch
      batch = { rows: [], rejected: [] }
      characters = 0
    }
  }
  if (batch.rows.length + batch.rejected.length > 0) yield batch
}

function toRejected({ number, cells, places, width }: SheetRow, rowNumber: number): RejectedRow {
  const texts = Array.from({ length: width }, () => '')
  for (const [index, place] of places.entries()) texts[place] = String(cells[index] ?? '').slice(0, rawCharacters)
  const raw = texts.join('\t')
  const detail = { row: number, limit: rowCharacters }
  return { rowNumber, raw: raw.slice(0, rawCharacters), code: 'row.too_large', detail }
}
