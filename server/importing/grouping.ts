import type { Trx } from '../../db/pool.ts'
import type { Json } from '../lib/json.ts'
import { mergeRecords } from '../mapping/merge-records.ts'
import type { DraftEntity, RecordOf } from '../mapping/types.ts'
import { asHolder } from './runs.ts'
import type { RecordJournalEntity, RunContext, StepResult } from './types.ts'

/**
 * Drafts that are one record become one journal row. Set-based, entity by entity; each entity is made anew in one
 * transaction, so that the step may be repeated after a crash.
 */
export async function groupDrafts(ctx: RunContext): Promise<StepResult> {
  const entities: RecordJournalEntity[] = ['organization', 'person', 'product', 'campaign', 'order']
  for (const entity of entities) {
    if (ctx.stop.aborted) return 'again'
    await asHolder(ctx.db, ctx.run, async (trx) => {
      await trx('journal').where({ run_id: ctx.run.id, entity }).del()
      await trx('record_keys').where({ run_id: ctx.run.id, entity }).whereNotNull('seq').del()
      await trx('drafts')
        .where({ run_id: ctx.run.id, entity })
        .whereRaw('root_seq <> seq')
        .update({ root_seq: trx.ref('seq') })
      await findRoots(trx, ctx.run.id, entity)
      await insertJournal(trx, ctx, entity)
      await insertKeys(trx, ctx, entity)
    })
  }
  for (const entity of ['note', 'file'] as const) {
    if (ctx.stop.aborted) return 'again'
    await asHolder(ctx.db, ctx.run, (trx) => findRoots(trx, ctx.run.id, entity))
  }
  return 'done'
}

async function findRoots(trx: Trx, runId: string, entity: RecordJournalEntity | 'note' | 'file'): Promise<void> {
  if (entity === 'organization') return findOrganizationRoots(trx, runId)
  if (entity === 'person') return findPersonRoots(trx, runId)
  await trx.raw(
    `update drafts d set root_seq = g.root
     from (select source_key, min(seq) as root from drafts where run_id = :runId and entity = :entity group by source_key) g
     where d.run_id = :runId and d.entity = :entity and d.source_key = g.source_key and d.root_seq <> g.root`,
    { runId, entity },
  )
}

/**
 * A person is known by profile id or e-mail, and may share one with a second profile and another with a third: the
 * smallest seq spreads along shared keys until nothing changes (a few rounds; each round at least halves no chain, but
 * chains of people sharing addresses are short).
 */
async function findPersonRoots(trx: Trx, runId: string): Promise<void> {
  await trx.raw(
    `create temporary table draft_keys on commit drop as
     select d.seq, k.key from drafts d cross join lateral unnest(d.match_keys) as k(key)
     where d.run_id = ? and d.entity = 'person' and (k.key like 'id:%' or k.key like 'email:%')`,
    [runId],
  )
  // Only keys that two drafts share can join them.
  await trx.raw('delete from draft_keys where key in (select key from draft_keys group by key having count(*) = 1)')
  for (;;) {
    const { rowCount } = await trx.raw(
      `update drafts d set root_seq = r.root
       from (select k.seq, min(s.root) as root
             from draft_keys k
             join (select k.key, min(d.root_seq) as root from draft_keys k
                   join drafts d on d.run_id = :runId and d.entity = 'person' and d.seq = k.seq group by k.key) s on s.key = k.key
             group by k.seq) r
       where d.run_id = :runId and d.entity = 'person' and d.seq = r.seq and r.root < d.root_seq`,
      { runId },
    )
    if (rowCount === 0) return
  }
}

/**
 * By domain, else by normalised name. A row that has only the name joins the one domain that has the same name; where two
 * domains share a name nobody can tell, and it stays by its name.
 */
async function findOrganizationRoots(trx: Trx, runId: string): Promise<void> {
  await trx.raw(
    `with keyed as (
       select d.seq, (select k from unnest(d.match_keys) k where k like 'domain:%' limit 1) as domain,
              (select k from unnest(d.match_keys) k where k like 'name:%' limit 1) as name
       from drafts d where d.run_id = :runId and d.entity = 'organization'),
     domains as (select domain, min(seq) as root from keyed where domain is not null group by domain),
     by_name as (select name, min(domain) as domain, count(distinct domain) as domains, min(seq) filter (where domain is null) as root
                 from keyed where name is not null group by name)
     update drafts d set root_seq = case
         when keyed.domain is not null then own.root
         when by_name.domains = 1 then joined.root
         else coalesce(by_name.root, d.seq) end
     from keyed
     left join domains own on own.domain = keyed.domain
     left join by_name on by_name.name = keyed.name
     left join domains joined on joined.domain = by_name.domain
     where d.run_id = :runId and d.entity = 'organization' and d.seq = keyed.seq`,
    { runId },
  )
}

/** One journal row per root: the record of a lone draft as it is, of a group merged in the order of the rows. */
async function insertJournal(trx: Trx, { run }: RunContext, entity: RecordJournalEntity): Promise<void> {
  await trx.raw(
    `insert into journal (company_id, run_id, entity, seq, source_key, record)
     select :companyId, :runId, :entity, d.seq, d.source_key, d.record
     from drafts d where d.run_id = :runId and d.entity = :entity and d.root_seq = d.seq`,
    { companyId: run.companyId, runId: run.id, entity },
  )
  for (let after = 0; ; ) {
    const { rows }: { rows: { root_seq: number; records: Json[] }[] } = await trx.raw(
      `select root_seq, jsonb_agg(record order by seq) as records from drafts
       where run_id = ? and entity = ? and root_seq in (
         select root_seq from drafts where run_id = ? and entity = ? and root_seq <> seq and root_seq > ?
         group by root_seq order by root_seq limit 1000)
       group by root_seq order by root_seq`,
      [run.id, entity, run.id, entity, after],
    )
    const last = rows.at(-1)
    if (last === undefined) return
    const merged = rows.map(({ root_seq, records }) => ({ seq: root_seq, record: merge(entity, records) }))
    await updateRecords(trx, run.id, entity, merged)
    after = last.root_seq
  }
}

export function merge(entity: RecordJournalEntity, records: Json[]): Json {
  const kind: DraftEntity = entity === 'campaign' || entity === 'order' ? 'deal' : entity
  return mergeRecords(kind, records as unknown as RecordOf[typeof kind][]) as unknown as Json
}

export async function updateRecords(
  trx: Trx,
  runId: string,
  entity: RecordJournalEntity,
  records: { seq: number; record: Json }[],
): Promise<void> {
  if (records.length === 0) return
  await trx.raw(
    `update journal j set record = r.record from jsonb_to_recordset(?::jsonb) as r(seq bigint, record jsonb)
     where j.run_id = ? and j.entity = ? and j.seq = r.seq`,
    [JSON.stringify(records), runId, entity],
  )
}

async function insertKeys(trx: Trx, { run }: RunContext, entity: RecordJournalEntity): Promise<void> {
  const keys = entity === 'campaign' || entity === 'order' ? 'array[d.source_key]' : 'd.match_keys'
  // A key of an imported record wins over the same key of a row that was skipped.
  await trx.raw(
    `insert into record_keys (company_id, run_id, entity, key, seq)
     select distinct on (k.key) :companyId::bigint, :runId, :entity, k.key, d.root_seq
     from drafts d cross join lateral unnest(${keys}) as k(key)
     where d.run_id = :runId and d.entity = :entity
     order by k.key, d.root_seq
     on conflict (run_id, entity, key) do update
       set seq = excluded.seq, code = null, dataset_id = null, row_number = null`,
    { companyId: run.companyId, runId: run.id, entity },
  )
}
