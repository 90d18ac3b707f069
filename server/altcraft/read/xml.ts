import type { JsonObject } from '../../lib/json.ts'
import { chooseJsonTables, findRecordLists, type JsonTable, tableName } from '../detect/json-table.ts'
import { chooseKind } from '../detect/kind.ts'
import { type ByteSource, FileRejected, type ReadingChoice, type ReadNote, type SourceTable } from '../types.ts'
import { decodeText, type TextEncodingState } from './decode.ts'
import { makeObjectRows } from './object-rows.ts'
import { makeObjectTable, type RowIntake } from './object-table.ts'
import { makeXmlOutliner, type XmlOutliner } from './xml-outline.ts'
import { makeXmlReader, recordLimit, type XmlReader, type XmlSink } from './xml-records.ts'
import { toRecord } from './xml-value.ts'

const sampleRows = 50

/**
 * The records of an XML document: an answer of Altcraft's API (root `<xml>`), or another one with a list of record elements.
 * Its beginning is looked at as if it were JSON, a list being what occurs again; of several lists the largest is read, and
 * the others are told in a note. Throws `FileRejected`: `file.not_xml` with line and column, `file.not_a_table`,
 * `file.no_rows`, now or while reading.
 */
export function openXml(
  source: ByteSource,
  sample: string,
  complete: boolean,
  text: TextEncodingState,
  choice: ReadingChoice,
): SourceTable {
  const { table, path } = findRecords(sample, complete)
  const samples = readSamples(sample, path)
  const columns: string[] = []
  const cells = samples.map(makeObjectRows(columns).toCells)
  const input = { fileName: source.name, tableName: tableName(table), columns, sampleRows: cells }
  const kind = chooseKind(choice.kind, input)
  const notes: ReadNote[] = []

  return makeObjectTable({
    source,
    format: 'xml',
    text,
    kind: { ...kind, evidence: `${kind.evidence}; read from <${path.join('><')}>` },
    columns,
    notes,
    async *read(intake) {
      const outliner = makeXmlOutliner()
      let found = false
      const markFound = () => {
        found = true
      }
      const reader = makeXmlReader({ ...toSink(path, intake, markFound), ...outliner })
      for await (const piece of decodeText(source, text)) {
        reader.feed(piece)
        yield
      }
      reader.end()
      if (!found) throw new FileRejected('file.no_rows')
      noteOtherLists(notes, outliner)
    },
  })
}

function toSink(path: readonly string[], intake: RowIntake, found: () => void): XmlSink {
  return {
    isRecord: (at) => at.length === path.length && at.every((name, index) => name === path[index]),
    record(element, line) {
      found()
      const record = toRecord(element)
      intake.object(record, JSON.stringify(record), { line })
    },
    tooLarge(element, line) {
      found()
      intake.reject('row.too_large', JSON.stringify(toRecord(element)), { line, limit: recordLimit })
    },
  }
}

/** Where the records are, by the beginning of the document. `path`: element names from the root on. */
function findRecords(sample: string, complete: boolean): { table: JsonTable; path: string[] } {
  const outliner = makeXmlOutliner()
  feed(makeXmlReader({ isRecord: () => false, record() {}, tooLarge() {}, ...outliner }), sample, complete)
  const found = outliner.outline()
  if (!found) throw new FileRejected('file.not_a_table', { found: 'XML' })
  const [table] = chooseJsonTables(found.json).toSorted((a, b) => b.size - a.size)
  const isDocument = table?.path.length === 0 && found.root !== 'xml'
  if (!table || isDocument) throw new FileRejected('file.not_a_table', { found: `XML <${found.root.slice(0, 100)}>` })
  if (complete && table.count === 0) throw new FileRejected('file.no_rows')
  return { table, path: [found.root, ...table.path] }
}

function readSamples(sample: string, path: readonly string[]): JsonObject[] {
  const samples: JsonObject[] = []
  const reader = makeXmlReader({
    isRecord: (at) => at.length === path.length && at.every((name, index) => name === path[index]),
    record(element) {
      if (samples.length < sampleRows) samples.push(toRecord(element))
    },
    tooLarge() {},
  })
  feed(reader, sample, false)
  return samples
}

function feed(reader: XmlReader, sample: string, complete: boolean): void {
  reader.feed(sample)
  if (complete) reader.end()
}

function noteOtherLists(notes: ReadNote[], outliner: XmlOutliner): void {
  const found = outliner.outline()
  const lists = found ? findRecordLists(found.json) : []
  if (lists.length === 0 || notes.some(({ code }) => code === 'read.other_lists')) return
  notes.push({ code: 'read.other_lists', detail: { lists: lists.map(({ path }) => path.join('.')) } })
}
