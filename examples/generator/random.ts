/** A small seeded source of numbers: the same seed, stream and index always give the same sequence, on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** Whole number, both ends included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** Picks by weight: `[['paid', 3], ['new', 1]]`. */
  weighted<T>(items: readonly (readonly [T, number])[]): T
  /** Lower-case hexadecimal digits. */
  hex(length: number): string
}

/**
 * Each record draws from its own sequence, named by a stream ('person') and its index, so that record 700,000 can be made
 * without making those before it: this is what keeps memory flat.
 */
export function makeRandom(seed: number, stream: string, index: number): Random {
  let state = mix(mix(hashText(stream) ^ seed) + index)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => itemAt(items, int(0, items.length - 1)),
    weighted(items) {
      const total = items.reduce((sum, [, weight]) => sum + weight, 0)
      let rest = next() * total
      for (const [item, weight] of items) {
        rest -= weight
        if (rest < 0) return item
      }
      return itemAt(items, items.length - 1)[0]
    },
    hex: (length) => Array.from({ length }, () => int(0, 15).toString(16)).join(''),
  }
}

/** The item at a place that must exist; tables are indexed cyclically by `index % items.length`. */
export function itemAt<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) throw new RangeError(`no item ${index} in a table of ${items.length}`)
  return items[index] as T
}

function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash | 0
}

function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
