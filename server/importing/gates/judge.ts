import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../../lib/json.ts'
import type { RunKind } from '../run-scope.ts'
import type { Gate, GateFound, GatePolicy, GateState } from './types.ts'

/**
 * An export always has some bad rows, and a colleague may touch a record while the import runs by night: neither is a reason
 * to find it stopped in the morning. A fiftieth of the records refused or changed is: then something is at work in the account.
 */
export const defaultGatePolicy: GatePolicy = { policy: 'lenient', threshold: 0.02, inputThreshold: 0.2 }

/** So many records are put right by hand sooner than a stopped import is looked at, however small the phase. */
const byHand = 10

/** Of the others people look at the result anyway: they are small, or repeat what failed. */
const gatedKinds: readonly RunKind[] = ['full', 'delta']

/** Whether the run may go on to the next phase. Pure. */
export function judge(kind: RunKind, policy: GatePolicy, found: GateFound, at: Date): Gate {
  const checksum = createHash('sha256')
    .update(canonicalJson(found as unknown as Json))
    .digest('hex')
  return { state: stateOf(kind, policy, found), policy, found, checksum, at: at.toISOString() }
}

function stateOf(kind: RunKind, policy: GatePolicy, found: GateFound): GateState {
  const unforeseen = found.refused + found.different
  const wrongInput = found.failed - found.refused + found.rowsFailed
  if (unforeseen + wrongInput + found.unaccounted === 0) return 'clean'
  if (!gatedKinds.includes(kind)) return 'reported'
  if (policy.policy === 'strict' || found.unaccounted > 0) return 'waiting'
  const isTolerable = (n: number, share: number) => n <= Math.max(byHand, share * (found.planned + found.rowsFailed))
  return isTolerable(unforeseen, policy.threshold) && isTolerable(wrongInput, policy.inputThreshold)
    ? 'passed_lenient'
    : 'waiting'
}
