import type { Json } from '../../lib/json.ts'
import type { JsonTable } from '../detect/json-table.ts'
import { isTooDeep } from '../values/text.ts'
import { findJsonError } from './json-error.ts'
import { makeJsonRows } from './json-rows.ts'
import { JsonSyntaxError } from './json-text.ts'
import { parseJson } from './json-value.ts'

const sampleRows = 50
/** Text that is read for a sample once the first row was met. */
const sampleCharacters = 1024 * 1024

export interface JsonSample {
  /** Undefined when it is nested too deeply. */
  value: Json | undefined
  text: string
  /** Of a map of records: the key of this one. */
  key: string | undefined
}

/** The first rows of a table that are whole and sound. */
export async function readSamples(
  pieces: AsyncIterable<string> | Iterable<string>,
  table: JsonTable,
): Promise<JsonSample[]> {
  const found: JsonSample[] = []
  let characters = 0
  const rows = makeJsonRows(table, {
    row(text, offset, key) {
      if (found.length < sampleRows) found.push({ value: parseRow(text, offset), text, key })
    },
    tooLarge() {},
  })
  try {
    for await (const piece of pieces) {
      rows.feed(piece)
      if (found.length > 0) characters += piece.length
      if (found.length >= sampleRows || characters > sampleCharacters) break
    }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
  }
  return found
}

/** The value of a row's text; undefined when it is nested too deeply. Throws `JsonSyntaxError`: `offset` is the text's. */
export function parseRow(text: string, offset: number): Json | undefined {
  if (isTooDeep(text)) return undefined
  try {
    return parseJson(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new JsonSyntaxError(offset + (findJsonError(text) ?? 0))
  }
}
