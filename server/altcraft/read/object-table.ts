import type { Detail } from '../../errors.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import type { KindGuess } from '../detect/kind.ts'
import { makeRedactor } from '../redact.ts'
import {
  type ByteSource,
  FileRejected,
  type ReadNote,
  type RejectedRow,
  type RowBatch,
  type RowRejection,
  type SourceRow,
  type SourceTable,
  type TableFormat,
} from '../types.ts'
import { batchRows, toBatches } from './batches.ts'
import type { TextEncodingState } from './decode.ts'
import { rawLimit } from './json-capture.ts'
import { makeObjectRows } from './object-rows.ts'

/** Characters of a batch: a thousand rows may be a thousand long ones. */
const batchCharacters = 4 * 1024 * 1024

const gapCharacters = 'null,'.length
/**
 * What rows may come to by the gaps that are kept for columns which others have, in characters: `{"k1999": 1}` stands for 2,000
 * cells, and a file of such would fill the disk.
 */
const gaps = { allowance: 128 * 1024 ** 2, perCharacter: 50 }

/** Takes rows as they are read, and numbers them. `raw` is the row's text, or its beginning, `place` where it stands. */
export interface RowIntake {
  object(object: JsonObject, raw: string, place?: Detail): void
  /** Cells in the order of the columns. */
  cells(cells: Json[], raw: string, place?: Detail): void
  reject(code: RowRejection, raw: string, detail?: Detail): void
}

export interface ObjectTable {
  source: ByteSource
  format: TableFormat
  text: TextEncodingState
  kind: KindGuess
  /** Known from a sample; keys that rows bring along are added to it. */
  columns: string[]
  notes: ReadNote[]
  /** Reads all rows; to be called again for another reading. Yields whenever it has gone through a piece of the file. */
  read(intake: RowIntake): AsyncIterable<void>
}

/**
 * A table of rows that are objects, laid out in columns. A row whose text was damaged in decoding is rejected with
 * `row.bad_encoding`. `batches()` throws `FileRejected`: `file.too_many_columns`, and what `read` throws.
 */
export function makeObjectTable({ source, format, text, kind, columns, notes, read }: ObjectTable): SourceTable {
  return {
    name: source.name,
    format,
    get encoding() {
      return text.encoding
    },
    get encodingConfidence() {
      return text.confidence
    },
    kind: kind.kind,
    kindConfidence: kind.confidence,
    kindEvidence: kind.evidence,
    notes,
    columns,
    async *batches(): AsyncGenerator<RowBatch, void> {
      const redact = makeRedactor(kind.kind, columns)
      const objectRows = makeObjectRows(columns)
      let rows: SourceRow[] = []
      let rejected: RejectedRow[] = []
      let rowNumber = 0
      let characters = 0
      let left = gaps.allowance

      const reject = (code: RowRejection, raw: string, detail: Detail = {}) => {
        rowNumber += 1
        rejected.push(redact.rejected({ rowNumber, raw: raw.slice(0, rawLimit), code, detail }))
      }
      const take = (cells: () => Json[], raw: string, place?: Detail) => {
        if (text.damaged && raw.includes('\uFFFD')) return reject('row.bad_encoding', raw, place)
        const row = redact.row({ rowNumber: rowNumber + 1, cells: cells() })
        const size = raw.length + row.cells.length * gapCharacters
        rowNumber += 1
        characters += size
        left += gaps.perCharacter * raw.length - size
        if (left < 0) throw new FileRejected('file.too_many_columns', { limit: columns.length })
        rows.push(row)
      }
      const intake: RowIntake = {
        object: (object, raw, place) => take(() => objectRows.toCells(object), raw, place),
        cells: (cells, raw, place) => take(() => cells, raw, place),
        reject,
      }
      for await (const _ of read(intake)) {
        if (rows.length + rejected.length < batchRows && characters < batchCharacters) continue
        yield* toBatches(rows, rejected)
        rows = []
        rejected = []
        characters = 0
      }
      yield* toBatches(rows, rejected)
    },
  }
}
