import { readObject } from '../read/ndjson.ts'

export type TextFormat = 'csv' | 'json' | 'ndjson' | 'yml' | 'xml' | 'html'

/** Lines that are looked at to tell NDJSON from one JSON document. */
const ndjsonLines = 20

/** The format of a text by its beginning; the file's name only tips the scale for NDJSON. */
export function detectTextFormat(sample: string, complete: boolean, fileName: string): TextFormat {
  const start = sample.slice(0, 4096).trimStart()
  if (/^<!doctype html|^<html/i.test(start)) return 'html'
  if (start.startsWith('<')) return /<yml_catalog[\s>]/.test(start) ? 'yml' : 'xml'
  if (start.startsWith('[')) return 'json'
  if (!start.startsWith('{')) return 'csv'
  return isNdjson(sample, complete, fileName) ? 'ndjson' : 'json'
}

/** At least half of the first lines, and more than one, are objects of their own. */
function isNdjson(sample: string, complete: boolean, fileName: string): boolean {
  const lines = sample.split('\n', ndjsonLines + 1)
  if (!complete || lines.length > ndjsonLines) lines.pop()
  const filled = lines.filter((line) => line.trim() !== '')
  const objects = filled.filter((line) => readObject(line) !== undefined)
  const needed = /\.(?:ndjson|jsonl)$/i.test(fileName) ? 1 : 2
  return objects.length >= needed && objects.length * 2 >= filled.length
}

/** The encoding that an XML declaration names, in lower case. */
export function declaredXmlEncoding(start: Buffer): string | undefined {
  return /^\s*<\?xml[^>]*\bencoding=["']([\w.:-]+)["']/
    .exec(start.subarray(0, 512).toString('latin1'))?.[1]
    ?.toLowerCase()
}
