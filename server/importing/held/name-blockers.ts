import type { Trx } from '../../../db/pool.ts'
import type { PhaseName } from '../types.ts'

/**
 * What a held row can wait for: how its code ends, and the keys by which its record `w.record` names it, best first.
 * They are keys of record_keys.
 */
const blockers = {
  organization: {
    codeEnd: 'waits_for_organization',
    keys: `select regexp_replace(w.record ->> 'organization', '^organization:', ''), 1`,
  },
  person: {
    codeEnd: 'waits_for_person',
    keys: `select * from jsonb_array_elements_text(w.record -> 'person') with ordinality`,
  },
  product: {
    codeEnd: 'waits_for_product',
    keys: `select regexp_replace(line.value ->> 'product', '^product:', 'code:'), line.position
      from jsonb_array_elements(w.record -> 'lines') with ordinality line(value, position)`,
  },
  order: { codeEnd: 'waits_for_deal', keys: `select w.record ->> 'order', 1` },
} as const
type Blocker = keyof typeof blockers

interface Waiters {
  /** As in drafts. */
  entity: string
  waitsFor: readonly Blocker[]
}

const waiters: Partial<Record<PhaseName, Waiters>> = {
  persons: { entity: 'person', waitsFor: ['organization'] },
  campaigns: { entity: 'campaign', waitsFor: ['product'] },
  orders: { entity: 'order', waitsFor: ['person', 'product'] },
  labels: { entity: 'label', waitsFor: ['person'] },
  notes: { entity: 'note', waitsFor: ['person', 'order'] },
  activities: { entity: 'event', waitsFor: ['person', 'order'] },
  files: { entity: 'file', waitsFor: ['person', 'order'] },
}

/**
 * Writes on each held row of a phase for which record of the export it waits: `{ waitsFor, key, datasetId, file, row, code,
 * column? }`, where `code` is why that one was not imported. It is found by the same keys as in writing, whether it failed as a
 * row, was refused by Pipedrive, or waits itself. Set-based and repeatable. The caller holds the run.
 */
export async function nameBlockers(trx: Trx, runId: string, phase: PhaseName): Promise<void> {
  const { entity, waitsFor } = waiters[phase] ?? { entity: '', waitsFor: [] }
  const held = await trx('run_counts')
    .where({ run_id: runId, of_table: 'row_outcomes', outcome: 'unprocessed' })
    .where('n', '>', 0)
    .first('n')
  if (held === undefined) return
  for (const blocker of waitsFor) await nameBlocker(trx, runId, entity, blocker)
}

/** The rows of one deal share what it waits for, so it is looked for by the record that they became together. */
async function nameBlocker(trx: Trx, runId: string, entity: string, blocker: Blocker): Promise<void> {
  const { codeEnd, keys } = blockers[blocker]
  await trx.raw(
    `with held as (
       select o.dataset_id, o.row_number, coalesce(j.record, d.record) as record
       from row_outcomes o
       join drafts d on d.run_id = o.run_id and d.entity = :entity and d.own and d.dataset_id = o.dataset_id and d.row_number = o.row_number
       left join journal j on j.run_id = d.run_id and j.entity = d.entity and j.seq = d.root_seq and d.entity in ('person', 'campaign', 'order')
       where o.run_id = :runId and o.outcome = 'unprocessed' and o.code like :code),
     found as (
       select distinct on (w.dataset_id, w.row_number) w.dataset_id, w.row_number, r.key,
         coalesce(k.dataset_id, first.dataset_id) as by_dataset, coalesce(k.row_number, first.row_number) as by_row,
         coalesce(k.code, b.error_code) as by_code
       from held w
       cross join lateral (${keys}) as r(key, position)
       join record_keys k on k.run_id = :runId and k.entity = :blocker and k.key = r.key
       left join journal b on b.run_id = k.run_id and b.entity = k.entity and b.seq = k.seq
       left join drafts first on first.run_id = k.run_id and first.entity = k.entity and first.seq = k.seq
       where k.seq is null or b.outcome not in ('created', 'updated', 'unchanged')
       order by w.dataset_id, w.row_number, r.position),
     reasons as (
       select f.dataset_id, f.row_number, f.code, f.column_name from findings f
       where f.run_id = :runId and f.code in ('email.missing', 'email.malformed', 'email.placeholder'))
     update row_outcomes o set detail = jsonb_strip_nulls(jsonb_build_object(
       'waitsFor', :blocker::text, 'key', f.key, 'datasetId', f.by_dataset, 'file', s.name, 'row', f.by_row,
       'code', coalesce(e.code, f.by_code), 'column', coalesce(e.column_name, b.detail ->> 'column')))
     from found f
     left join datasets d on d.id = f.by_dataset
     left join source_files s on s.id = d.source_file_id
     left join row_outcomes b on b.run_id = :runId and b.dataset_id = f.by_dataset and b.row_number = f.by_row
     left join reasons e on f.by_code = 'profile.no_email' and e.dataset_id = f.by_dataset and e.row_number = f.by_row
     where o.run_id = :runId and o.dataset_id = f.dataset_id and o.row_number = f.row_number`,
    { runId, entity, blocker, code: `%.${codeEnd}` },
  )
}
