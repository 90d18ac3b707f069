/** A value's text may have this many characters; of a longer one only the beginning is kept. */
export const elementLimit = 16 * 1024 * 1024
export const rawLimit = 10_000

export interface JsonCapture {
  /** A value begins with the character of this code; `keep`: its text is wanted. */
  begin(first: number, keep: boolean): void
  /** The index behind the value, or -1 when it goes on in the next piece. */
  scan(text: string, from: number): number
  /** The text of the value that has ended, or the beginning of one that is too large. */
  take(): { text: string; tooLarge: boolean }
}

/**
 * Finds the end of a JSON value that may come in pieces, without parsing it: only brackets and quotes are counted, so that
 * broken text is found by who parses it. Memory is the kept text, `elementLimit` at most.
 */
export function makeJsonCapture(): JsonCapture {
  let scalar = false
  let keep = false
  let held = ''
  let tooLarge = false
  let depth = 0
  let inString = false
  /** The piece ended behind a backslash: the next character is passed over. */
  let escaped = false

  return {
    begin(first, keepText) {
      scalar = first !== 123 && first !== 91 && first !== 34
      keep = keepText
      held = ''
      tooLarge = false
      depth = 0
      inString = false
      escaped = false
    },
    scan(text, from) {
      const end = scalar ? scanScalar(text, from) : scanNested(text, from)
      if (keep) hold(text.slice(from, end < 0 ? text.length : end))
      return end
    },
    take: () => ({ text: held, tooLarge }),
  }

  function scanScalar(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === 44 || code === 93 || code === 125 || code <= 32) return at
    }
    return -1
  }

  function scanNested(text: string, from: number): number {
    let at = from + (escaped ? 1 : 0)
    escaped = false
    while (at < text.length) {
      const code = text.charCodeAt(at)
      at += 1
      if (inString) {
        if (code === 92) at += 1
        else if (code === 34) {
          inString = false
          if (depth === 0) return at
        }
      } else if (code === 34) inString = true
      else if (code === 123 || code === 91) depth += 1
      else if (code === 125 || code === 93) {
        depth -= 1
        if (depth <= 0) return at
      }
    }
    escaped = at > text.length
    return -1
  }

  function hold(more: string): void {
    if (tooLarge) return
    held += more
    tooLarge = held.length > elementLimit
    if (tooLarge) held = held.slice(0, rawLimit)
  }
}
