import type { Trx } from '../../../db/pool.ts'
import type { PhaseName } from '../types.ts'
import type { Gate } from './types.ts'

/** Keeps the gate with the run, in place of what was found there before. */
export async function saveGate(trx: Trx, runId: string, phase: PhaseName, gate: Gate): Promise<void> {
  await trx('runs')
    .where({ id: runId })
    .update({ gates: trx.raw('gates || jsonb_build_object(?::text, ?::jsonb)', [phase, JSON.stringify(gate)]) })
}
