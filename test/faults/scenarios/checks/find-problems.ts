import { inCompany } from '../../../../db/pool.ts'
import { readReport } from '../../../../server/verifying/report-store.ts'
import { companyId } from '../accounts.ts'
import type { Stage } from '../stage.ts'
import { checkBooks } from './check-books.ts'
import { checkJournal } from './check-journal.ts'
import { checkMoney } from './check-money.ts'
import { checkOnce } from './check-once.ts'
import { checkWhole } from './check-whole.ts'

/** What is not as it must be after a run, one line each; none where all is well. */
export async function findProblems({ far, database, staged }: Stage, runId: string): Promise<string[]> {
  const records = await far.records()
  return inCompany(database.db, companyId, async (trx) => {
    const report = await readReport(trx, runId)
    if (report === undefined) return ['there is no report']
    return [
      ...checkOnce(records),
      ...checkWhole(records, staged.wanted),
      ...checkMoney(records, staged.wanted.money),
      ...(await checkJournal(trx, runId, records)),
      ...(await checkBooks(trx, runId, report)),
    ]
  })
}
