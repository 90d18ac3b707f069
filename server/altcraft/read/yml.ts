import type { JsonObject } from '../../lib/json.ts'
import { type ByteSource, FileRejected, type ReadingChoice, type SourceTable } from '../types.ts'
import { decodeText, type TextEncodingState } from './decode.ts'
import { makeObjectRows } from './object-rows.ts'
import { makeObjectTable } from './object-table.ts'
import { recordLimit } from './xml-records.ts'
import { type Category, makeYmlReader } from './yml-offers.ts'

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
  const head = readSample(sample, complete)
  for (const offer of head.offers) makeObjectRows(columns).toCells(offer)

  return makeObjectTable({
    source,
    format: 'yml',
    text,
    kind: { kind: choice.kind ?? 'products', confidence: 1, evidence: 'the offers of a yml_catalog', alternatives: [] },
    columns,
    notes: [],
    async *read(intake) {
      const categories = head.categoriesFirst ? new Map<string, Category>() : await readCategories(source, text)
      let found = false
      const reader = makeYmlReader({
        category: (id, category) => void categories.set(id, category),
        offer(offer) {
          found = true
          const row = { ...offer, ...categoryOf(offer, categories) }
          intake.object(row, JSON.stringify(row))
        },
        tooLarge(offer, line) {
          found = true
          intake.reject('row.too_large', JSON.stringify(offer), { line, limit: recordLimit })
        },
      })
      for await (const piece of decodeText(source, text)) {
        reader.feed(piece)
        yield
      }
      reader.end()
      if (!found) throw new FileRejected('file.no_rows')
    },
  })
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
    tooLarge() {},
  })
  reader.feed(sample)
  if (complete) reader.end()
  if (complete && offers.length === 0) throw new FileRejected('file.no_rows')
  return { offers, categoriesFirst }
}

async function readCategories(source: ByteSource, text: TextEncodingState): Promise<Map<string, Category>> {
  const categories = new Map<string, Category>()
  const reader = makeYmlReader({
    category: (id, category) => void categories.set(id, category),
    offer() {},
    tooLarge() {},
  })
  for await (const piece of decodeText(source, { ...text, notes: [] })) reader.feed(piece)
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
