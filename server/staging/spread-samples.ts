import type { Json } from '../lib/json.ts'

/** Values spread evenly over a column, however long it becomes. */
export interface SpreadSamples {
  /** Is the value that comes next one to keep? To be asked once for each value. */
  wants(): boolean
  keep(value: Json, rowNumber: number): void
  /** At most `size`, in the order of the rows. */
  all(): { value: Json; rowNumber: number }[]
}

/**
 * Keeps every value at first; whenever twice as many as wanted are held, every second is dropped and from then on only half as
 * many are taken. So the column is cut into equal strata of which each gives one value.
 */
export function makeSpreadSamples(size: number): SpreadSamples {
  let held: { value: Json; rowNumber: number }[] = []
  let stride = 1
  let until = 1
  return {
    wants() {
      until -= 1
      if (until > 0) return false
      until = stride
      return true
    },
    keep(value, rowNumber) {
      held.push({ value, rowNumber })
      if (held.length < 2 * size) return
      held = held.filter((_, index) => index % 2 === 0)
      stride *= 2
      until = stride
    },
    all() {
      if (held.length <= size) return [...held]
      return Array.from({ length: size }, (_, index) => held[Math.floor((index * held.length) / size)]).flatMap(
        (sample) => sample ?? [],
      )
    },
  }
}
