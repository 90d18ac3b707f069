import { readHead } from '../detect/head.ts'
import { chooseJsonTables, genericKeys, isSettled, type JsonTable } from '../detect/json-table.ts'
import { type ByteSource, FileRejected } from '../types.ts'
import { decodeText, type TextEncodingState } from './decode.ts'
import { findDocumentsError } from './json-error.ts'
import { makeOutliner, outlineJson } from './json-outline.ts'
import { makeJsonScanner } from './json-scan.ts'
import { JsonSyntaxError } from './json-text.ts'
import { locate, locateInPieces } from './locate.ts'

/** Of a larger file this much is read to find its tables. */
const beginningBytes = 1024 * 1024
/** A pass over a file of this size takes about half a second. */
const quickPassBytes = 128 * 1024 * 1024

export interface FoundTables {
  tables: JsonTable[]
  /** The decoded beginning of the file, where the first of them begin. */
  beginning: string
  /** Goes through the whole file: all its tables. Absent when `tables` are known to be all, or one is certain enough. */
  findAll?: () => Promise<JsonTable[]>
}

/**
 * The tables of JSON documents. The first megabyte settles it for a list, for records and for pages one after the other, and
 * so for NDJSON; only an envelope has to be read to its end, in a pass that counts brackets. Of an envelope too large for a
 * quick pass (over 128 MiB), whose list is open at the end of the first megabyte, that list is taken as the table if its key
 * is one that APIs use for whatever they answer (`data`, `items`): other lists behind it are told in a note when the rows
 * have been read. Under any other key (`profiles`) other lists are likely: `findAll` is left to who reads the first one.
 * So a file of any size opens at once. Throws `FileRejected` `file.not_json`, `file.not_a_table`, `file.no_rows`.
 */
export async function findJsonTables(source: ByteSource, text: TextEncodingState): Promise<FoundTables> {
  const head = await readHead(source, beginningBytes)
  const beginning = new TextDecoder(text.encoding).decode(head.bytes, { stream: !head.complete })
  const error = findDocumentsError(beginning, !head.complete)
  if (error !== undefined) throw new FileRejected('file.not_json', locate(beginning, error))
  const outline = outlineJson(beginning)
  const tables = chooseJsonTables(outline)
  if (head.complete || isSettled(outline)) return { tables: assertRows(tables), beginning }
  const findAll = async () => assertRows(await outlineSource(source, text))
  const [only, ...others] = tables
  if (source.sizeBytes <= quickPassBytes || only === undefined || !tables.at(-1)?.open || only.path.length === 0) {
    return { tables: await findAll(), beginning }
  }
  const certain = others.length === 0 && only.path.every((key) => genericKeys.includes(key))
  return certain ? { tables, beginning } : { tables, beginning, findAll }
}

function assertRows(tables: JsonTable[]): JsonTable[] {
  if (tables.length === 0) throw new FileRejected('file.not_a_table', { found: 'JSON' })
  if (tables.every(({ count, open }) => count === 0 && !open)) throw new FileRejected('file.no_rows')
  return tables
}

async function outlineSource(source: ByteSource, text: TextEncodingState): Promise<JsonTable[]> {
  const outliner = makeOutliner()
  const scanner = makeJsonScanner(outliner)
  try {
    for await (const piece of decodeText(source, { ...text, notes: [] })) scanner.feed(piece)
    scanner.end()
  } catch (error) {
    throw await toPlacedError(source, text, error)
  }
  return chooseJsonTables(outliner.outline)
}

/**
 * `file.not_json` with its place for a `JsonSyntaxError`; any other error as it is. Brackets that were only counted may
 * have hidden where the text is wrong: it is checked from the start.
 */
export async function toPlacedError(source: ByteSource, text: TextEncodingState, error: unknown): Promise<unknown> {
  if (!(error instanceof JsonSyntaxError)) return error
  let offset = error.offset
  const scanner = makeJsonScanner({ begin: () => 'check' })
  try {
    for await (const piece of decodeText(source, { ...text, notes: [] })) {
      scanner.feed(piece)
    }
  } catch (earlier) {
    if (!(earlier instanceof JsonSyntaxError)) return earlier
    offset = Math.min(offset, earlier.offset)
  }
  return new FileRejected('file.not_json', await locateInPieces(decodeText(source, { ...text, notes: [] }), offset))
}
