import type { JsonScanner } from './json-scan.ts'

/** The text is no JSON from the character at `offset` on, counted from the start of the file without byte order mark. */
export class JsonSyntaxError extends Error {
  readonly offset: number

  constructor(offset: number) {
    super(`no JSON at character ${offset}`)
    this.offset = offset
  }
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Whether an unquoted piece of text is a JSON number or literal. */
export function isJsonScalar(text: string): boolean {
  return text === 'true' || text === 'false' || text === 'null' || number.test(text)
}

const escapes = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)))

/**
 * Checks the inside of a JSON string that may come in pieces. `scan` gives the index behind the closing quote, or -1 when
 * the string goes on in the next piece; throws `JsonSyntaxError`, for which `base` is the offset of `text`.
 */
export function makeJsonStringCheck() {
  /** 0: plain text; 1: behind a backslash; 2 to 5: one digit less of `\uXXXX` is to come. */
  let pending = 0
  return {
    scan(text: string, from: number, base: number): number {
      for (let at = from; at < text.length; at += 1) {
        const code = text.charCodeAt(at)
        if (pending === 0) {
          if (code === 34) return at + 1
          if (code === 92) pending = 1
          else if (code < 32) throw new JsonSyntaxError(base + at)
        } else {
          pending = nextPending(pending, code)
          if (pending < 0) throw new JsonSyntaxError(base + at)
        }
      }
      return -1
    },
  }
}

/** -1 when the character may not stand in an escape at this place. */
function nextPending(pending: number, code: number): number {
  if (pending === 1) return code === 117 ? 5 : escapes.has(code) ? 0 : -1
  const hex = (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102)
  if (!hex) return -1
  return pending === 2 ? 0 : pending - 1
}

/** Feeds a whole text to a scanner; the offset of the error that ends it, if one does. `open`: the text may be cut off. */
export function feedWhole(scanner: JsonScanner, text: string, open: boolean): number | undefined {
  try {
    scanner.feed(text)
    if (!open) scanner.end()
    return undefined
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.offset
    throw error
  }
}
