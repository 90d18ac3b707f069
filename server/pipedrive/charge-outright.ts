import type { Trx } from '../../db/pool.ts'
import { utcDay } from './budget.ts'
import { enter, lockBooks, saveBooks } from './company-books.ts'
import { tokenCost } from './costs.ts'
import { lockUsage, saveUsage } from './usage-store.ts'

/**
 * Enters one request that was sent without a ledger: the one that tells whose consent was given, before anybody knows the
 * company. Throws where the operation has no published cost.
 */
export async function chargeOutright(trx: Trx, companyId: number, operation: string, now: Date): Promise<void> {
  const tokens = tokenCost(operation)
  if (tokens === undefined) throw new Error(`${operation} has no cost in costs.ts`)
  const { books } = enter(await lockBooks(trx, companyId, now), { spent: tokens, doubtful: 0 }, undefined)
  const key = { companyId, day: utcDay(now), now }
  const usage = await lockUsage(trx, key)
  await saveUsage(trx, key, usage, {
    tokens,
    spent: tokens,
    requests: 1,
    status429: 0,
    byOperation: { [operation]: 1 },
  })
  await saveBooks(trx, companyId, books, now)
}
