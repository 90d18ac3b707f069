import type { Trx } from '../../../db/pool.ts'
import { defaultGatePolicy } from './judge.ts'
import type { GatePolicy } from './types.ts'

/** The migration's policy, as it is now: a run asks at each of its gates. */
export async function readGatePolicy(trx: Trx, migrationId: string): Promise<GatePolicy> {
  const row = await trx('migrations').where({ id: migrationId }).first('settings')
  return row?.settings.gate ?? defaultGatePolicy
}

/** Touches no other setting of the migration. */
export async function saveGatePolicy(trx: Trx, migrationId: string, policy: GatePolicy): Promise<void> {
  await trx('migrations')
    .where({ id: migrationId })
    .update({ settings: trx.raw("jsonb_set(settings, '{gate}', ?::jsonb)", [JSON.stringify(policy)]) })
}
