import { isJsonObject, type JsonObject } from '../../lib/json.ts'
import { chooseKind } from '../detect/kind.ts'
import { makeRedactor } from '../redact.ts'
import type { ByteSource, ReadingChoice, RejectedRow, RowBatch, SourceRow, SourceTable } from '../types.ts'
import { isTooDeep } from '../values/text.ts'
import { batchRows, toBatches } from './batches.ts'
import { decodeText, type TextEncodingState } from './decode.ts'
import { findJsonError } from './json-error.ts'
import { parseJson } from './json-value.ts'
import { makeObjectRows } from './object-rows.ts'

const sampleRows = 50
const rawLimit = 10_000
const lineLimit = 16 * 1024 * 1024

/** A table with one JSON object per line; blank lines are passed over, a line that is no object is rejected alone. */
export function openNdjson(
  source: ByteSource,
  sample: string,
  text: TextEncodingState,
  choice: ReadingChoice,
): SourceTable {
  const columns: string[] = []
  const objectRows = makeObjectRows(columns)
  const samples = readSamples(sample).map(objectRows.toCells)
  const { kind, confidence, evidence } = chooseKind(choice.kind, {
    fileName: source.name,
    columns,
    sampleRows: samples,
  })

  return {
    name: source.name,
    format: 'ndjson',
    get encoding() {
      return text.encoding
    },
    get encodingConfidence() {
      return text.confidence
    },
    kind,
    kindConfidence: confidence,
    kindEvidence: evidence,
    notes: [],
    columns,
    async *batches(): AsyncGenerator<RowBatch, void> {
      const redact = makeRedactor(kind, columns)
      let rows: SourceRow[] = []
      let rejected: RejectedRow[] = []
      let rowNumber = 0
      let lineNumber = 0
      for await (const line of readLines(decodeText(source, text))) {
        lineNumber += 1
        if (line.text.trim() === '') continue
        rowNumber += 1
        const object = line.tooLong ? undefined : readObject(line.text)
        if (object && !(text.damaged && line.text.includes('\uFFFD'))) {
          rows.push(redact.row({ rowNumber, cells: objectRows.toCells(object) }))
        } else {
          rejected.push(
            redact.rejected({ rowNumber, raw: line.text.slice(0, rawLimit), ...whyRejected(line, lineNumber) }),
          )
        }
        if (rows.length + rejected.length < batchRows) continue
        yield* toBatches(rows, rejected)
        rows = []
        rejected = []
      }
      yield* toBatches(rows, rejected)
    },
  }
}

/** The line as an object; undefined when it is none. */
export function readObject(line: string): JsonObject | undefined {
  if (isTooDeep(line)) return undefined
  try {
    const value = parseJson(line)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

interface Line {
  text: string
  tooLong: boolean
}

function whyRejected(line: Line, lineNumber: number): Pick<RejectedRow, 'code' | 'detail'> {
  if (line.tooLong) return { code: 'row.too_large', detail: { line: lineNumber, limit: lineLimit } }
  if (isTooDeep(line.text)) return { code: 'row.too_deep', detail: { line: lineNumber } }
  const error = findJsonError(line.text)
  if (error !== undefined) return { code: 'row.not_json', detail: { line: lineNumber, column: error + 1 } }
  return { code: readObject(line.text) ? 'row.bad_encoding' : 'row.not_an_object', detail: { line: lineNumber } }
}

/** Lines without their ends. Of a line that is too long only the beginning is kept. */
async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<Line, void> {
  let rest = ''
  let tooLong = false
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      yield { text: tooLong ? rest : rest + piece.slice(from, end), tooLong }
      rest = ''
      tooLong = false
      from = end + 1
    }
    if (!tooLong) rest += piece.slice(from)
    if (rest.length <= lineLimit) continue
    rest = rest.slice(0, rawLimit)
    tooLong = true
  }
  if (rest !== '') yield { text: rest, tooLong }
}

function readSamples(sample: string): JsonObject[] {
  return sample
    .split('\n')
    .slice(0, sampleRows)
    .map(readObject)
    .filter((object) => object !== undefined)
}
