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
      coalesce(jsonb_agg(line.value order by l.settled_at, l.seq, line.n) filter (where l.outcome = 'created'), '[]') as lines,
      coalesce(jsonb_agg(line.value order by l.settled_at, l.seq, line.n) filter (where l.outcome = 'updated'), '[]') as changed,
      bool_or(l.outcome = 'deleted') as has_removed
    from journal l
    left join lateral jsonb_array_elements(l.body -> 'lines') with ordinality as line(value, n) on true
    where l.company_id = :companyId and l.run_id = any(:runIds::text[]) and l.entity = :lineEntity
      and l.outcome in ('created', 'updated', 'deleted')
    group by 1),
  target as (
    select j.run_id, j.seq, j.pipedrive_id
    from journal j
    left join undone on undone.pipedrive_id = j.pipedrive_id
    where j.company_id = :companyId and j.run_id = any(:runIds::text[]) and j.entity = :entity and j.pipedrive_id is not null
      and (j.outcome in ('created', 'updated')
           or j.outcome = 'unchanged' and j.pipedrive_id in (select deal_id from added))
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
       select r.created, coalesce(jsonb_array_length(a.lines), 0) as lines
       from records r left join added a on a.deal_id = r.pipedrive_id)
     select (count(*) filter (where created))::int as delete, (count(*) filter (where not created))::int as restore,
       coalesce(sum(lines), 0)::int as lines,
       coalesce(sum(case when lines <= 4 then lines * 3 else ceil(lines / 100.0) * 15 end), 0)::int as "lineTokens",
       coalesce(sum(case when lines <= 4 then lines else ceil(lines / 100.0) end), 0)::int as "lineRequests"
     from counted`,
    targetBindings(companyId, entity, target),
  )
  return rows[0]
}
