import type { GateCheck } from '../importing/gates/types.ts'
import type { Step } from '../importing/step-list.ts'
import type { PhaseName, RunContext, StepResult } from '../importing/types.ts'
import { checkLines } from './check-lines.ts'
import { readBack } from './read-back.ts'
import { readEventsBack } from './read-events.ts'

const entities = ['organization', 'person', 'product', 'deal'] as const
const attached = ['note', 'activity', 'file'] as const

/** What a phase wrote is read back when it ends. Deals after their lines, whose sum is their value. */
export const gateChecks: Partial<Record<PhaseName, readonly GateCheck[]>> = {
  organizations: [(ctx) => readBack(ctx, 'organization')],
  persons: [(ctx) => readBack(ctx, 'person')],
  products: [(ctx) => readBack(ctx, 'product')],
  campaigns: [(ctx) => checkLines(ctx, 'campaign'), (ctx) => readBack(ctx, 'deal')],
  orders: [(ctx) => checkLines(ctx, 'order'), (ctx) => readBack(ctx, 'deal')],
  notes: [(ctx) => readEventsBack(ctx, 'note')],
  activities: [(ctx) => readEventsBack(ctx, 'activity')],
  files: [(ctx) => readEventsBack(ctx, 'file')],
}

/** At the end: what was written and no gate has read yet. What was read stays read when the slice ends midway. */
export const verifySteps: Step[] = [
  ...entities.map(
    (entity): Step => ({
      name: `verify.${entity}`,
      phase: 'verify',
      work: async (ctx) => toResult(await readBack(ctx, entity)),
    }),
  ),
  { name: 'verify.lines', phase: 'verify', work: verifyLines },
  ...attached.map(
    (entity): Step => ({
      name: `verify.${entity}`,
      phase: 'verify',
      work: async (ctx) => toResult(await readEventsBack(ctx, entity)),
    }),
  ),
]

async function verifyLines(ctx: RunContext): Promise<StepResult> {
  return toResult((await checkLines(ctx, 'campaign')) && (await checkLines(ctx, 'order')))
}

function toResult(done: boolean): StepResult {
  return done ? 'done' : 'again'
}
