import { FileRejected } from '../types.ts'
import { makeJsonCapture } from './json-capture.ts'
import { isJsonScalar, JsonSyntaxError, makeJsonStringCheck } from './json-text.ts'

export type JsonType = 'object' | 'array' | 'scalar'

/**
 * What happens to a value that begins: `open` tells what is inside of it (of a scalar nothing), `check` makes sure that it
 * is JSON, `count` only finds its end, which is nearly twice as fast, `take` gives its text unparsed.
 */
export type Handling = 'open' | 'check' | 'count' | 'take'

export interface JsonVisitor {
  /** `path`: keys of the opened values around it, the last its own; empty for a document, '' for elements of arrays. */
  begin(type: JsonType, path: readonly string[], offset: number): Handling
  /** The value opened last ends before `offset`. */
  close?(offset: number): void
  /** `path` as for `begin`. */
  taken?(text: string, offset: number, path: readonly string[]): void
  /** A value to be taken has more than `elementLimit` characters: its beginning. */
  tooLarge?(head: string, offset: number): void
}

export interface JsonScanner {
  /** May throw `JsonSyntaxError`, and `FileRejected` `file.too_deep`. */
  feed(text: string): void
  /** Ends the text: throws `JsonSyntaxError` when a document is not complete or there is none. */
  end(): void
}

type State = 'document' | 'value' | 'first-element' | 'first-key' | 'key' | 'in-key' | 'colon' | 'next' | Inside
type Inside = 'string' | 'scalar' | 'captured'

const depthLimit = 1_000_000
const keyLimit = 64 * 1024
const scalarLimit = 1024 * 1024

/**
 * Walks through JSON text that comes in pieces: one document or several, one after the other, with space between them or
 * without. `single`: exactly one, which may be a scalar. Memory does not grow with the text.
 */
export function makeJsonScanner(visitor: JsonVisitor, single = false): JsonScanner {
  const capture = makeJsonCapture()
  const strings = makeJsonStringCheck()
  /** The closing brackets that are to come. Those beyond `path.length` are of values that are only checked. */
  const closers: number[] = []
  const path: string[] = []
  let state: State = 'document'
  let base = 0
  let documents = 0
  /** Of the key or scalar that is being read. */
  let held = ''
  let valueOffset = 0
  let taking = false

  return {
    feed(text) {
      let at = 0
      while (at < text.length) at = step(text, at)
      base += text.length
    },
    end() {
      if (state === 'scalar' && closers.length === 0) finishScalar()
      if (state !== 'document' || documents === 0) throw new JsonSyntaxError(base)
    },
  }

  /** Where to go on. */
  function step(text: string, at: number): number {
    if (state === 'captured') return scanCaptured(text, at)
    if (state === 'string') return scanString(text, at)
    if (state === 'in-key') return scanKey(text, at)
    if (state === 'scalar') return scanScalar(text, at)
    const code = text.charCodeAt(at)
    if (isSpace(code)) return at + 1
    if (state === 'next') return separate(code, at)
    if (state === 'colon') return expect(code === 58, 'value', at)
    if ((state === 'first-key' && code === 125) || (state === 'first-element' && code === 93)) return close(code, at)
    if (state === 'key' || state === 'first-key') {
      held = '"'
      return expect(code === 34, 'in-key', at)
    }
    if (state === 'document') beginDocument(code, at)
    return begin(code, at)
  }

  function expect(holds: boolean, next: State, at: number): number {
    if (!holds) throw new JsonSyntaxError(base + at)
    state = next
    return at + 1
  }

  function separate(code: number, at: number): number {
    if (code !== 44) return close(code, at)
    state = closers.at(-1) === 125 ? 'key' : 'value'
    return at + 1
  }

  function beginDocument(code: number, at: number): void {
    if (single ? documents > 0 : code !== 123 && code !== 91) throw new JsonSyntaxError(base + at)
    documents += 1
  }

  function begin(code: number, at: number): number {
    if (code === 44 || code === 58 || code === 93 || code === 125) throw new JsonSyntaxError(base + at)
    const type = code === 123 ? 'object' : code === 91 ? 'array' : 'scalar'
    const handling = closers.length > path.length ? 'check' : visitor.begin(type, path, base + at)
    if (handling === 'take' || handling === 'count') return beginCaptured(code, handling === 'take', at)
    held = ''
    valueOffset = base + at
    if (type === 'scalar') {
      state = code === 34 ? 'string' : 'scalar'
      return code === 34 ? at + 1 : at
    }
    if (handling === 'open') path.push('')
    closers.push(code === 123 ? 125 : 93)
    if (closers.length > depthLimit) throw new FileRejected('file.too_deep', { limit: depthLimit })
    state = code === 123 ? 'first-key' : 'first-element'
    return at + 1
  }

  function close(code: number, at: number): number {
    if (closers.pop() !== code) throw new JsonSyntaxError(base + at)
    if (path.length > closers.length) {
      path.pop()
      visitor.close?.(base + at + 1)
    }
    finishValue()
    return at + 1
  }

  function finishValue(): void {
    state = closers.length === 0 ? 'document' : 'next'
  }

  function beginCaptured(code: number, take: boolean, at: number): number {
    capture.begin(code, take)
    taking = take
    valueOffset = base + at
    state = 'captured'
    return at
  }

  function scanCaptured(text: string, at: number): number {
    const end = capture.scan(text, at)
    if (end < 0) return text.length
    finishValue()
    if (!taking) return end
    const taken = capture.take()
    if (taken.tooLarge) visitor.tooLarge?.(taken.text, valueOffset)
    else visitor.taken?.(taken.text, valueOffset, path)
    return end
  }

  function scanString(text: string, at: number): number {
    const end = strings.scan(text, at, base)
    if (end < 0) return text.length
    finishValue()
    return end
  }

  function scanKey(text: string, at: number): number {
    const end = strings.scan(text, at, base)
    const named = closers.length === path.length
    if (named && held.length < keyLimit) held += text.slice(at, end < 0 ? text.length : end)
    if (end < 0) return text.length
    if (named) path[path.length - 1] = toKey(held)
    state = 'colon'
    return end
  }

  function scanScalar(text: string, at: number): number {
    let end = at
    while (end < text.length && !endsScalar(text.charCodeAt(end))) end += 1
    held += text.slice(at, end)
    if (held.length > scalarLimit) throw new JsonSyntaxError(valueOffset)
    if (end < text.length) finishScalar()
    return end
  }

  function finishScalar(): void {
    if (!isJsonScalar(held)) throw new JsonSyntaxError(valueOffset)
    finishValue()
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

function endsScalar(code: number): boolean {
  return code <= 32 || code === 44 || code === 93 || code === 125 || code === 58 || code === 34
}

/** A key as it is meant; one that was cut for its length stays as it is written. */
function toKey(quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted.slice(1)
  }
}
