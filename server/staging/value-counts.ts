/** How often each text occurs, for texts of which there are few; forgets everything once there are too many. */
export interface ValueCounts {
  add(text: string, times: number): void
  /** More than `capacity` texts came: nothing is known any more. */
  overflowed(): boolean
  /** Most frequent first. */
  all(): { value: string; count: number }[]
}

/**
 * Texts over 255 characters are never options or codes: one of them, and nothing is known. Nor is it when all together take
 * more than `limitBytes` (two for each character).
 */
export function makeValueCounts(capacity: number, limitBytes: () => number): ValueCounts {
  let counts = new Map<string, number>()
  let overflowed = false
  let heldBytes = 0
  return {
    add(text, times) {
      if (overflowed) return
      const count = counts.get(text)
      if (count !== undefined) {
        counts.set(text, count + times)
        return
      }
      heldBytes += 2 * text.length
      if (counts.size < capacity && text.length <= 255 && heldBytes <= limitBytes()) counts.set(text, times)
      else {
        overflowed = true
        counts = new Map()
      }
    },
    overflowed: () => overflowed,
    all: () => [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count),
  }
}
