import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { findRecordLists, type JsonTable, tableName } from '../detect/json-table.ts'
import { chooseKind } from '../detect/kind.ts'
import type { ByteSource, ReadingChoice, ReadNote, SourceTable } from '../types.ts'
import { decodeText, type TextEncodingState } from './decode.ts'
import { type ArrayHeader, chooseArrayHeader } from './json-array-rows.ts'
import { elementLimit } from './json-capture.ts'
import { type JsonRowSink, makeJsonRows } from './json-rows.ts'
import { parseRow, readSamples } from './json-samples.ts'
import { toPlacedError } from './json-tables.ts'
import { makeObjectRows } from './object-rows.ts'
import { makeObjectTable, type RowIntake } from './object-table.ts'

/** Of lists that are not read, so many are named. */
const longestList = 100
const longestName = 200

export interface JsonTablePlace {
  table: JsonTable
  /** All tables that a person is offered; lists beyond them are told in a note. */
  offered: readonly JsonTable[]
  /** The decoded beginning of the file, when the table begins in it: then nothing is read for a sample. */
  beginning?: string
}

/** One table of a file of JSON documents. Reading it throws `FileRejected` `file.not_json` when any part of the file is no JSON. */
export async function openJsonTable(
  source: ByteSource,
  { table, offered, beginning }: JsonTablePlace,
  text: TextEncodingState,
  choice: ReadingChoice,
): Promise<SourceTable> {
  const pieces = beginning === undefined ? decodeText(source, { ...text, notes: [] }) : [beginning]
  const samples = await readSamples(pieces, table)
  const header = chooseArrayHeader(samples)
  const columns = header ? [...header.columns] : []
  const objects = samples.map(({ value, key }) => toObject(value, key)).filter((object) => object !== undefined)
  const objectRows = makeObjectRows(columns)
  const sampleRows = header ? header.rows : objects.map((object) => objectRows.toCells(object))
  const kind = chooseKind(choice.kind, { fileName: source.name, tableName: tableName(table), columns, sampleRows })
  const place = table.path.length > 0 ? `; read from "${table.path.join('.')}"` : ''
  const notes: ReadNote[] = header && header.text === undefined ? [{ code: 'read.no_header', detail: {} }] : []

  return makeObjectTable({
    source,
    format: 'json',
    text,
    kind: { ...kind, evidence: kind.evidence + place },
    columns,
    notes,
    async *read(intake) {
      const rows = makeJsonRows(table, toRowSink(intake, header))
      try {
        for await (const piece of decodeText(source, text)) {
          rows.feed(piece)
          yield
        }
        rows.end()
      } catch (error) {
        throw await toPlacedError(source, text, error)
      }
      noteOtherLists(notes, findRecordLists(rows.beside), offered)
    },
  })
}

function toRowSink(intake: RowIntake, header: ArrayHeader | undefined): JsonRowSink {
  return {
    row(text, offset, key) {
      if (text === header?.text) return
      const value = parseRow(text, offset)
      if (value === undefined) return intake.reject('row.too_deep', text)
      const object = toObject(value, key)
      if (object) return intake.object(object, text)
      if (!header || !Array.isArray(value)) return intake.reject('row.not_an_object', text)
      const expected = header.columns.length
      if (value.length <= expected) return intake.cells(value, text)
      intake.reject('row.too_many_cells', text, { expected, found: value.length })
    },
    tooLarge: (beginning) => intake.reject('row.too_large', beginning, { limit: elementLimit }),
  }
}

/** The row as an object, the key of a map as its column `key`; a member of that name becomes `key (2)`. */
function toObject(value: Json | undefined, key: string | undefined): JsonObject | undefined {
  if (!isJsonObject(value) || key === undefined) return isJsonObject(value) ? value : undefined
  const { key: own, ...others } = value
  return own === undefined ? { key, ...others } : { key, 'key (2)': own, ...others }
}

/** Lists that the beginning of the file did not show. */
function noteOtherLists(notes: ReadNote[], beside: JsonTable[], offered: readonly JsonTable[]): void {
  const known = new Set(offered.map(({ path }) => path.join('\n')))
  const lists = beside.filter((one) => one.path.length > 0 && one.count > 0 && !known.has(one.path.join('\n')))
  if (lists.length === 0 || notes.some(({ code }) => code === 'read.other_lists')) return
  const names = lists.slice(0, longestList).map(({ path }) => path.join('.').slice(0, longestName))
  notes.push({ code: 'read.other_lists', detail: { lists: names } })
}
