import type { Detail } from '../../errors.ts'
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { headBytes } from '../detect/head.ts'
import { chooseJsonTable, type JsonTable } from '../detect/json-table.ts'
import { chooseKind } from '../detect/kind.ts'
import { makeRedactor } from '../redact.ts'
import {
  type ByteSource,
  FileRejected,
  type ReadingChoice,
  type RejectedRow,
  type RowBatch,
  type RowRejection,
  type SourceRow,
  type SourceTable,
} from '../types.ts'
import { isTooDeep } from '../values/text.ts'
import { batchRows, toBatches } from './batches.ts'
import { decodeText, type TextEncodingState } from './decode.ts'
import { elementLimit, JsonSyntaxError, makeJsonElements } from './json-elements.ts'
import { findJsonError } from './json-error.ts'
import { outlineJson } from './json-outline.ts'
import { parseJson } from './json-value.ts'
import { locate, locateInPieces } from './locate.ts'
import { makeObjectRows } from './object-rows.ts'

const sampleRows = 50
const rawLimit = 10_000

/**
 * A table of a JSON document. `sample` is the decoded beginning of the file, the whole of it when `complete`. Throws
 * `FileRejected`: `file.not_json` with line, column and what stands there, `file.not_a_table`, `file.no_rows`.
 */
export function openJson(
  source: ByteSource,
  sample: string,
  complete: boolean,
  text: TextEncodingState,
  choice: ReadingChoice,
): SourceTable {
  const error = complete && sample.length <= headBytes ? findJsonError(sample) : undefined
  if (error !== undefined) throw new FileRejected('file.not_json', locate(sample, error))
  const outline = outlineJson(sample)
  const table = outline && chooseJsonTable(outline)
  if (!table) throw new FileRejected('file.not_a_table')
  if (table.as === 'array' && table.closed && table.count === 0) throw new FileRejected('file.no_rows')
  const columns: string[] = []
  const objectRows = makeObjectRows(columns)
  const samples = readSamples(sample, table).map(objectRows.toCells)
  const { kind, confidence, evidence } = chooseKind(choice.kind, {
    fileName: source.name,
    tableName: tableName(table),
    columns,
    sampleRows: samples,
  })

  return {
    name: source.name,
    format: 'json',
    get encoding() {
      return text.encoding
    },
    get encodingConfidence() {
      return text.confidence
    },
    kind,
    kindConfidence: confidence,
    kindEvidence: [evidence, ...placeEvidence(table)].join('; '),
    notes: [],
    columns,
    async *batches(): AsyncGenerator<RowBatch, void> {
      const redact = makeRedactor(kind, columns)
      let rows: SourceRow[] = []
      let rejected: RejectedRow[] = []
      let rowNumber = 0
      const elements = makeJsonElements(table, {
        element(json, offset) {
          rowNumber += 1
          const value = parseElement(json, offset)
          const damaged = text.damaged && json.includes('\uFFFD')
          if (isJsonObject(value) && !damaged) rows.push(redact.row({ rowNumber, cells: objectRows.toCells(value) }))
          else reject(json.slice(0, rawLimit), whyRejected(value, damaged), {})
        },
        tooLarge(head) {
          rowNumber += 1
          reject(head, 'row.too_large', { limit: elementLimit })
        },
        surroundingsTooLarge() {
          throw new FileRejected('file.several_tables', { table: table.path.join('.') })
        },
      })
      const reject = (raw: string, code: RowRejection, detail: Detail) =>
        rejected.push(redact.rejected({ rowNumber, raw, code, detail }))

      try {
        for await (const piece of decodeText(source, text)) {
          elements.feed(piece)
          if (rows.length + rejected.length < batchRows) continue
          yield* toBatches(rows, rejected)
          rows = []
          rejected = []
        }
        elements.end()
      } catch (error) {
        if (!(error instanceof JsonSyntaxError)) throw error
        throw new FileRejected('file.not_json', await locateInPieces(decodeText(source, { ...text }), error.offset))
      }
      yield* toBatches(rows, rejected)
    },
  }
}

/** Undefined when the element is nested too deeply. */
function parseElement(json: string, offset: number): Json | undefined {
  if (isTooDeep(json)) return undefined
  try {
    return parseJson(json)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new JsonSyntaxError(offset + (findJsonError(json) ?? 0))
  }
}

function whyRejected(value: Json | undefined, damaged: boolean): RowRejection {
  if (value === undefined) return 'row.too_deep'
  return damaged ? 'row.bad_encoding' : 'row.not_an_object'
}

/** The first objects of the table that the sample holds whole and sound. */
function readSamples(sample: string, table: JsonTable): JsonObject[] {
  const found: JsonObject[] = []
  const enough = new Error('enough')
  const elements = makeJsonElements(table, {
    element(json, offset) {
      const value = parseElement(json, offset)
      if (isJsonObject(value)) found.push(value)
      if (found.length >= sampleRows) throw enough
    },
    tooLarge() {},
    surroundingsTooLarge() {},
  })
  try {
    elements.feed(sample)
  } catch (error) {
    if (error !== enough && !(error instanceof JsonSyntaxError)) throw error
  }
  return found
}

/** The last key of the path that is a name of its own: `{templates: {data: []}}` is a table of templates. */
function tableName(table: JsonTable): string {
  return table.path.findLast((key) => !['data', 'items', 'list', 'rows', 'result', 'results'].includes(key)) ?? ''
}

function placeEvidence(table: JsonTable): string[] {
  const place = table.path.length > 0 ? [`read from "${table.path.join('.')}"`] : []
  return table.others.length > 0 ? [...place, `the largest of several lists, beside ${table.others.join(', ')}`] : place
}
