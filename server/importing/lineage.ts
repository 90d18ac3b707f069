import type { Trx } from '../../db/pool.ts'

/** What is one export with its corrections: runs that know the same records, oldest first. */
export interface Lineage {
  migrationIds: string[]
  /** Earlier runs than the given one that drafted rows, of all these migrations. */
  runIds: string[]
}

/**
 * The migration with those that correct it and the one that it corrects. A migration that only follows another, a newer export,
 * stands for itself: its rows say again what the earlier ones say. Ids of runs sort by time.
 */
export async function readLineage(
  trx: Trx,
  { id, migrationId }: { id?: string; migrationId: string },
): Promise<Lineage> {
  const { rows }: { rows: { id: string }[] } = await trx.raw(
    `with recursive corrections as (
       select m.id, m.follows from migrations m
       where m.follows is not null and exists (select 1 from runs r where r.migration_id = m.id and r.kind = 'remediation')),
     lineage (id) as (
       select :migrationId::text
       union
       select case when c.id = l.id then c.follows else c.id end
       from lineage l join corrections c on l.id in (c.id, c.follows))
     select id from lineage order by id`,
    { migrationId },
  )
  const migrationIds = rows.map((row) => row.id)
  const runs = trx('runs').whereRaw('migration_id = any(?)', [migrationIds]).whereNot({ kind: 'undo' }).orderBy('id')
  return { migrationIds, runIds: await (id === undefined ? runs : runs.where('id', '<', id)).pluck('id') }
}

/**
 * Rows whose latest outcome is failed or unprocessed, with the run that says so, and rows of a record of which a person decided
 * since that a field takes the export's value: SQL of a query named `open_rows`. Takes `:runIds`, the runs of the lineage. Rows
 * that a corrected one took the place of are not among them.
 */
export const openRows = `open_rows as (
  select o.run_id, o.dataset_id, o.row_number, o.outcome from row_outcomes o
  where o.run_id = any(:runIds) and o.outcome in ('failed', 'unprocessed')
    and not exists (select 1 from row_outcomes l where l.run_id = any(:runIds) and l.run_id > o.run_id
                      and l.dataset_id = o.dataset_id and l.row_number = o.row_number)
    and not exists (select 1 from run_rows c where c.run_id = any(:runIds) and c.corrected_dataset_id is not null
                      and c.dataset_id = o.dataset_id and c.row_number = o.row_number)
  union
  select d.run_id, d.dataset_id, d.row_number, 'unprocessed' from record_questions q
  join drafts d on d.run_id = q.run_id and d.entity = q.entity and d.source_key = q.source_key
  where q.run_id = any(:runIds) and q.code = 'conflict' and q.decision = 'ours'
    and not exists (select 1 from row_outcomes l where l.run_id = any(:runIds) and l.run_id > q.run_id
                      and l.dataset_id = d.dataset_id and l.row_number = d.row_number))`

/** Of those, rows of the migration itself, and rows of earlier ones that its runs drafted. Takes `:migrationId`. */
export const isOwn = `(o.dataset_id in (select id from datasets where migration_id = :migrationId)
  or o.run_id in (select id from runs where migration_id = :migrationId))`

/**
 * Rows of records about which a person decided since, against what is in Pipedrive, and that no run has seen after that: SQL of a
 * query named `decided_rows`. Takes `:runIds` and `:migrationId`.
 */
export const decidedRows = `decided_rows as (
  select r.run_id, r.dataset_id, r.row_number
  from record_questions q
  join drafts d on d.run_id = q.run_id and d.entity = q.entity and d.source_key = q.source_key
  join drafts r on r.run_id = d.run_id and r.entity = d.entity and r.root_seq = d.root_seq and r.own
  where q.run_id = any(:runIds) and q.migration_id = :migrationId and q.decision = 'ours'
    and not exists (select 1 from runs l join drafts seen on seen.run_id = l.id and seen.entity = q.entity and seen.source_key = q.source_key
                    where l.id = any(:runIds) and l.created_at > q.decided_at))`
