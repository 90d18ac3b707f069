import type { Json } from '../lib/json.ts'

/** Values spread evenly over a column, however long it becomes. */
export interface SpreadSamples {
  /** Is the value that comes next one to keep? To be asked once for each value. */
  wants(): boolean
  keep(value: Json, rowNumber: number, sizeBytes: number): void
  /** At most `size`, in the order of the rows. */
  all(): { value: Json; rowNumber: number }[]
}

/**
 * Keeps every value at first; whenever twice as many as wanted are held, every second is dropped and from then on only half as
 * many are taken. So the column is cut into equal strata of which each gives one value. Long values are held until they take
 * `limitBytes` together.
 */
export function makeSpreadSamples(size: number, limitBytes: () => number): SpreadSamples {
  let held: { value: Json; rowNumber: number; sizeBytes: number }[] = []
  let heldBytes = 0
  let stride = 1
  let until = 1
  return {
    wants() {
      until -= 1
      if (until > 0) return false
      until = stride
      return true
    },
    keep(value, rowNumber, sizeBytes) {
      held.push({ value, rowNumber, sizeBytes })
      heldBytes += sizeBytes
      if (held.length < 2 * size && (heldBytes <= limitBytes() || held.length === 1)) return
      held = held.filter((_, index) => index % 2 === 0)
      heldBytes = held.reduce((sum, sample) => sum + sample.sizeBytes, 0)
      stride *= 2
      until = stride
    },
    all() {
      const spread =
        held.length <= size
          ? held
          : Array.from({ length: size }, (_, index) => held[Math.floor((index * held.length) / size)])
      return spread.flatMap((sample) => (sample ? { value: sample.value, rowNumber: sample.rowNumber } : []))
    },
  }
}
