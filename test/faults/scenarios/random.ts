/** What a scenario is drawn from: the same seed gives the same draws. */
export interface Draws {
  /** 0 ≤ x < 1 */
  next(): number
  chance(probability: number): boolean
  /** A whole number from `from` to `to`, both possible. */
  whole(from: number, to: number): number
  pick<T>(of: readonly [T, ...T[]]): T
  /** For something that draws by itself. */
  seed(): number
}

/** mulberry32 */
export function makeDraws(seed: number): Draws {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    chance: (probability) => next() < probability,
    whole,
    pick: (of) => of[whole(0, of.length - 1)] ?? of[0],
    seed: () => whole(1, 2 ** 31 - 1),
  }
}
