import type { Trx } from '../../../../db/pool.ts'
import type { Report } from '../../../../server/verifying/report.ts'

/** Invariant 1: every source row has exactly one outcome; and the report says that everything reconciled. */
export async function checkBooks(trx: Trx, runId: string, report: Report): Promise<string[]> {
  const problems = Object.entries(report.outcomes).flatMap(([kind, { rows, ...outcomes }]) => {
    const sum = Object.values(outcomes).reduce((total, n) => total + n, 0)
    return sum === rows ? [] : [`${kind}: ${sum} outcomes of ${rows} rows`]
  })
  const { rows } = await trx.raw(
    `select
       (select count(*) from source_rows) as source_rows,
       (select count(*) from row_outcomes where run_id = :runId) as outcomes,
       (select coalesce(array_agg(distinct code), '{}') from row_outcomes where run_id = :runId and outcome = 'failed') as failed`,
    { runId },
  )
  const [count] = rows
  if (count.source_rows !== count.outcomes) problems.push(`${count.outcomes} outcomes of ${count.source_rows} rows`)
  if (count.failed.length > 0) problems.push(`rows failed: ${count.failed.join(', ')}`)
  if (!report.clean) problems.push('the report is not clean')
  return problems
}
