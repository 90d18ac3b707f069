import type { Trx } from '../../db/pool.ts'
import { readLineage } from './lineage.ts'
import { copyPastFacts, type Recall } from './past-facts.ts'
import { isPartial } from './row-scope.ts'
import { asHolder, saveStep } from './runs.ts'
import type { RunContext, StepResult } from './types.ts'

/** Drafts of a partial run are numbered from here on: what is known already has room before them. */
export const seqOfKnown = 1_000_000_000

const written = "('created', 'updated', 'unchanged')"

/**
 * A run of some rows must see what earlier runs wrote: their drafts of the same records, and of the people that its rows refer
 * to, join its own (`own` false, so they decide no row's outcome). Their first values count as they did before; corrected rows
 * go before them, except for organizations, which many rows describe. Whoever is known and was not imported is noted with the
 * reason, so that what refers to him still waits. In one transaction with the cursor, so nothing is copied twice.
 */
export async function recallKnown(ctx: RunContext): Promise<StepResult> {
  const { db, run } = ctx
  if (!isPartial(run) || run.cursor['recalled'] === true) return 'done'
  await asHolder(db, run, async (trx) => {
    const { runIds } = await readLineage(trx, run)
    const of = {
      companyId: run.companyId,
      runId: run.id,
      runIds,
      start: run.kind === 'remediation' ? 2 * seqOfKnown : 0,
    }
    await copyOrganizations(trx, { ...of, start: 0 })
    for (const entity of ['product', 'campaign', 'order']) await copyBySourceKey(trx, { ...of, entity })
    await findWanted(trx, of)
    await copyPersons(trx, of)
    await noteBlocked(trx, of)
    await copyPastFacts(trx, of)
    await saveStep(trx, run, 'draft.known', { recalled: true })
  })
  return 'done'
}

const into = `insert into drafts (company_id, run_id, entity, seq, dataset_id, row_number, source_key, match_keys, record, own, root_seq)`

/** As it was written, from all its rows at once. */
async function copyOrganizations(trx: Trx, of: Recall): Promise<void> {
  await trx.raw(
    `with known as (
       select distinct on (r.source_key) r.dataset_id, r.row_number, r.source_key, r.match_keys, j.record
       from (select distinct source_key from drafts where run_id = :runId and entity = 'organization') own
       join drafts d on d.run_id = any(:runIds) and d.entity = 'organization' and d.source_key = own.source_key
       join journal j on j.run_id = d.run_id and j.entity = 'organization' and j.seq = d.root_seq and j.outcome in ${written}
       join drafts r on r.run_id = d.run_id and r.entity = 'organization' and r.seq = d.root_seq
       join links l on l.entity = 'organization' and l.source_key = r.source_key and l.gone_at is null
       order by r.source_key, d.run_id desc)
     ${into}
     select :companyId, :runId, 'organization', n, dataset_id, row_number, source_key, match_keys, record, false, n
     from (select *, :start::bigint + row_number() over (order by source_key) as n from known) k`,
    of,
  )
}

/** Rows of the same record that this run does not draft itself: lines of an order stand in rows of their own. */
async function copyBySourceKey(trx: Trx, of: Recall & { entity: string }): Promise<void> {
  await trx.raw(
    `with known as (
       select distinct on (d.dataset_id, d.row_number) d.*
       from (select distinct source_key from drafts where run_id = :runId and entity = :entity) own
       join drafts d on d.run_id = any(:runIds) and d.entity = :entity and d.source_key = own.source_key
       join journal j on j.run_id = d.run_id and j.entity = :entity and j.seq = d.root_seq and j.outcome in ${written}
       where ${isElsewhere(':entity')}
       order by d.dataset_id, d.row_number, d.run_id desc)
     ${copyOf(':entity')}`,
    of,
  )
}

/** Not a row of this run, nor one that a corrected row took the place of. */
function isElsewhere(entity: string): string {
  return `not exists (select 1 from drafts own where own.run_id = :runId and own.entity = ${entity}
                        and own.dataset_id = d.dataset_id and own.row_number = d.row_number)
    and not exists (select 1 from run_rows c where c.corrected_dataset_id is not null
                      and c.dataset_id = d.dataset_id and c.row_number = d.row_number)`
}

function copyOf(entity: string): string {
  return `${into}
     select :companyId, :runId, ${entity}, n, dataset_id, row_number, source_key, match_keys, record, false, n
     from (select *, :start::bigint + row_number() over (order by run_id, seq) as n from known) k`
}

/** Keys of people that the run's rows are or refer to, of products in their lines, of orders that notes are about. */
async function findWanted(trx: Trx, of: Recall): Promise<void> {
  await trx.raw(
    `create temporary table wanted on commit drop as
     select 'person' as entity, key from drafts d cross join lateral unnest(d.match_keys) as key
     where d.run_id = :runId and d.entity = 'person' and (key like 'id:%' or key like 'email:%')
     union
     select 'person', key from drafts d cross join lateral
       jsonb_array_elements_text(case jsonb_typeof(d.record -> 'person') when 'array' then d.record -> 'person' else '[]' end) as key
     where d.run_id = :runId
     union
     select 'product', replace(line ->> 'product', 'product:', 'code:') from drafts d cross join lateral
       jsonb_array_elements(case jsonb_typeof(d.record -> 'lines') when 'array' then d.record -> 'lines' else '[]' end) as line
     where d.run_id = :runId
     union
     select 'order', d.record ->> 'order' from drafts d where d.run_id = :runId and d.record ->> 'order' is not null`,
    of,
  )
  await trx.raw('analyze wanted')
}

async function copyPersons(trx: Trx, of: Recall): Promise<void> {
  await trx.raw(
    `with roots as (
       select distinct on (w.key) k.run_id, k.seq
       from wanted w
       join record_keys k on k.run_id = any(:runIds) and k.entity = 'person' and k.key = w.key and k.seq is not null
       join journal j on j.run_id = k.run_id and j.entity = 'person' and j.seq = k.seq and j.outcome in ${written}
       where w.entity = 'person'
       order by w.key, k.run_id desc),
     known as (
       select distinct on (d.dataset_id, d.row_number) d.*
       from (select distinct * from roots) r
       join drafts d on d.run_id = r.run_id and d.entity = 'person' and d.root_seq = r.seq
       join links l on l.entity = 'person' and l.source_key = d.source_key and l.gone_at is null
       where ${isElsewhere("'person'")}
       order by d.dataset_id, d.row_number, d.run_id desc)
     ${copyOf("'person'")}`,
    of,
  )
}

/** What the latest run that met it did not import, with the row that says so. */
async function noteBlocked(trx: Trx, of: Recall): Promise<void> {
  await trx.raw(
    `insert into record_keys (company_id, run_id, entity, key, code, dataset_id, row_number)
     select distinct on (w.entity, w.key) :companyId::bigint, :runId, w.entity, w.key, coalesce(k.code, j.error_code),
       coalesce(k.dataset_id, d.dataset_id), coalesce(k.row_number, d.row_number)
     from wanted w
     join record_keys k on k.run_id = any(:runIds) and k.entity = w.entity and k.key = w.key
     left join journal j on j.run_id = k.run_id and j.entity = k.entity and j.seq = k.seq
     left join drafts d on d.run_id = k.run_id and d.entity = k.entity and d.seq = k.seq
     where coalesce(k.code, j.error_code) is not null
     order by w.entity, w.key, k.run_id desc
     on conflict do nothing`,
    of,
  )
}
