import type { Trx } from '../../db/pool.ts'

/** The company's day as `api_usage` holds it. */
export interface UsageRow {
  tokens: number
  requests: number
  status429: number
  /** Operation → requests. `unreported` → API tokens: what processes spent that died before they told on what. */
  byOperation: Record<string, number>
  /** Hour of the UTC day, `09` → API tokens. */
  byHour: Record<string, number>
  dailyLimit: number | undefined
  dailyRemaining: number | undefined
  burstLimit: number | undefined
}

/** Added to the row; what headers said replaces it where given. */
export interface UsageChange {
  tokens: number
  /** Of `tokens` those that are spent, not leased. */
  spent: number
  requests: number
  status429: number
  byOperation: Readonly<Record<string, number>>
  dailyLimit?: number | undefined
  dailyRemaining?: number | undefined
  burstLimit?: number | undefined
}

export interface UsageKey {
  companyId: number
  /** `YYYY-MM-DD` */
  day: string
  now: Date
}

export async function readUsage(trx: Trx, { companyId, day }: Omit<UsageKey, 'now'>): Promise<UsageRow | undefined> {
  const row = await trx('api_usage').where({ company_id: companyId, day }).first()
  return row && toUsageRow(row)
}

/** The row, created where missing and locked until the transaction ends. */
export async function lockUsage(trx: Trx, { companyId, day, now }: UsageKey): Promise<UsageRow> {
  await trx('api_usage')
    .insert({ company_id: companyId, day, updated_at: now })
    .onConflict(['company_id', 'day'])
    .ignore()
  return toUsageRow(await trx('api_usage').where({ company_id: companyId, day }).forUpdate().first())
}

/** Writes the locked row back with the change added. */
export async function saveUsage(trx: Trx, key: UsageKey, row: UsageRow, change: UsageChange): Promise<void> {
  const hour = key.now.toISOString().slice(11, 13)
  await trx('api_usage')
    .where({ company_id: key.companyId, day: key.day })
    .update({
      tokens: row.tokens + change.tokens,
      requests: row.requests + change.requests,
      status_429: row.status429 + change.status429,
      by_operation: JSON.stringify(added(row.byOperation, change.byOperation)),
      by_hour: JSON.stringify(added(row.byHour, { [hour]: change.spent })),
      daily_limit: change.dailyLimit ?? row.dailyLimit ?? null,
      daily_remaining: change.dailyRemaining ?? row.dailyRemaining ?? null,
      burst_limit: change.burstLimit ?? row.burstLimit ?? null,
      updated_at: key.now,
    })
}

function added(counts: Readonly<Record<string, number>>, more: Readonly<Record<string, number>>) {
  const sum = { ...counts }
  for (const [key, n] of Object.entries(more)) if (n !== 0) sum[key] = (sum[key] ?? 0) + n
  return sum
}

function toUsageRow(row: Record<string, unknown>): UsageRow {
  const optional = (value: unknown) => (value === null ? undefined : Number(value))
  return {
    tokens: Number(row.tokens),
    requests: Number(row.requests),
    status429: Number(row.status_429),
    byOperation: row.by_operation as Record<string, number>,
    byHour: row.by_hour as Record<string, number>,
    dailyLimit: optional(row.daily_limit),
    dailyRemaining: optional(row.daily_remaining),
    burstLimit: optional(row.burst_limit),
  }
}
