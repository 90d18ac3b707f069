/**
 * The offset of the first character at which `text` stops being JSON (RFC 8259), or undefined when it is one JSON value.
 * V8's messages name a place only sometimes, and their wording changes.
 */
export function findJsonError(text: string): number | undefined {
  const reader = { text, at: 0 }
  skipSpace(reader)
  if (!readValue(reader, 0)) return reader.at
  skipSpace(reader)
  return reader.at < text.length ? reader.at : undefined
}

interface Reader {
  text: string
  at: number
}

const space = /[ \t\r\n]*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const literal = /true|false|null/y
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
/** Deeper text counts as wrong: reading it by recursion would exhaust the stack. */
const depthLimit = 500

function take(reader: Reader, pattern: RegExp): boolean {
  pattern.lastIndex = reader.at
  const match = pattern.exec(reader.text)
  if (match) reader.at = pattern.lastIndex
  return match !== null
}

function skipSpace(reader: Reader): void {
  take(reader, space)
}

function expect(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false
  reader.at += 1
  return true
}

function readString(reader: Reader): boolean {
  if (!expect(reader, '"')) return false
  for (;;) {
    const code = reader.text.charCodeAt(reader.at)
    if (code === 34) return expect(reader, '"')
    if (code === 92 && take(reader, escaped)) continue
    if (code === 92 || !(code >= 32)) return false
    reader.at += 1
  }
}

function readValue(reader: Reader, depth: number): boolean {
  if (depth > depthLimit) return false
  const first = reader.text[reader.at]
  if (first === '{') return readList(reader, '}', () => readMember(reader, depth))
  if (first === '[') return readList(reader, ']', () => readValue(reader, depth + 1))
  if (first === '"') return readString(reader)
  return take(reader, literal) || take(reader, number)
}

function readMember(reader: Reader, depth: number): boolean {
  if (!readString(reader)) return false
  skipSpace(reader)
  if (!expect(reader, ':')) return false
  skipSpace(reader)
  return readValue(reader, depth + 1)
}

function readList(reader: Reader, end: string, readElement: () => boolean): boolean {
  reader.at += 1
  skipSpace(reader)
  if (expect(reader, end)) return true
  for (;;) {
    skipSpace(reader)
    if (!readElement()) return false
    skipSpace(reader)
    if (expect(reader, end)) return true
    if (!expect(reader, ',')) return false
  }
}
