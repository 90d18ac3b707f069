import type { Trx } from '../../db/pool.ts'
import { inferDailyLimit } from './plan-limits.ts'

/** One day of a company's API budget, in API tokens; days are UTC. */
export interface DayUsage {
  /** `YYYY-MM-DD` */
  day: string
  /** Ours, by all processes. */
  spent: number
  /** Held by processes, and not known to be spent. */
  leased: number
  requests: number
  /** By hour of the day: `09` → API tokens. */
  hours: Record<string, number>
  /** At least so much was spent by other apps; null where Pipedrive told no figures that day. */
  others: number | null
  /** As Pipedrive told it, or by the plan that its burst limit tells, for one user. */
  limit: number
  /** As Pipedrive told it last; null: not that day. */
  remaining: number | null
}

/** The company's last days, newest first; days without requests are left out. */
export async function readDayUsage(trx: Trx, companyId: number, days: number): Promise<DayUsage[]> {
  const rows = await trx('api_usage as u')
    .leftJoin(
      trx('api_leases').where({ company_id: companyId }).groupBy('day').select('day').sum('tokens as leased').as('l'),
      'l.day',
      'u.day',
    )
    .where('u.company_id', companyId)
    .orderBy('u.day', 'desc')
    .limit(days)
    .select('u.*', 'l.leased')
  return rows.map((row) => toDayUsage(row, Number(row.leased ?? 0)))
}

interface UsageColumns {
  day: string
  tokens: number
  requests: number
  by_hour: Record<string, number>
  daily_limit: number | null
  daily_remaining: number | null
  burst_limit: number | null
}

function toDayUsage(row: UsageColumns, leased: number): DayUsage {
  const { daily_limit: told, daily_remaining: remaining } = row
  const spent = Math.max(0, row.tokens - leased)
  return {
    day: row.day,
    spent,
    leased,
    requests: row.requests,
    hours: row.by_hour,
    others: told === null || remaining === null ? null : Math.max(0, told - remaining - spent),
    limit: told ?? inferDailyLimit(row.burst_limit ?? undefined, 1),
    remaining,
  }
}
