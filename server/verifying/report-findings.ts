import type { Trx } from '../../db/pool.ts'
import { readAttachedFiles } from './attached-files.ts'

export interface FindingGroup {
  code: string
  level: 'error' | 'warning' | 'info'
  count: number
  samples: { file?: string; row?: number; column?: string; detail?: unknown }[]
}

/**
 * Findings of the migration and the run by code, with the places of the first five: of cells and rows, of rows without a
 * record, of rejected rows, and of rejected files.
 */
export async function readFindings(trx: Trx, run: { id: string; migrationId: string }): Promise<FindingGroup[]> {
  const { rows } = await trx.raw(
    `with all_findings as (
       select f.code, f.level, f.dataset_id, f.row_number, f.column_name, f.detail from findings f
       where f.migration_id = :migrationId and (f.run_id is null or f.run_id = :runId)
       union all
       select o.code, case when o.outcome = 'failed' then 'error' else 'warning' end, o.dataset_id, o.row_number, null, o.detail
       from row_outcomes o
       where o.run_id = :runId and o.code is not null and o.code <> 'row.handoff'
         and not exists (select 1 from findings f where f.run_id = o.run_id and f.dataset_id = o.dataset_id
                           and f.row_number = o.row_number and f.code = o.code)
       union all
       select r.code, 'error', r.dataset_id, r.row_number, null, r.detail
       from rejected_rows r join datasets d on d.id = r.dataset_id where d.migration_id = :migrationId),
     ranked as (
       select a.*, s.name as file, count(*) over w as n, row_number() over (w order by a.dataset_id, a.row_number) as position
       from all_findings a left join datasets d on d.id = a.dataset_id left join source_files s on s.id = d.source_file_id
       window w as (partition by a.code, a.level))
     select code, level, max(n)::int as count, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('file', file, 'row', row_number,
       'column', column_name, 'detail', nullif(detail, '{}'))) order by position) as samples
     from ranked where position <= 5 group by code, level order by code, level`,
    { runId: run.id, migrationId: run.migrationId },
  )
  const rejected = await trx('source_files').where({ migration_id: run.migrationId, state: 'rejected' }).orderBy('name')
  const attached = await readAttachedFiles(trx, run.id)
  const unread = rejected.filter(({ id }) => !attached.has(id))
  const files = unread.map(
    ({ reason_code, reason_detail, name }): FindingGroup => ({
      code: reason_code,
      level: 'error',
      count: 1,
      samples: [{ file: name, ...(reason_detail ? { detail: reason_detail } : {}) }],
    }),
  )
  return [...files, ...rows]
}
