/** How often each text occurs, for texts of which there are few; forgets everything once there are too many. */
export interface ValueCounts {
  add(text: string): void
  /** Most frequent first, at most `limit`. */
  top(limit: number): { value: string; count: number }[]
  /** Number of distinct texts, or undefined when there were more than `capacity`. */
  distinct(): number | undefined
}

/**
 * `capacity` distinct texts are counted exactly. What comes after that is counted only if it is among them; if nothing
 * repeats by then (ids), all is forgotten. Texts over 255 characters are never options or codes and are not counted.
 */
export function makeValueCounts(capacity: number): ValueCounts {
  let counts = new Map<string, number>()
  let overflowed = false
  let closed = false
  return {
    add(text) {
      if (closed) return
      const key = text.length > 255 ? undefined : text
      const count = key === undefined ? undefined : counts.get(key)
      if (key !== undefined && count !== undefined) counts.set(key, count + 1)
      else if (key !== undefined && counts.size < capacity) counts.set(detached(key), 1)
      else {
        overflowed = true
        closed = ![...counts.values()].some((times) => times > 1)
        if (closed) counts = new Map()
      }
    },
    top: (limit) =>
      [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, limit),
    distinct: () => (overflowed ? undefined : counts.size),
  }
}

/** A copy of its own: a substring keeps the whole chunk of the file that it was cut from in memory. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}
