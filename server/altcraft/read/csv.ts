import { dialectNotes, readCsvHead } from '../detect/csv-head.ts'
import { detectDialect } from '../detect/dialect.ts'
import { chooseKind } from '../detect/kind.ts'
import { type PackedBatch, unpackRows } from '../packed-rows.ts'
import { makeRedactor, mayHoldSecrets } from '../redact.ts'
import { type ByteSource, FileRejected, type ReadingChoice, type RowBatch, type SourceTable } from '../types.ts'
import { toBatches } from './batches.ts'
import { assertColumns } from './column-limit.ts'
import { makeCsvRows } from './csv-rows.ts'
import type { TextEncodingState } from './decode.ts'
import { utf8Bytes } from './utf8-bytes.ts'

/**
 * A table of a CSV file. `sample` is the decoded head of the file. Throws `FileRejected`: `file.not_a_table`,
 * `file.no_rows`, `file.too_many_columns`.
 */
export function openCsv(
  source: ByteSource,
  sample: string,
  complete: boolean,
  text: TextEncodingState,
  choice: ReadingChoice,
): SourceTable {
  const dialect = detectDialect(sample, complete, choice)
  if (!dialect) throw new FileRejected('file.not_a_table')
  const head = readCsvHead(dialect)
  const { header, start, rows: sampleRows } = head
  assertColumns(header.columns.length, header.columns.join('').length)
  // Names that go on behind the sample: nobody knows how many there are.
  if (!complete && start.offset === sample.length) throw new FileRejected('file.not_a_table')
  if (complete && sampleRows.length === 0) throw new FileRejected('file.no_rows')
  const { kind, confidence, evidence } = chooseKind(choice.kind, {
    fileName: source.name,
    columns: header.columns,
    sampleRows,
  })
  const shape = {
    syntax: dialect.syntax,
    columns: header.columns.length,
    width: header.width,
    firstLine: start.line,
  }

  async function* packedBatches(): AsyncGenerator<PackedBatch, void> {
    const reader = makeCsvRows(shape, () => text.damaged)
    let skip = Buffer.byteLength(sample.slice(0, start.offset))
    for await (const bytes of utf8Bytes(source, text)) {
      const dropped = Math.min(skip, bytes.length)
      skip -= dropped
      reader.feed(bytes.subarray(dropped), false)
      do yield reader.take()
      while (reader.readOn())
    }
    reader.feed(Buffer.alloc(0), true)
    do yield reader.take()
    while (reader.readOn())
  }

  /** Rows that need no look for secrets; rejected ones may still hold some. */
  async function* redactedBatches(): AsyncGenerator<PackedBatch, void> {
    const redact = makeRedactor(kind, header.columns)
    for await (const { packed, rejected } of packedBatches()) yield { packed, rejected: rejected.map(redact.rejected) }
  }

  async function* batches(): AsyncGenerator<RowBatch, void> {
    const redact = makeRedactor(kind, header.columns)
    for await (const { packed, rejected } of packedBatches()) {
      yield* toBatches(unpackRows(packed).map(redact.row), rejected.map(redact.rejected))
    }
  }

  return {
    name: source.name,
    format: 'csv',
    get encoding() {
      return text.encoding
    },
    get encodingConfidence() {
      return text.confidence
    },
    delimiter: dialect.syntax.delimiter,
    headerLine: head.headerLine,
    kind,
    kindConfidence: confidence,
    kindEvidence: evidence,
    notes: dialectNotes(dialect, head),
    columns: header.columns,
    batches,
    ...(mayHoldSecrets(kind, header.columns) ? {} : { packedBatches: redactedBatches }),
  }
}
