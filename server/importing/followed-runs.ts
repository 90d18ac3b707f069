import type { Trx } from '../../db/pool.ts'

/**
 * The migrations whose later export this one holds, and itself: SQL of a query named `chain` with the column `id`, to be put
 * after `with recursive`. Takes `:migrationId`; a chain that closes on itself ends.
 */
export const chainOfMigrations = `chain (id) as (
  select :migrationId::text
  union
  select m.follows from chain join migrations m on m.id = chain.id where m.follows is not null)`

/** The last run before this one that read a whole export of the chain; undefined for a first import. */
export async function readRunBefore(trx: Trx, run: { id: string; migrationId: string }): Promise<string | undefined> {
  const { rows } = await trx.raw(
    `with recursive ${chainOfMigrations}
     select max(r.id) as id from runs r join chain on chain.id = r.migration_id
     where r.id < :runId and r.kind in ('full', 'delta') and r.state = 'completed'`,
    { migrationId: run.migrationId, runId: run.id },
  )
  return rows[0]?.id ?? undefined
}
