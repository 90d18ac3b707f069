import type { Step } from '../importing/step-list.ts'
import type { RunContext, StepResult } from '../importing/types.ts'
import { checkLines } from './check-lines.ts'
import { readBack } from './read-back.ts'

const entities = ['organization', 'person', 'product', 'deal'] as const

/** After the import: everything that was written is read back. What was read stays read when the slice ends midway. */
export const verifySteps: Step[] = [
  ...entities.map(
    (entity): Step => ({
      name: `verify.${entity}`,
      phase: 'verify',
      work: async (ctx) => toResult(await readBack(ctx, entity)),
    }),
  ),
  { name: 'verify.lines', phase: 'verify', work: verifyLines },
]

async function verifyLines(ctx: RunContext): Promise<StepResult> {
  return toResult((await checkLines(ctx, 'campaign')) && (await checkLines(ctx, 'order')))
}

function toResult(done: boolean): StepResult {
  return done ? 'done' : 'again'
}
