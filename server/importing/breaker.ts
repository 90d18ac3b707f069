import { OutcomeUnknown, Retryable } from '../errors.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Leave } from './leaving.ts'
import type { TakenRun } from './types.ts'

const wait = { baseMs: 10_000, capMs: 600_000 }

/** A slice that worked so long had its answers: a failure after it is a new one. */
const workedMs = 30_000

/**
 * How a run leaves when Pipedrive does not serve: paused for 5 to 10 s at first, twice as long with each failure that follows
 * it, up to 10 min. It goes on by itself, with one request before all others. Undefined where the error says something else.
 */
export function pauseForOutage(
  error: unknown,
  { run, now, random, requestTimeoutMs }: { run: TakenRun; now: Date; random: () => number; requestTimeoutMs: number },
): Leave | undefined {
  if (!(error instanceof Retryable || error instanceof OutcomeUnknown)) return undefined
  const failures = now.getTime() - run.takenAt.getTime() > workedMs ? 1 : run.failures + 1
  const leastMs = error instanceof Retryable ? error.afterMs : requestTimeoutMs
  const until = new Date(now.getTime() + Math.max(leastMs, backoffMs(failures, random, wait)))
  const code = error instanceof Retryable ? error.code : 'pipedrive.unavailable'
  return { state: 'paused', at: now, code, until, detail: { failures } }
}
