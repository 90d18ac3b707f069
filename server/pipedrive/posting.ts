import type { Trx } from '../../db/pool.ts'
import { enter, lockBooks, saveBooks } from './company-books.ts'
import type { Deeds } from './day-book.ts'
import { lockLeases, saveLease } from './leases.ts'
import { lockUsage, saveUsage, type UsageRow } from './usage-store.ts'

/** What a process has to tell of one of its days. */
export interface Posting {
  companyId: number
  workerId: string
  day: string
  now: Date
  deeds: Deeds
  /** The process holds a lease of this day, as far as it knows. */
  isLeased: boolean
  /** Pipedrive's remaining budget when all of the deeds are counted, where that is known exactly. */
  exactly: { remaining: number; doubtfulSince: number } | undefined
}

export interface Terms {
  /** API tokens that are leased on top; negative: given back. */
  tokens: number
  /** What headers said. */
  dailyLimit: number | undefined
  dailyRemaining: number | undefined
  burstLimit: number | undefined
}

export interface Posted {
  tokens: number
  /** What this process holds by now: leased and perhaps under way, or spent since the deeds were taken. */
  holds: number
}

/**
 * Moves the deeds into the company's books and changes the process's lease, by terms that the day as it stands decides.
 * `disowned`: somebody settled the lease meanwhile, the deeds were counted by it, and nothing is written. Locks the books, the
 * day, the leases, in this order.
 */
export async function post(
  trx: Trx,
  posting: Posting,
  toTerms: (day: UsageRow, leasedElsewhere: number) => Terms,
): Promise<Posted | 'disowned'> {
  const { companyId, workerId, day, now, deeds } = posting
  const books = await lockBooks(trx, companyId, now)
  const usage = await lockUsage(trx, posting)
  const leases = await lockLeases(trx, companyId)
  const own = leases.find((lease) => lease.workerId === workerId && lease.day === day)
  if (posting.isLeased && own === undefined) return 'disowned'
  const others = leases.filter((lease) => lease.workerId !== workerId)
  const { tokens, ...told } = toTerms(
    usage,
    others.reduce((sum, lease) => sum + lease.tokens, 0),
  )
  // While others hold something, nobody knows the level: what they spent of it is not in the books.
  const entered = enter(books, deeds, others.length === 0 ? posting.exactly : undefined)
  const holds = (own?.tokens ?? 0) + tokens - deeds.spent
  await saveBooks(trx, companyId, entered.books, now)
  await saveUsage(trx, posting, usage, {
    ...deeds,
    ...told,
    tokens: tokens - entered.credit,
    spent: deeds.spent - entered.credit,
  })
  await saveLease(trx, posting, holds, now)
  return { tokens, holds }
}
