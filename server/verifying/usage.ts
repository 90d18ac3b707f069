import type { Trx } from '../../db/pool.ts'

export interface Usage {
  requests: number
  apiTokens: number
  status429: number
  byOperation: Record<string, number>
}

/** What the ledger has charged the company so far, over all days. */
export async function readTotalUsage(trx: Trx): Promise<Usage> {
  const days = await trx('api_usage').select('tokens', 'requests', 'status_429', 'by_operation')
  const byOperation: Record<string, number> = {}
  for (const day of days) {
    for (const [operation, n] of Object.entries<number>(day.by_operation))
      byOperation[operation] = (byOperation[operation] ?? 0) + n
  }
  const sum = (column: string) => days.reduce((total, day) => total + Number(day[column]), 0)
  return { requests: sum('requests'), apiTokens: sum('tokens'), status429: sum('status_429'), byOperation }
}
