import { type ImporterError, Retryable } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'

/** Failures in a row after which Pipedrive is taken to be down; about as many requests are under way at once. */
const failuresUntilDown = 20

/**
 * What keeps the clients of one user from sending anything: Pipedrive blocked us or took the consent back, or it fails
 * again and again. All of them share one.
 */
export interface Holdback {
  /**
   * Throws what forbids to send now: the error that began a standstill, or `Retryable` (`pipedrive.unavailable`) while
   * Pipedrive is down. A probe is let through then: its answer tells whether it is up again.
   */
  assertOpen(isProbe: boolean): void
  /** From now on, nothing is sent. */
  standStill(error: ImporterError, forMs: number): void
  /** Pipedrive answered, whatever it said. */
  answered(): void
  /** No answer, or a server error. */
  failed(): void
}

export function makeHoldback(clock: Clock): Holdback {
  let standstill: { error: ImporterError; untilMs: number } | undefined
  let failures = 0

  return {
    assertOpen(isProbe) {
      if (standstill && clock.now().getTime() < standstill.untilMs) throw standstill.error
      if (failures >= failuresUntilDown && !isProbe) throw new Retryable('pipedrive.unavailable', 0)
    },
    standStill(error, forMs) {
      standstill = { error, untilMs: clock.now().getTime() + forMs }
    },
    answered() {
      failures = 0
    },
    failed() {
      failures += 1
    },
  }
}
