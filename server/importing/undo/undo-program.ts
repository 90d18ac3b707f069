import type { Knex } from 'knex'
import type { Trx } from '../../../db/pool.ts'
import type { Clock } from '../../lib/clock.ts'
import type { RunProgram } from '../runner.ts'
import { asHolder } from '../runs.ts'
import type { HeldRun } from '../types.ts'
import { forgetParts } from './parts.ts'
import { buildUndoReport } from './undo-report.ts'
import { undoSteps } from './undo-steps.ts'

/** A run that takes back what others wrote, or, as a dry run, only tells what it would take back. */
export function makeUndoProgram({ db, clock }: { db: Knex; clock: Clock }): RunProgram {
  return {
    steps: undoSteps,
    close: (run, how) =>
      asHolder(db, run, async (trx) => {
        const target = run.scope.undo
        if (target === undefined) throw new Error('an undo without a target')
        const now = clock.now()
        if (target.dryRun !== true) {
          await settleRest(trx, run, now)
          await forgetParts(trx, run, now)
        }
        await trx('undo_references').where({ company_id: run.companyId, run_id: run.id }).del()
        const report = await buildUndoReport(trx, run, target, how === 'completed')
        await trx('reports')
          .insert({ company_id: run.companyId, run_id: run.id, document: JSON.stringify(report), created_at: now })
          .onConflict(['company_id', 'run_id'])
          .merge()
        return report.clean
      }),
  }
}

/** What a cancelled undo did not come to; of what was on its way, the next undo finds out. */
async function settleRest(trx: Trx, run: HeldRun, now: Date): Promise<void> {
  await trx('journal')
    .where({ company_id: run.companyId, run_id: run.id })
    .whereNot({ state: 'settled' })
    .update({ state: 'settled', action: 'none', outcome: 'unprocessed', error_code: 'run.cancelled', settled_at: now })
}
