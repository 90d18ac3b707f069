const windowMs = 5_000
const shortestMs = 500

/** Tells bytes per second over the last five seconds from how much was sent so far; null until half a second has passed. */
export function makeSpeedometer(now: () => number): (sentBytes: number) => number | null {
  let marks: { at: number; sentBytes: number }[] = []
  return (sentBytes) => {
    const at = now()
    marks = [...marks.filter((mark) => at - mark.at <= windowMs && mark.sentBytes <= sentBytes), { at, sentBytes }]
    const [first] = marks
    if (!first || at - first.at < shortestMs) return null
    return ((sentBytes - first.sentBytes) * 1000) / (at - first.at)
  }
}
