import type { Trx } from '../../../db/pool.ts'
import type { JournalEntity } from '../types.ts'
import type { TargetRows } from './targets.ts'

/**
 * SQL, to begin a query with: `target` holds the journal rows of one entity that are to be taken back, `added` what they did to
 * the lines of deals. What an earlier undo took back since is left out: it needs nothing any more.
 */
export const targetRows = `
  undone as (
    select u.pipedrive_id, max(u.settled_at) as at
    from runs r join journal u on u.run_id = r.id and u.company_id = r.company_id
    where r.company_id = :companyId and r.kind = 'undo' and u.entity = :entity and u.outcome in ('deleted', 'restored')
    group by u.pipedrive_id),
  added as (
    select (l.body ->> 'dealId')::bigint as deal_id,
      jsonb_agg(jsonb_build_object('target', l.run_id = any(:runIds::text[]), 'outcome', l.outcome,
        'lines', coalesce(l.body -> 'lines', '[]'), 'id', l.pipedrive_id, 'before', coalesce(l.before_image -> 'lines', '[]'))
        order by l.settled_at, l.seq) as lines,
      bool_or(l.run_id = any(:runIds::text[])) as is_target,
      coalesce(sum(jsonb_array_length(l.body -> 'lines')) filter (where l.outcome = 'created'), 0) as added,
      coalesce(sum(jsonb_array_length(l.before_image -> 'lines')), 0) as changed
    from runs r
    join journal l on l.company_id = r.company_id and l.run_id = r.id and l.entity = :lineEntity
      and l.outcome in ('created', 'updated', 'deleted')
    left join undone u on u.pipedrive_id = (l.body ->> 'dealId')::bigint
    where r.company_id = :companyId and r.kind <> 'undo' and (u.at is null or u.at < l.settled_at)
      and (:recordId::bigint is null or (l.body ->> 'dealId')::bigint = :recordId::bigint)
      and (l.body ->> 'dealId')::bigint in (
        select pipedrive_id from journal where company_id = :companyId and run_id = any(:runIds::text[]) and entity = :entity)
    group by 1),
  target as (
    select j.run_id, j.seq, j.pipedrive_id
    from journal j
    left join undone on undone.pipedrive_id = j.pipedrive_id
    where j.company_id = :companyId and j.run_id = any(:runIds::text[]) and j.entity = :entity and j.pipedrive_id is not null
      and (j.outcome in ('created', 'updated')
           or j.outcome = 'unchanged' and j.pipedrive_id in (select deal_id from added where is_target))
      and (undone.at is null or undone.at < j.settled_at)
      and (:recordId::bigint is null or j.pipedrive_id = :recordId::bigint)
      and (:parentKey::text is null or j.body ->> :parentKey::text = :parentId::text
           or j.body -> 'participants' @> jsonb_build_array(jsonb_build_object('person_id', :participant::bigint))))`

/** The values of `targetRows`. */
export function targetBindings(
  companyId: number,
  entity: JournalEntity,
  { runIds, record }: TargetRows,
): Record<string, string | number | string[] | null> {
  const isAttached = entity === 'file' || entity === 'activity' || entity === 'note'
  const parent = isAttached ? record : undefined
  return {
    companyId,
    entity,
    runIds,
    lineEntity: `${entity}_line`,
    recordId: record !== undefined && !isAttached ? record.id : null,
    parentKey: parent === undefined ? null : parentKeys[parent.kind],
    parentId: parent === undefined ? null : String(parent.id),
    participant: parent?.kind === 'person' ? parent.id : null,
  }
}

const parentKeys = { person: 'person_id', organization: 'org_id', deal: 'deal_id', product: 'product_id' } as const

/** How many records would be deleted and restored, and the requests that their lines need. */
export interface TargetCounts {
  delete: number
  restore: number
  lines: number
  lineTokens: number
  lineRequests: number
}

/** Counted from the journal; reads nothing of Pipedrive's. */
export async function countTarget(
  trx: Trx,
  companyId: number,
  entity: JournalEntity,
  target: TargetRows,
): Promise<TargetCounts> {
  const { rows } = await trx.raw(
    `with ${targetRows},
     records as (
       select t.pipedrive_id, bool_or(j.outcome = 'created') as created
       from target t join journal j on j.company_id = :companyId and j.run_id = t.run_id and j.entity = :entity and j.seq = t.seq
       group by 1),
     counted as (
       select r.created, coalesce(a.added, 0) as lines, case when r.created then 0 else coalesce(a.changed, 0) end as changed
       from records r left join added a on a.deal_id = r.pipedrive_id)
     select (count(*) filter (where created))::int as delete, (count(*) filter (where not created))::int as restore,
       coalesce(sum(lines), 0)::int as lines,
       coalesce(sum(changed * 5 + case when lines <= 4 then lines * 3 else ceil(lines / 100.0) * 15 end), 0)::int as "lineTokens",
       coalesce(sum(changed + case when lines <= 4 then lines else ceil(lines / 100.0) end), 0)::int as "lineRequests"
     from counted`,
    targetBindings(companyId, entity, target),
  )
  return rows[0]
}
