import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { chooseKind } from '../detect/kind.ts'
import type { ByteSource, ReadingChoice, RejectedRow, SourceTable } from '../types.ts'
import { isTooDeep } from '../values/text.ts'
import { decodeText, type TextEncodingState } from './decode.ts'
import { elementLimit, rawLimit } from './json-capture.ts'
import { findJsonError } from './json-error.ts'
import { parseJson } from './json-value.ts'
import { makeObjectRows } from './object-rows.ts'
import { makeObjectTable, type RowIntake } from './object-table.ts'

const sampleRows = 50

/** A table with one JSON object per line; blank lines are passed over, a line that is no object is rejected alone. */
export function openNdjson(
  source: ByteSource,
  sample: string,
  text: TextEncodingState,
  choice: ReadingChoice,
): SourceTable {
  const columns: string[] = []
  const samples = readSamples(sample).map(makeObjectRows(columns).toCells)
  const kind = chooseKind(choice.kind, { fileName: source.name, columns, sampleRows: samples })
  return makeObjectTable({
    source,
    format: 'ndjson',
    text,
    kind,
    columns,
    notes: [],
    read: (intake) => readRows(decodeText(source, text), intake),
  })
}

async function* readRows(pieces: AsyncIterable<string>, intake: RowIntake): AsyncGenerator<void, void> {
  let lineNumber = 0
  for await (const lines of readLines(pieces)) {
    for (const line of lines) {
      lineNumber += 1
      if (line.text.trim() === '') continue
      const value = line.tooLong ? undefined : parseLine(line.text)
      if (isJsonObject(value)) intake.object(value, line.text, { line: lineNumber })
      else {
        const { code, detail } = whyRejected(line, value, lineNumber)
        intake.reject(code, line.text, detail)
      }
    }
    yield
  }
}

/** The line as an object; undefined when it is none. */
export function readObject(line: string): JsonObject | undefined {
  const value = parseLine(line)
  return isJsonObject(value) ? value : undefined
}

/** Undefined when the line is no JSON or nested too deeply. */
function parseLine(line: string): Json | undefined {
  if (isTooDeep(line)) return undefined
  try {
    return parseJson(line)
  } catch {
    return undefined
  }
}

interface Line {
  text: string
  tooLong: boolean
}

function whyRejected(line: Line, value: Json | undefined, lineNumber: number): Pick<RejectedRow, 'code' | 'detail'> {
  if (line.tooLong) return { code: 'row.too_large', detail: { line: lineNumber, limit: elementLimit } }
  if (value !== undefined) return { code: 'row.not_an_object', detail: { line: lineNumber } }
  if (isTooDeep(line.text)) return { code: 'row.too_deep', detail: { line: lineNumber } }
  return { code: 'row.not_json', detail: { line: lineNumber, column: (findJsonError(line.text) ?? 0) + 1 } }
}

/** Lines without their ends, those of a piece of text together. Of a line that is too long only the beginning is kept. */
async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<Line[], void> {
  let rest = ''
  let tooLong = false
  for await (const piece of pieces) {
    const lines: Line[] = []
    let from = 0
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      lines.push({ text: tooLong ? rest : rest + piece.slice(from, end), tooLong })
      rest = ''
      tooLong = false
      from = end + 1
    }
    if (!tooLong) rest += piece.slice(from)
    if (rest.length > elementLimit) {
      rest = rest.slice(0, rawLimit)
      tooLong = true
    }
    yield lines
  }
  if (rest !== '') yield [{ text: rest, tooLong }]
}

function readSamples(sample: string): JsonObject[] {
  return sample
    .split('\n', sampleRows)
    .map(readObject)
    .filter((object) => object !== undefined)
}
