export interface BudgetView {
  /** API tokens per day. */
  limit: number
  reserveShare: number
  /** Charged on the company's day by all processes: spent, or leased to be spent. */
  charged: number
  /** Leased by other processes and not yet reported as spent. */
  leasedElsewhere: number
  /** Left of the day when all we sent is counted, by Pipedrive's headers; undefined while none was seen. */
  remaining: number | undefined
  /** Of this process: leased and not spent. */
  balance: number
}

/** What nobody but the company's other apps may use. */
export function reserveTokens({ limit, reserveShare }: Pick<BudgetView, 'limit' | 'reserveShare'>): number {
  return Math.ceil(limit * reserveShare)
}

/**
 * API tokens that this process may still lease without touching the reserve. Pipedrive's own figure counts where it is
 * known: it knows of other apps, and of a reset at an hour that is not ours.
 */
export function spendableTokens(view: BudgetView): number {
  const left = view.remaining === undefined ? view.limit - view.charged : leftBy(view.remaining, view)
  return Math.max(0, Math.floor(left - reserveTokens(view)))
}

const leftBy = (remaining: number, { balance, leasedElsewhere }: BudgetView) => remaining - balance - leasedElsewhere

/** The UTC day, `YYYY-MM-DD`. */
export function utcDay(now: Date): string {
  return now.toISOString().slice(0, 10)
}

/** The budget's next reset as far as is known: "midnight at server's timezone", taken as UTC. */
export function nextUtcMidnight(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1))
}
