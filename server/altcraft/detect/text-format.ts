import { outlineJson } from '../read/json-outline.ts'
import { readObject } from '../read/ndjson.ts'
import { isEnvelope } from './json-table.ts'

export type TextFormat = 'csv' | 'json' | 'ndjson' | 'yml' | 'xml' | 'html' | 'excel-xml'

/** Lines that are looked at to tell NDJSON from one JSON document. */
const ndjsonLines = 20

/** The format of a text by its beginning; the file's name only tips the scale for NDJSON. */
export function detectTextFormat(sample: string, complete: boolean, fileName: string): TextFormat {
  const start = sample.slice(0, 16_384).trimStart()
  if (start.startsWith('<')) return detectMarkup(start)
  if (start.startsWith('[')) return 'json'
  if (!start.startsWith('{')) return 'csv'
  return isNdjson(sample, complete, fileName) ? 'ndjson' : 'json'
}

/** By the first element; before it stand declarations, comments and a document type. */
function detectMarkup(start: string): TextFormat {
  if (/^<!doctype html/i.test(start) || /<\?mso-application[^>]*Excel\.Sheet/.test(start)) {
    return start.startsWith('<?') ? 'excel-xml' : 'html'
  }
  const markup = start.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, '').trimStart()
  const root = /<([^\s<>/!?]+)/.exec(markup)?.[1] ?? ''
  if (root === 'yml_catalog' || /<yml_catalog[\s>]/.test(start)) return 'yml'
  if (/(?:^|:)Workbook$/.test(root) && start.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return 'excel-xml'
  if (/^<!doctype html/i.test(markup) || /^(?:html|head|body|meta|style|div)$/i.test(root)) return 'html'
  return /^table$/i.test(root) && /<t[rhd][\s>]/i.test(markup) ? 'html' : 'xml'
}

/** At least half of the first lines, and more than one, are objects of their own, and these are no pages of a list. */
function isNdjson(sample: string, complete: boolean, fileName: string): boolean {
  const lines = sample.split('\n', ndjsonLines + 1)
  if (!complete || lines.length > ndjsonLines) lines.pop()
  const filled = lines.filter((line) => line.trim() !== '')
  const objects = filled.filter((line) => readObject(line) !== undefined)
  const needed = /\.(?:ndjson|jsonl)$/i.test(fileName) ? 1 : 2
  if (objects.length < needed || objects.length * 2 < filled.length) return false
  return !isEnvelope(outlineJson(objects[0] ?? ''))
}

/** The encoding that an XML declaration names, in lower case. */
export function declaredXmlEncoding(start: Buffer): string | undefined {
  return /^\s*<\?xml[^>]*\bencoding=["']([\w.:-]+)["']/
    .exec(start.subarray(0, 512).toString('latin1'))?.[1]
    ?.toLowerCase()
}
