import type { Knex } from 'knex'
import type { Trx } from '../../db/pool.ts'
import { asHolder } from '../importing/runs.ts'
import type { HeldRun } from '../importing/types.ts'
import type { Clock } from '../lib/clock.ts'
import { buildReport, type Report } from './report.ts'

/** Stores the run's report; answers whether everything reconciled. */
export function makeReportWriter({ db, clock }: { db: Knex; clock: Clock }) {
  return (run: HeldRun, complete: boolean): Promise<boolean> =>
    asHolder(db, run, async (trx) => {
      const report = await buildReport(trx, run.companyId, run, complete)
      await trx('reports')
        .insert({
          company_id: run.companyId,
          run_id: run.id,
          document: JSON.stringify(report),
          created_at: clock.now(),
        })
        .onConflict(['company_id', 'run_id'])
        .merge()
      return report.clean
    })
}

export async function readReport(trx: Trx, runId: string): Promise<Report | undefined> {
  return (await trx('reports').where({ run_id: runId }).first('document'))?.document
}
