import { findJsonError } from './json-error.ts'

/** The text is no JSON from the character at `offset` on, counted from the start of the file without byte order mark. */
export class JsonSyntaxError extends Error {
  readonly offset: number

  constructor(offset: number) {
    super(`no JSON at character ${offset}`)
    this.offset = offset
  }
}

export interface JsonElements {
  /** May throw `JsonSyntaxError`. */
  feed(text: string): void
  /** Ends the text: throws `JsonSyntaxError` when the document is not complete. */
  end(): void
}

export interface JsonElementSink {
  element(text: string, offset: number): void
  /** An element beyond the limit: only its beginning. */
  tooLarge(head: string, offset: number): void
  /** What surrounds the table is itself too large to be checked. */
  surroundingsTooLarge(): void
}

export const elementLimit = 16 * 1024 * 1024
const surroundingsLimit = 32 * 1024 * 1024

/**
 * Cuts a JSON document into the elements of the array, or the one object, that begins at `start`, without parsing them: only
 * brackets and quotes are counted. The surroundings (envelope) are checked as JSON at the end. Memory is one element.
 */
export function makeJsonElements(
  table: { start: number; as: 'array' | 'object' },
  sink: JsonElementSink,
): JsonElements {
  let phase: 'before' | 'first' | 'value' | 'next' | 'element' | 'after' = 'before'
  let text = ''
  /** Offset of `text` in the document. */
  let base = 0
  let at = 0
  let elementAt = 0
  let depth = 0
  let inString = false
  let scalar = false
  let tooLargeHead: { head: string; offset: number } | undefined
  let before = ''
  let after = ''
  let afterOffset = 0

  return {
    feed(more) {
      text = text.slice(elementAt) + more
      base += elementAt
      at -= elementAt
      elementAt = 0
      while (at < text.length && step()) {}
      if (phase !== 'element') elementAt = Math.min(at, text.length)
      else if (text.length - elementAt > elementLimit) dropElement()
    },
    end() {
      if (phase === 'element' && scalar && depth === 0) finishElement()
      if (phase !== 'after') throw new JsonSyntaxError(base + text.length)
      const filler = table.as === 'array' ? ']' : 'null'
      const error = findJsonError(before + filler + after)
      if (error === undefined) return
      throw new JsonSyntaxError(
        error < before.length ? error : afterOffset + Math.max(0, error - before.length - filler.length),
      )
    },
  }

  /** False when more text is needed. */
  function step(): boolean {
    if (phase === 'before') return readBefore()
    if (phase === 'after') return readAfter()
    if (phase === 'element') return scanElement()
    return readBetween()
  }

  function readBefore(): boolean {
    const end = table.start + (table.as === 'array' ? 1 : 0) - base
    before += text.slice(at, end)
    at = Math.min(end, text.length)
    if (end <= text.length) phase = table.as === 'array' ? 'first' : 'value'
    return end <= text.length
  }

  function readAfter(): boolean {
    after += text.slice(at)
    at = text.length
    if (after.length > surroundingsLimit) sink.surroundingsTooLarge()
    return false
  }

  function readBetween(): boolean {
    while (at < text.length && text.charCodeAt(at) <= 32) at += 1
    if (at >= text.length) return false
    const character = text[at]
    if (character === ']' && phase !== 'value') return startAfter(at + 1)
    if (phase === 'next') {
      if (character !== ',') throw new JsonSyntaxError(base + at)
      phase = 'value'
      at += 1
      return true
    }
    elementAt = at
    depth = 0
    inString = false
    scalar = character !== '{' && character !== '[' && character !== '"'
    phase = 'element'
    return true
  }

  function scanElement(): boolean {
    while (at < text.length) {
      const code = text.charCodeAt(at)
      if (inString) {
        at += code === 92 ? 2 : 1
        if (code !== 34) continue
        inString = false
        if (depth === 0) return finishElement()
      } else if (scalar) {
        if (code === 44 || code === 93 || code === 125 || code <= 32) return finishElement()
        at += 1
      } else {
        at += 1
        if (code === 34) inString = true
        else if (code === 123 || code === 91) depth += 1
        else if (code === 125 || code === 93) {
          depth -= 1
          if (depth <= 0) return finishElement()
        }
      }
    }
    return false
  }

  function finishElement(): boolean {
    const end = at
    if (end === elementAt && !tooLargeHead) throw new JsonSyntaxError(base + elementAt)
    if (tooLargeHead) sink.tooLarge(tooLargeHead.head, tooLargeHead.offset)
    else sink.element(text.slice(elementAt, end), base + elementAt)
    tooLargeHead = undefined
    elementAt = end
    phase = 'next'
    return table.as === 'array' || startAfter(end)
  }

  function startAfter(from: number): boolean {
    phase = 'after'
    afterOffset = base + from
    at = from
    return true
  }

  /** Keeps counting brackets of an element that is too large, but not its text. */
  function dropElement(): void {
    tooLargeHead ??= { head: text.slice(elementAt, elementAt + 10_000), offset: base + elementAt }
    base += text.length
    at -= text.length
    text = ''
    elementAt = 0
  }
}
