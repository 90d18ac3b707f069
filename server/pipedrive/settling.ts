import type { Trx } from '../../db/pool.ts'
import { type CompanyBooks, lockBooks, saveBooks, spentByDead } from './company-books.ts'
import { type Lease, lockLeases, saveLease } from './leases.ts'
import { lockUsage, saveUsage } from './usage-store.ts'

/**
 * Settles the disowned leases of a company: what their processes spent is entered as `unreported`, the rest is given back.
 * `remaining`: Pipedrive's remaining budget when all that was reported is counted, asked for after the last request of those
 * processes can have arrived; undefined where Pipedrive does not tell, then all of it counts as spent. Harmless when repeated.
 */
export async function settleDisowned(
  trx: Trx,
  { companyId, now, remaining }: { companyId: number; now: Date; remaining: number | undefined },
): Promise<void> {
  const books = await lockBooks(trx, companyId, now)
  const leases = (await lockLeases(trx, companyId)).filter(({ disownedAt }) => disownedAt !== undefined)
  if (leases.length === 0) return
  const held = leases.reduce((sum, { tokens }) => sum + tokens, 0)
  const spent = spentByDead(books, held, remaining)
  let toEnter = spent
  for (const lease of leases) {
    // What was free is taken from the first day.
    const used = Math.min(lease.tokens, toEnter)
    toEnter -= used
    await settleOne(trx, companyId, lease, used, now)
  }
  await saveBooks(trx, companyId, settled(books, spent, remaining), now)
}

async function settleOne(trx: Trx, companyId: number, lease: Lease, used: number, now: Date): Promise<void> {
  const key = { companyId, day: lease.day, now }
  const usage = await lockUsage(trx, key)
  await saveUsage(trx, key, usage, {
    tokens: used - lease.tokens,
    spent: used,
    requests: 0,
    status429: 0,
    byOperation: { unreported: Math.max(0, used) },
  })
  await saveLease(trx, { companyId, day: lease.day, workerId: lease.workerId }, 0, now)
}

function settled(books: CompanyBooks, spentByThem: number, remaining: number | undefined): CompanyBooks {
  const spent = books.spent + spentByThem
  return remaining === undefined
    ? { spent, level: undefined, doubtful: books.doubtful }
    : { spent, level: remaining + spent, doubtful: 0 }
}
