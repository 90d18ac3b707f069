import { inCompany } from '../../../db/pool.ts'
import { NeedsPerson } from '../../errors.ts'
import { nameBlockers } from '../held/name-blockers.ts'
import { asHolder } from '../runs.ts'
import type { Step } from '../step-list.ts'
import type { PhaseName, RunContext, StepResult } from '../types.ts'
import { hasGate, readFound } from './found.ts'
import { saveGate } from './gate-store.ts'
import { judge } from './judge.ts'
import { readGatePolicy } from './policy-store.ts'
import type { Gate, GateCheck } from './types.ts'

/**
 * Closes every phase of these steps with a gate: held rows are told what they wait for; what the phase wrote is read back by
 * `checks`, counted, and judged; the next phase begins when the gate lets the run through. A phase whose steps stand in two
 * places has its gate after the first.
 */
export function withGates(steps: readonly Step[], checks: Partial<Record<PhaseName, readonly GateCheck[]>>): Step[] {
  const closed = new Set<PhaseName>()
  return steps.flatMap((step, index) => {
    const { phase } = step
    const next = steps.find((later, at) => at > index && later.phase !== undefined)
    if (phase === undefined || phase === next?.phase || closed.has(phase) || !hasGate(phase)) return [step]
    closed.add(phase)
    return [step, gateOf(phase, checks[phase] ?? [])]
  })
}

function gateOf(phase: PhaseName, checks: readonly GateCheck[]): Step {
  return {
    name: `${phase}.gate`,
    phase,
    async work(ctx): Promise<StepResult> {
      await asHolder(ctx.db, ctx.run, (trx) => nameBlockers(trx, ctx.run.id, phase))
      for (const check of checks) if (!(await check(ctx))) return 'again'
      const gate = await reconcile(ctx, phase)
      if (gate?.state === 'waiting') {
        const { planned, refused, different, failed, rowsFailed, unaccounted } = gate.found
        const wrongInput = failed - refused + rowsFailed
        throw new NeedsPerson('gate.differences', { phase, planned, refused, different, wrongInput, unaccounted })
      }
      return 'done'
    },
  }
}

/** Counts and judges anew, each time: an acceptance holds for what was seen. Undefined where the phase had nothing to do. */
async function reconcile(ctx: RunContext, phase: PhaseName): Promise<Gate | undefined> {
  const { db, run, clock } = ctx
  // Long at millions of rows, so it does not hold the run; nothing of a phase changes once its writes are settled.
  const [found, policy] = await inCompany(db, run.companyId, async (trx) => [
    await readFound(trx, run, phase),
    await readGatePolicy(trx, run.migrationId),
  ])
  if (found.planned === 0 && found.rowsFailed === 0) return undefined
  const judged = judge(run.kind, policy, found, clock.now())
  return asHolder(db, run, async (trx) => {
    const row = await trx('runs').where({ id: run.id }).first('gates')
    const before: Gate | undefined = row?.gates[phase]
    if (before?.state === 'accepted' && before.checksum === judged.checksum) return before
    await saveGate(trx, run.id, phase, judged)
    return judged
  })
}
