import type { Trx } from '../../db/pool.ts'

/**
 * What one process holds of a company's day, in API tokens. Held: its process reports and confirms it. Disowned: its process
 * lost a run, and is dead or frozen; it is settled against Pipedrive's count once nothing of that process can arrive. A
 * process that wakes finds its lease gone, and begins anew.
 */
export interface Lease {
  day: string
  workerId: string
  tokens: number
  disownedAt: Date | undefined
}

/** How long a process spends from a lease after it last saw it standing. */
export const leaseHoldMs = 5_000

/** A lease that nobody looked at for so long is taken for a dead process's; one that lives begins anew. */
const forgottenMs = 600_000

/** All of the company's, oldest day first, locked until the transaction ends. */
export async function lockLeases(trx: Trx, companyId: number): Promise<Lease[]> {
  const rows = await trx('api_leases')
    .where({ company_id: companyId })
    .orderBy(['day', 'worker_id'])
    .forUpdate()
    .select('day', 'worker_id', 'tokens', 'disowned_at')
  return rows.map((row) => ({
    day: row.day,
    workerId: row.worker_id,
    tokens: Number(row.tokens),
    disownedAt: row.disowned_at ?? undefined,
  }))
}

export interface LeaseKey {
  companyId: number
  day: string
  workerId: string
}

/** Sets what the process holds; of nothing, nothing is kept. */
export async function saveLease(trx: Trx, key: LeaseKey, tokens: number, now: Date): Promise<void> {
  const place = { company_id: key.companyId, day: key.day, worker_id: key.workerId }
  if (tokens === 0) {
    await trx('api_leases').where(place).del()
    return
  }
  await trx('api_leases')
    .insert({ ...place, tokens, updated_at: now })
    .onConflict(['company_id', 'day', 'worker_id'])
    .merge(['tokens', 'updated_at'])
}

/**
 * Takes the leases from the process that lost a run, and from those that are forgotten, other than `by`. In the transaction
 * that takes the run, so that whoever takes it next finds them.
 */
export async function disownLeases(
  trx: Trx,
  { companyId, lost, by, now }: { companyId: number; lost: string | undefined; by: string; now: Date },
): Promise<void> {
  await trx.raw(
    `update api_leases set worker_id = worker_id || ' until ' || :at::text, disowned_at = :now
     where company_id = :companyId and disowned_at is null and worker_id <> :by
       and (worker_id = :lost or updated_at < :forgotten)`,
    {
      companyId,
      lost: lost ?? '',
      by,
      now,
      at: now.toISOString(),
      forgotten: new Date(now.getTime() - forgottenMs),
    },
  )
}

/** When the company's last lease was disowned; undefined where none is to be settled. */
export async function readDisownedAt(trx: Trx, companyId: number): Promise<Date | undefined> {
  const row = await trx('api_leases')
    .where({ company_id: companyId })
    .whereNotNull('disowned_at')
    .max('disowned_at as at')
    .first()
  return row?.['at'] ?? undefined
}
