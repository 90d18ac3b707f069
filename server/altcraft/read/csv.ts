import { detectDialect } from '../detect/dialect.ts'
import { readHeader } from '../detect/header.ts'
import { chooseKind } from '../detect/kind.ts'
import { makeRedactor } from '../redact.ts'
import { type ByteSource, FileRejected, type ReadingChoice, type RowBatch, type SourceTable } from '../types.ts'
import { batchRows, toBatches } from './batches.ts'
import { makeCsvRows } from './csv-rows.ts'
import { decodeText, type TextEncodingState } from './decode.ts'

/**
 * A table of a CSV file. `sample` is the decoded head of the file. Throws `FileRejected`: `file.not_a_table`,
 * `file.no_rows`.
 */
export function openCsv(
  source: ByteSource,
  sample: string,
  complete: boolean,
  text: TextEncodingState,
  choice: ReadingChoice,
): SourceTable {
  const dialect = detectDialect(sample, complete)
  const headerRecord = dialect?.records[dialect.header]
  if (!dialect || !headerRecord) throw new FileRejected('file.not_a_table')
  const below = dialect.records.slice(dialect.header + 1).map((record) => record.cells)
  const header = readHeader(headerRecord.cells, below)
  if (complete && below.length === 0 && !header.missing) throw new FileRejected('file.no_rows')
  const above = dialect.records[dialect.header - 1]
  const start = header.missing
    ? { offset: above?.end ?? dialect.skip, line: above?.endLine ?? 1 }
    : startBelow(headerRecord)
  const sampleRows = header.missing ? [headerRecord.cells, ...below] : below
  const { kind, confidence, evidence } = chooseKind(choice.kind, {
    fileName: source.name,
    columns: header.columns,
    sampleRows,
  })
  const shape = {
    delimiter: dialect.delimiter,
    columns: header.columns.length,
    width: header.width,
    firstLine: start.line,
  }

  return {
    name: source.name,
    format: 'csv',
    get encoding() {
      return text.encoding
    },
    delimiter: dialect.delimiter,
    get encodingConfidence() {
      return text.confidence
    },
    kind,
    kindConfidence: confidence,
    kindEvidence: evidence,
    notes: [],
    columns: header.columns,
    async *batches(): AsyncGenerator<RowBatch, void> {
      const reader = makeCsvRows(shape, () => text.damaged)
      const redact = makeRedactor(kind, header.columns)
      let skip = start.offset
      for await (const piece of decodeText(source, text)) {
        const dropped = Math.min(skip, piece.length)
        skip -= dropped
        reader.feed(piece.slice(dropped), false)
        if (reader.pending() < batchRows) continue
        const { rows, rejected } = reader.take()
        yield* toBatches(rows.map(redact.row), rejected.map(redact.rejected))
      }
      reader.feed('', true)
      const { rows, rejected } = reader.take()
      yield* toBatches(rows.map(redact.row), rejected.map(redact.rejected))
    },
  }
}

function startBelow(record: { end: number; endLine: number }): { offset: number; line: number } {
  return { offset: record.end, line: record.endLine }
}
