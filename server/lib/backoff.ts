/**
 * Milliseconds to wait before attempt `attempt + 1` (attempts count from 1): doubles from `baseMs` up to `capMs`, half of
 * it random so that callers that failed together do not return together. `random` answers 0 ≤ x < 1.
 */
export function backoffMs(attempt: number, random: () => number, { baseMs = 250, capMs = 10_000 } = {}): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** (attempt - 1))
  return Math.round(ceiling / 2 + (ceiling / 2) * random())
}
