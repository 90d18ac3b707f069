import type { Trx } from '../../db/pool.ts'

/** Of which run, what it may look at, and behind which number its copies go. */
export interface Recall extends Record<string, string | number | string[]> {
  companyId: number
  runId: string
  runIds: string[]
  start: number
}

/**
 * Orders and memberships that earlier runs settled for the people of this one, as drafts `past_order` and `past_label`: they are
 * not written again, but first purchase, lifetime value and labels are said from all of them (enriching.ts).
 */
export async function copyPastFacts(trx: Trx, of: Recall): Promise<void> {
  await trx.raw(
    `create temporary table known_people on commit drop as
     select distinct on (k.run_id, k.seq) k.run_id, k.seq, k.key
     from drafts d cross join lateral unnest(d.match_keys) as own_key
     join record_keys k on k.run_id = any(:runIds) and k.entity = 'person' and k.key = own_key and k.seq is not null
     where d.run_id = :runId and d.entity = 'person' and (own_key like 'id:%' or own_key like 'email:%')
     order by k.run_id, k.seq, k.key`,
    of,
  )
  await trx.raw('analyze known_people')
  await trx.raw(
    `with past as (
       select distinct on (d.source_key) d.dataset_id, d.row_number, d.source_key, jsonb_build_object('person', jsonb_build_array(p.key),
         'totalMinor', j.record -> 'totalMinor', 'currency', j.record -> 'currency', 'status', j.record -> 'status',
         'createdAt', j.record -> 'createdAt') as record
       from known_people p
       join drafts d on d.run_id = p.run_id and d.entity = 'order' and d.person_seq = p.seq
       join journal j on j.run_id = d.run_id and j.entity = 'order' and j.seq = d.root_seq and j.outcome in ('created', 'updated', 'unchanged')
       where not exists (select 1 from drafts own where own.run_id = :runId and own.entity = 'order' and own.source_key = d.source_key)
       order by d.source_key, d.run_id desc)
     ${insertPast('past_order')}`,
    of,
  )
  await trx.raw(
    `with past as (
       select distinct on (d.record ->> 'segment', p.key) d.dataset_id, d.row_number, d.source_key,
         jsonb_build_object('segment', d.record -> 'segment', 'person', jsonb_build_array(p.key)) as record
       from known_people p
       join journal j on j.run_id = p.run_id and j.entity = 'person' and j.seq = p.seq and j.outcome in ('created', 'updated', 'unchanged')
       join drafts d on d.run_id = p.run_id and d.entity in ('label', 'past_label') and d.person_seq = p.seq
       order by d.record ->> 'segment', p.key)
     ${insertPast('past_label')}`,
    of,
  )
}

function insertPast(entity: 'past_order' | 'past_label'): string {
  return `insert into drafts (company_id, run_id, entity, seq, dataset_id, row_number, source_key, match_keys, record, own, root_seq)
     select :companyId, :runId, '${entity}', n, dataset_id, row_number, source_key, '{}', record, false, n
     from (select *, row_number() over (order by source_key) as n from past) p`
}
