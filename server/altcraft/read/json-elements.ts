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
  /** Where the element, or its rest, begins in `text`; what came before is held. */
  let elementAt = 0
  let elementOffset = 0
  let held = ''
  let tooLarge = false
  let depth = 0
  let inString = false
  let scalar = false
  let before = ''
  let after = ''
  let afterOffset = 0

  return {
    feed(more) {
      base += text.length
      at -= text.length
      elementAt = 0
      text = more
      while (at < text.length && step()) {}
      if (phase === 'element') hold()
    },
    end() {
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
    elementOffset = base + at
    held = ''
    tooLarge = false
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
    const element = held + text.slice(elementAt, at)
    if (element === '') throw new JsonSyntaxError(elementOffset)
    if (tooLarge) sink.tooLarge(held, elementOffset)
    else sink.element(element, elementOffset)
    phase = 'next'
    return table.as === 'array' || startAfter(at)
  }

  function startAfter(from: number): boolean {
    phase = 'after'
    afterOffset = base + from
    at = from
    return true
  }

  /** Keeps the element's text for the next piece; of one that is too large only the beginning. */
  function hold(): void {
    if (tooLarge) return
    held += text.slice(elementAt)
    tooLarge = held.length > elementLimit
    if (tooLarge) held = held.slice(0, 10_000)
  }
}
