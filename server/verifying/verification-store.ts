import type { Trx } from '../../db/pool.ts'
import type { HeldRun } from '../importing/types.ts'
import type { Difference } from '../pipedrive/compare.ts'

export interface Counts {
  recordsRead: number
  fieldsCompared: number
  differences: number
  linksChecked: number
  brokenLinks: number
}

/** Adds to the run's verification counts; commits with what was counted. */
export async function addCounts(trx: Trx, runId: string, counts: Partial<Counts>): Promise<void> {
  const row = await trx('runs').where({ id: runId }).forUpdate().first('progress')
  const now = toCounts(row?.progress?.verification)
  const sum = Object.entries(now).map(([name, value]) => [name, value + (counts[name as keyof Counts] ?? 0)])
  await trx('runs')
    .where({ id: runId })
    .update({
      progress: trx.raw("jsonb_set(progress, '{verification}', ?::jsonb)", [JSON.stringify(Object.fromEntries(sum))]),
    })
}

export function toCounts(stored: Partial<Counts> | undefined): Counts {
  return { recordsRead: 0, fieldsCompared: 0, differences: 0, linksChecked: 0, brokenLinks: 0, ...stored }
}

/** A difference is a finding with both values, on the record's first source row. */
export async function saveDifferences(
  trx: Trx,
  run: HeldRun,
  found: { entity: string; seq: number; pipedrive_id: number; difference: Difference }[],
): Promise<void> {
  if (found.length === 0) return
  const rows = found.map(({ entity, seq, pipedrive_id, difference }) => ({
    entity,
    seq,
    detail: { entity, pipedriveId: pipedrive_id, ...difference },
  }))
  await trx.raw(
    `insert into findings (company_id, migration_id, run_id, dataset_id, row_number, code, level, detail)
     select ?, ?, ?, d.dataset_id, d.row_number, 'verify.difference', 'error', f.detail
     from jsonb_to_recordset(?::jsonb) as f(entity text, seq bigint, detail jsonb)
     left join drafts d on d.run_id = ? and d.entity = replace(f.entity, '_line', '')
       and d.seq = case when f.entity like '%\\_line' then f.seq / 1000 else f.seq end`,
    [run.companyId, run.migrationId, run.id, JSON.stringify(rows), run.id],
  )
}
