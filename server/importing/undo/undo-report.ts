import type { Trx } from '../../../db/pool.ts'
import type { UndoTarget } from '../run-scope.ts'
import type { HeldRun } from '../types.ts'
import { publicEntity, resultSql } from './undone.ts'

export interface UndoCounts {
  deleted: number
  restored: number
  kept: number
  failed: number
  unprocessed: number
}

/** What an undo did, or, of a dry run, what it would have done. */
export interface UndoReport {
  kind: 'undo'
  target: UndoTarget
  /** False for one that was cancelled. */
  complete: boolean
  /** Nothing failed and nothing was left undone. What was kept has a reason. */
  clean: boolean
  /** By entity; `deal_product` has lines, counted with the deals that they were taken from. */
  entities: Record<string, UndoCounts>
  kept: { entity: string; code: string; count: number }[]
}

const noCounts: UndoCounts = { deleted: 0, restored: 0, kept: 0, failed: 0, unprocessed: 0 }

export async function buildUndoReport(
  trx: Trx,
  run: HeldRun,
  target: UndoTarget,
  complete: boolean,
): Promise<UndoReport> {
  const { rows } = await trx.raw(
    `select j.entity, coalesce(${resultSql}, 'unprocessed') as result, count(*)::int as n,
       coalesce(sum(case when j.outcome in ('deleted', 'restored') or j.outcome is null
         then jsonb_array_length(case when j.record #>> '{verdict,do}' = 'delete' then j.record #> '{verdict,lines}'
           else j.record #> '{verdict,lines,remove}' end) end), 0)::int as lines
     from journal j where j.company_id = :companyId and j.run_id = :runId group by 1, 2`,
    { companyId: run.companyId, runId: run.id },
  )
  const entities: Record<string, UndoCounts> = {}
  const count = (entity: string, result: keyof UndoCounts, n: number) => {
    const counts = entities[entity] ?? { ...noCounts }
    entities[entity] = { ...counts, [result]: counts[result] + n }
  }
  for (const { entity, result, n, lines } of rows) {
    count(publicEntity(entity), result, n)
    if (lines > 0) count('deal_product', 'deleted', lines)
  }
  const { rows: kept } = await trx.raw(
    `select case when j.entity in ('order', 'campaign') then 'deal' else j.entity end as entity,
       coalesce(j.error_code, j.record #>> '{verdict,code}') as code, count(*)::int as count
     from journal j where j.company_id = :companyId and j.run_id = :runId and ${resultSql} = 'kept' group by 1, 2 order by 1, 2`,
    { companyId: run.companyId, runId: run.id },
  )
  const clean = complete && Object.values(entities).every(({ failed, unprocessed }) => failed + unprocessed === 0)
  return { kind: 'undo', target, complete, clean, entities, kept }
}
