import type { Clock } from '../../../server/lib/clock.ts'
import { systemClock } from '../../../server/lib/clock.ts'

/** Time that runs faster than the wall's and can be moved on. Whoever sleeps meanwhile sleeps as long as he would have. */
export interface FastClock extends Clock {
  /** Milliseconds of this clock per real one. */
  readonly speed: number
  advance(ms: number): void
}

export function makeFastClock({ start, speed }: { start: Date; speed: number }): FastClock {
  const began = performance.now()
  let movedMs = 0
  return {
    speed,
    now: () => new Date(start.getTime() + movedMs + Math.round((performance.now() - began) * speed)),
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
    advance(ms) {
      movedMs += ms
    },
  }
}
