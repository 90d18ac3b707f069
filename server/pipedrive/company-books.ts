import type { Trx } from '../../db/pool.ts'

/** A company's books over all days, in API tokens. */
export interface CompanyBooks {
  /** Reported as spent. */
  spent: number
  /**
   * `spent` and Pipedrive's remaining together, when the latter was last known exactly. What we spend moves from one to the
   * other, so the sum stays, until other apps spend (it falls) or the day is reset (it rises by much).
   */
  level: number | undefined
  /** Charged since then for answers that may have cost nothing. */
  doubtful: number
}

/** The row, created where missing and locked until the transaction ends: who reports, waits for who reports. */
export async function lockBooks(trx: Trx, companyId: number, now: Date): Promise<CompanyBooks> {
  await trx('api_books').insert({ company_id: companyId, updated_at: now }).onConflict('company_id').ignore()
  const row = await trx('api_books').where({ company_id: companyId }).forUpdate().first()
  return { spent: Number(row.spent), level: row.level ?? undefined, doubtful: Number(row.doubtful) }
}

export async function saveBooks(trx: Trx, companyId: number, books: CompanyBooks, now: Date): Promise<void> {
  const { spent, level, doubtful } = books
  await trx('api_books')
    .where({ company_id: companyId })
    .update({ spent, level: level ?? null, doubtful, updated_at: now })
}

/**
 * The books after more was spent. `exactly`: Pipedrive's remaining when all of it is counted, where that is known, with what
 * of the doubtful came after. Where Pipedrive counted less than we charged, and the doubtful explains it, the difference
 * was free: `credit` is to be taken from the day.
 */
export function enter(
  books: CompanyBooks,
  more: { spent: number; doubtful: number },
  exactly: { remaining: number; doubtfulSince: number } | undefined,
): { books: CompanyBooks; credit: number } {
  const spent = books.spent + more.spent
  const doubtful = books.doubtful + more.doubtful
  if (exactly === undefined) return { books: { ...books, spent, doubtful }, credit: 0 }
  const level = exactly.remaining + spent
  const rise = level - (books.level ?? level)
  const credit = rise > 0 && rise <= doubtful ? rise : 0
  return { books: { spent: spent - credit, level: level - credit, doubtful: exactly.doubtfulSince }, credit }
}

/**
 * What processes that died spent of what they `held`: what is missing of the level. Negative where doubtful answers were free.
 * All of it where Pipedrive's count is not known, or the day was reset in between (more is left than the doubtful explains).
 * What other apps spent meanwhile counts as theirs: never below the truth.
 */
export function spentByDead(books: CompanyBooks, held: number, remaining: number | undefined): number {
  if (books.level === undefined || remaining === undefined) return held
  const missing = books.level - remaining - books.spent
  return missing < -books.doubtful ? held : Math.min(held, missing)
}
