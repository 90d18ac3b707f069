import { detectEncoding } from './detect/encoding.ts'
import { type Head, readHead } from './detect/head.ts'
import { readMagic } from './detect/magic.ts'
import { type OleContent, readOleContent } from './detect/ole.ts'
import { toEncodingState } from './detect/settle-encoding.ts'
import { knownEncoding } from './detect/supported-encodings.ts'
import { declaredXmlEncoding, detectTextFormat } from './detect/text-format.ts'
import { openGzip } from './read/archive/gzip.ts'
import { openTar } from './read/archive/tar.ts'
import { openZip } from './read/archive/zip.ts'
import { openCsv } from './read/csv.ts'
import type { TextEncodingState } from './read/decode.ts'
import { openJson } from './read/json.ts'
import { openNdjson } from './read/ndjson.ts'
import { openWatched } from './read/watched-table.ts'
import { openXml } from './read/xml.ts'
import { openYml } from './read/yml.ts'
import { type ByteSource, FileRejected, type ReadingChoice, type ReadResult } from './types.ts'

/**
 * Finds out what a file is by its content and opens it: a table that can be read, a container of more sources, or a
 * rejection with its reason. What `choice` says is believed, the rest is detected. Reads the first 256 KiB, of JSON as much
 * as `findJsonTables` needs. Throws only when `source.open` does for reasons of its own: whatever is wrong with the content
 * is a `rejected` result or, met later, a `FileRejected` of `batches()`.
 */
export async function openSource(source: ByteSource, choice: ReadingChoice = {}): Promise<ReadResult> {
  try {
    const head = await readHead(source)
    if (head.bytes.length === 0) throw new FileRejected('file.empty')
    const magic = readMagic(head.bytes)
    if (magic?.found === 'ZIP') return await openZip(source, choice, openSource)
    if (magic?.found === 'GZIP') return await openGzip(source, head.bytes, openSource)
    if (magic?.found === 'TAR') return await openTar(source, openSource)
    if (magic?.found === 'OLE') throw rejectionOfOle(await readOleContent(source, head.bytes))
    if (magic) throw rejectionOf(magic)
    return await openText(source, head, choice)
  } catch (error) {
    if (!(error instanceof FileRejected)) throw error
    return { status: 'rejected', code: error.code, detail: error.detail }
  }
}

function rejectionOf({ found, saveAs }: { found: string; saveAs?: string }): FileRejected {
  return saveAs === undefined
    ? new FileRejected('file.binary', { found })
    : new FileRejected('file.unsupported_format', { found, saveAs })
}

function rejectionOfOle(content: OleContent): FileRejected {
  if (content === 'encrypted') return new FileRejected('file.encrypted')
  return rejectionOf(content === 'MSG' || content === 'OLE' ? { found: content } : { found: content, saveAs: 'XLSX' })
}

/** Many systems write a page with a table and call it a workbook: Excel opens that and can save it as one. */
function rejectionOfHtml(name: string): FileRejected {
  return /\.xlsx?$/i.test(name)
    ? rejectionOf({ found: 'HTML', saveAs: 'XLSX' })
    : new FileRejected('file.not_a_table', { found: 'HTML' })
}

async function openText(source: ByteSource, head: Head, choice: ReadingChoice): Promise<ReadResult> {
  const text = readEncoding(head.bytes, choice.encoding)
  const sample = new TextDecoder(text.encoding).decode(head.bytes, { stream: !head.complete })
  if (head.complete && sample.trim() === '') throw new FileRejected('file.empty')
  const format = detectTextFormat(sample, head.complete, source.name)
  if (format === 'html') throw rejectionOfHtml(source.name)
  if (format === 'excel-xml') throw rejectionOf({ found: 'Excel XML', saveAs: 'XLSX' })
  if (format === 'json') return await openJson(source, text, choice)
  const table = await openWatched(source, text, (counted) => {
    if (format === 'csv') return openCsv(counted, sample, head.complete, text, choice)
    if (format === 'ndjson') return openNdjson(counted, sample, text, choice)
    const openMarkup = format === 'yml' ? openYml : openXml
    return openMarkup(counted, sample, head.complete, text, choice)
  })
  return { status: 'table', table }
}

/** A person's word first. An XML declaration is believed where the bytes do not say otherwise: ASCII so far, or no UTF-8. */
function readEncoding(bytes: Buffer, chosen: string | undefined): TextEncodingState {
  if (chosen !== undefined) return toldEncoding(chosen)
  const detected = detectEncoding(bytes)
  const open = detected === undefined || detected.ascii || !detected.encoding.startsWith('utf')
  const declared = open ? declaredXmlEncoding(bytes) : undefined
  if (declared !== undefined && declared !== 'utf-8') return toldEncoding(declared)
  if (!detected) throw new FileRejected('file.binary')
  return toEncodingState(detected, bytes)
}

/** Throws `FileRejected` when nobody knows the label. */
function toldEncoding(label: string): TextEncodingState {
  const encoding = knownEncoding(label)
  if (encoding === undefined) throw new FileRejected('file.unknown_encoding', { declared: label })
  return { encoding, ascii: false, damaged: false, confidence: 1, notes: [] }
}
