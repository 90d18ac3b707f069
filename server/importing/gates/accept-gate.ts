import type { Trx } from '../../../db/pool.ts'
import { InvalidRequest } from '../../errors.ts'
import type { PhaseName } from '../types.ts'
import { saveGate } from './gate-store.ts'
import type { Gate } from './types.ts'

export interface Acceptance {
  /** Of what the person saw. */
  checksum: string
  note?: string | undefined
  userId: number
  at: Date
}

/**
 * Records that a person accepts what the gate of a paused run found. Answers what follows: `resume` where the run is paused
 * for this gate, `none` where somebody paused it for another reason meanwhile, or the gate was accepted before. Throws 404
 * `run.unknown`, 409 `gate.changed` when something else was found since, 409 `gate.not_waiting` when nothing waits there.
 */
export async function acceptGate(
  trx: Trx,
  runId: string,
  phase: PhaseName,
  { checksum, note, userId, at }: Acceptance,
): Promise<{ gate: Gate; isNew: boolean; follows: 'resume' | 'none' }> {
  const run = await trx('runs').where({ id: runId }).forUpdate().first('state', 'pause_code', 'gates')
  if (run === undefined) throw new InvalidRequest(404, 'run.unknown')
  const gate: Gate | undefined = run.gates[phase]
  if (gate === undefined) throw new InvalidRequest(409, 'gate.not_waiting')
  if (gate.checksum !== checksum) throw new InvalidRequest(409, 'gate.changed')
  if (gate.state === 'accepted') return { gate, isNew: false, follows: 'none' }
  // While its worker is still about to pause it, nobody would resume it.
  if (gate.state !== 'waiting' || run.state !== 'paused') throw new InvalidRequest(409, 'gate.not_waiting')
  const accepted: Gate = {
    ...gate,
    state: 'accepted',
    acceptedBy: userId,
    acceptedAt: at.toISOString(),
    ...(note === undefined || note === '' ? {} : { note }),
  }
  await saveGate(trx, runId, phase, accepted)
  return { gate: accepted, isNew: true, follows: run.pause_code === 'gate.differences' ? 'resume' : 'none' }
}
