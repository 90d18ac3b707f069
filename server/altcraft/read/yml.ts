import type { JsonObject } from '../../lib/json.ts'
import {
  type ByteSource,
  FileRejected,
  type ReadingChoice,
  type RowBatch,
  type SourceRow,
  type SourceTable,
} from '../types.ts'
import { batchRows, toBatches } from './batches.ts'
import { decodeText, type TextEncodingState } from './decode.ts'
import { makeObjectRows } from './object-rows.ts'
import { type Category, makeYmlReader, XmlSyntaxError } from './yml-offers.ts'

/**
 * The offers of a YML catalogue, one row each, with the name of their category and its path from the top added
 * (`category`, `category_path`). Throws `FileRejected` `file.not_xml` for malformed XML, now or while reading, and
 * `file.no_rows` for a catalogue without offers.
 */
export function openYml(
  source: ByteSource,
  sample: string,
  complete: boolean,
  text: TextEncodingState,
  choice: ReadingChoice,
): SourceTable {
  const columns: string[] = []
  const objectRows = makeObjectRows(columns)
  const head = readSample(sample, complete)
  for (const offer of head.offers) objectRows.toCells(offer)

  return {
    name: source.name,
    format: 'yml',
    get encoding() {
      return text.encoding
    },
    get encodingConfidence() {
      return text.confidence
    },
    kind: choice.kind ?? 'products',
    kindConfidence: 1,
    kindEvidence: 'the offers of a yml_catalog',
    notes: [],
    columns,
    async *batches(): AsyncGenerator<RowBatch, void> {
      const categories = head.categoriesFirst ? new Map<string, Category>() : await readCategories(source, text)
      let rows: SourceRow[] = []
      let rowNumber = 0
      const reader = makeYmlReader({
        category: (id, category) => void categories.set(id, category),
        offer(offer) {
          rowNumber += 1
          rows.push({ rowNumber, cells: objectRows.toCells({ ...offer, ...categoryOf(offer, categories) }) })
        },
      })
      try {
        for await (const piece of decodeText(source, text)) {
          reader.feed(piece)
          if (rows.length < batchRows) continue
          yield* toBatches(rows, [])
          rows = []
        }
        reader.end()
      } catch (error) {
        throw toFileRejected(error)
      }
      if (rowNumber === 0) throw new FileRejected('file.no_rows')
      yield* toBatches(rows, [])
    },
  }
}

interface YmlSample {
  offers: JsonObject[]
  /** Categories stand before the offers, as YML's specification has it, so that one pass is enough. */
  categoriesFirst: boolean
}

function readSample(sample: string, complete: boolean): YmlSample {
  const offers: JsonObject[] = []
  let categoriesFirst = false
  const reader = makeYmlReader({
    category() {
      categoriesFirst ||= offers.length === 0
    },
    offer: (offer) => void offers.push(offer),
  })
  try {
    reader.feed(sample)
    if (complete) reader.end()
  } catch (error) {
    throw toFileRejected(error)
  }
  if (complete && offers.length === 0) throw new FileRejected('file.no_rows')
  return { offers, categoriesFirst }
}

async function readCategories(source: ByteSource, text: TextEncodingState): Promise<Map<string, Category>> {
  const categories = new Map<string, Category>()
  const reader = makeYmlReader({ category: (id, category) => void categories.set(id, category), offer() {} })
  try {
    for await (const piece of decodeText(source, { ...text })) reader.feed(piece)
  } catch (error) {
    throw toFileRejected(error)
  }
  return categories
}

function categoryOf(offer: JsonObject, categories: Map<string, Category>): JsonObject {
  const path: string[] = []
  const seen = new Set<string>()
  let id = Array.isArray(offer.categoryId) ? String(offer.categoryId[0]) : String(offer.categoryId ?? '')
  for (let category = categories.get(id); category && !seen.has(id); category = categories.get(id)) {
    seen.add(id)
    path.unshift(category.name)
    id = category.parentId ?? ''
  }
  const name = path.at(-1)
  return name === undefined ? {} : { category: name, category_path: path.join(' / ') }
}

function toFileRejected(error: unknown): unknown {
  if (!(error instanceof XmlSyntaxError)) return error
  return new FileRejected('file.not_xml', { line: error.line, column: error.column })
}
