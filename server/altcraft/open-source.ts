import { detectEncoding } from './detect/encoding.ts'
import { type Head, readHead } from './detect/head.ts'
import { readMagic } from './detect/magic.ts'
import { declaredXmlEncoding, detectTextFormat } from './detect/text-format.ts'
import { openCsv } from './read/csv.ts'
import type { TextEncodingState } from './read/decode.ts'
import { openJson } from './read/json.ts'
import { openNdjson } from './read/ndjson.ts'
import { openYml } from './read/yml.ts'
import { openZip } from './read/zip.ts'
import { type ByteSource, FileRejected, type ReadingChoice, type ReadResult, type SourceTable } from './types.ts'

/** A JSON document up to this size is looked at as a whole to find its table, a larger one by its first megabyte. */
const wholeJsonBytes = 16 * 1024 * 1024
const largeJsonHeadBytes = 1024 * 1024

/**
 * Finds out what a file is by its content and opens it: a table that can be read, a container of more sources, or a
 * rejection with its reason. What `choice` says is believed, the rest is detected. Reads the first 256 KiB (more of JSON).
 * Throws only when `source.open` does for reasons of its own: whatever is wrong with the content is a `rejected` result
 * or, met later, a `FileRejected` of `batches()`.
 */
export async function openSource(source: ByteSource, choice: ReadingChoice = {}): Promise<ReadResult> {
  try {
    const head = await readHead(source)
    if (head.bytes.length === 0) throw new FileRejected('file.empty')
    const magic = readMagic(head.bytes)
    if (magic?.found === 'ZIP') return await openZip(source, openSource)
    if (magic) throw rejectionOf(magic)
    return { status: 'table', table: await openText(source, head, choice) }
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

async function openText(source: ByteSource, head: Head, choice: ReadingChoice): Promise<SourceTable> {
  const text = readEncoding(head.bytes, choice.encoding)
  const sample = new TextDecoder(text.encoding).decode(head.bytes, { stream: !head.complete })
  if (head.complete && sample.trim() === '') throw new FileRejected('file.empty')
  const format = detectTextFormat(sample, head.complete, source.name)
  if (format === 'html') throw new FileRejected('file.not_a_table', { found: 'HTML' })
  if (format === 'xml') throw new FileRejected('file.unsupported_format', { found: 'XML', saveAs: 'JSON' })
  if (format === 'csv') return openCsv(source, sample, head.complete, text, choice)
  if (format === 'ndjson') return openNdjson(source, sample, text, choice)
  if (format === 'yml') return openYml(source, sample, head.complete, text, choice)
  if (head.complete) return openJson(source, sample, true, text, choice)
  const larger = await readHead(source, source.sizeBytes <= wholeJsonBytes ? wholeJsonBytes : largeJsonHeadBytes)
  const decoded = new TextDecoder(text.encoding).decode(larger.bytes, { stream: !larger.complete })
  return openJson(source, decoded, larger.complete, text, choice)
}

/** A person's word first. An XML declaration is believed where the bytes do not say otherwise: ASCII so far, or no UTF-8. */
function readEncoding(bytes: Buffer, chosen: string | undefined): TextEncodingState {
  if (chosen !== undefined) return { encoding: toKnown(chosen), ascii: false, damaged: false, confidence: 1 }
  const detected = detectEncoding(bytes)
  const open = detected === undefined || detected.ascii || !detected.encoding.startsWith('utf')
  const declared = open ? declaredXmlEncoding(bytes) : undefined
  if (declared !== undefined && declared !== 'utf-8') {
    return { encoding: toKnown(declared), ascii: false, damaged: false, confidence: 1 }
  }
  if (!detected) throw new FileRejected('file.binary')
  return { ...detected, damaged: false }
}

/** The label as it is; throws `FileRejected` when nobody knows it. */
function toKnown(label: string): string {
  try {
    new TextDecoder(label)
    return label
  } catch {
    throw new FileRejected('file.unknown_encoding', { declared: label })
  }
}
