export interface TripTimes {
  add(ms: number): void
  /**
   * The shortest round trip to be reckoned with: the shortest of the last `span` to twice `span`, less a tenth of what the
   * average takes more (a shorter one may not have been seen yet). 0 before the first.
   */
  shortestMs(): number
}

const meanWeight = 1 / 64

export function makeTripTimes(span = 512): TripTimes {
  let count = 0
  let current = Number.POSITIVE_INFINITY
  let previous = Number.POSITIVE_INFINITY
  let mean = 0

  return {
    add(ms) {
      if (count > 0 && count % span === 0) {
        previous = current
        current = Number.POSITIVE_INFINITY
      }
      mean = count === 0 ? ms : mean + (ms - mean) * meanWeight
      count += 1
      current = Math.min(current, ms)
    },
    shortestMs() {
      if (count === 0) return 0
      const seen = Math.min(current, previous)
      return Math.max(0, seen - (mean - seen) / 10)
    },
  }
}
