import type { Trx } from '../../../db/pool.ts'
import { type Plan, readConfirmedPlan } from '../plan-store.ts'

/** A confirmed plan always has a document. */
export type FollowedPlan = Plan & { document: NonNullable<Plan['document']> }

/** The plan that the migration's own begins from: the confirmed one of the nearest migration that it follows. */
export async function readFollowedPlan(trx: Trx, migrationId: string): Promise<FollowedPlan | undefined> {
  const seen = new Set([migrationId])
  for (let id = migrationId; ; ) {
    const row = await trx('migrations').where({ id }).first<{ follows: string | null } | undefined>('follows')
    if (!row?.follows || seen.has(row.follows)) return undefined
    id = row.follows
    seen.add(id)
    const plan = await readConfirmedPlan(trx, id)
    if (plan?.document !== undefined) return { ...plan, document: plan.document }
  }
}
