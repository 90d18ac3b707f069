import { type Dialect, detectDialect, type SampleRecord } from '../detect/dialect.ts'
import { readHeader } from '../detect/header.ts'
import { chooseKind } from '../detect/kind.ts'
import { type PackedBatch, unpackRows } from '../packed-rows.ts'
import { makeRedactor } from '../redact.ts'
import {
  type ByteSource,
  FileRejected,
  handoffKinds,
  type ReadingChoice,
  type RowBatch,
  type SourceTable,
} from '../types.ts'
import { toBatches } from './batches.ts'
import { makeCsvRows } from './csv-rows.ts'
import type { TextEncodingState } from './decode.ts'
import { utf8Bytes } from './utf8-bytes.ts'

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
  const start = startOf(dialect, header.missing ? dialect.records[dialect.header - 1] : headerRecord)
  const sampleRows = header.missing ? [headerRecord.cells, ...below] : below
  const { kind, confidence, evidence } = chooseKind(choice.kind, {
    fileName: source.name,
    columns: header.columns,
    sampleRows,
  })
  const shape = {
    syntax: { delimiter: dialect.delimiter, quote: '"', escape: 'double' as const },
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
      yield reader.take()
    }
    reader.feed(Buffer.alloc(0), true)
    yield reader.take()
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
    delimiter: dialect.delimiter,
    kind,
    kindConfidence: confidence,
    kindEvidence: evidence,
    notes: [],
    columns: header.columns,
    batches,
    ...(handoffKinds.includes(kind) ? {} : { packedBatches }),
  }
}

/** Where the rows begin: behind the header, or behind what stands above the first row. */
function startOf({ skip }: Dialect, above: SampleRecord | undefined): { offset: number; line: number } {
  return { offset: above?.end ?? skip, line: above?.endLine ?? 1 }
}
