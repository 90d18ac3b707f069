import type { Trx } from '../../db/pool.ts'
import type { DatasetKind } from '../altcraft/types.ts'
import { serviceProducts } from '../mapping/service-products.ts'
import { readBindings } from './bindings.ts'
import { chainOfMigrations } from './followed-runs.ts'
import { asHolder } from './runs.ts'
import type { RecordJournalEntity, RunContext, StepResult } from './types.ts'

export type Treatment = 'listed' | 'labelled' | 'closed'

/** Whose rows tell that a record of ours is still in the export. */
const toldBy: [RecordJournalEntity, DatasetKind][] = [
  ['person', 'profiles'],
  ['organization', 'profiles'],
  ['product', 'products'],
  ['campaign', 'campaigns'],
  ['order', 'orders'],
]

/**
 * Finds what earlier exports of this chain of migrations had and this one has not: records that we linked, of kinds of which
 * this export holds a file, and that no row of it names, not even one that failed or was skipped. Each is told once, not
 * again with every export. Where a file looks partial (fewer than half of the known records are left, or rows of it could
 * not be read) its records are only listed, unless a person said that it is whole. What is to be labelled or closed goes to
 * the journal. Repeatable.
 */
export async function findVanished(ctx: RunContext): Promise<StepResult> {
  for (const [entity, kind] of toldBy) {
    if (ctx.stop.aborted) return 'again'
    await asHolder(ctx.db, ctx.run, (trx) => findOf(trx, ctx, entity, kind))
  }
  return 'done'
}

async function findOf(trx: Trx, ctx: RunContext, entity: RecordJournalEntity, kind: DatasetKind): Promise<void> {
  const { run } = ctx
  const where = { run_id: run.id, entity }
  const datasetIds = ctx.plan.datasets.filter((dataset) => dataset.kind === kind).map(({ datasetId }) => datasetId)
  await trx('vanished_records').where(where).del()
  await trx('findings')
    .where({ migration_id: run.migrationId, run_id: run.id, code: 'delta.export_partial' })
    .whereRaw("detail ->> 'entity' = ?", [entity])
    .del()
  if (datasetIds.length === 0) return
  await insertVanished(trx, ctx, entity)
  const partial = await lookPartial(trx, ctx, entity, datasetIds)
  const treatment = partial ? 'listed' : await treatmentOf(trx, ctx, entity)
  await trx('vanished_records').where(where).update({ treatment })
  if (partial) {
    await trx('findings').insert({
      company_id: run.companyId,
      migration_id: run.migrationId,
      run_id: run.id,
      code: 'delta.export_partial',
      level: 'warning',
      detail: JSON.stringify({ entity, ...partial }),
    })
  }
  if (treatment !== 'listed') await planTreatment(trx, ctx, entity)
}

/** Failed and skipped rows are known by their match keys, which say what source keys say in other words. */
const keyOfSource = `case
    when l.source_key like 'person:email:%' then substr(l.source_key, 8)
    when l.source_key like 'person:%' then 'id:' || substr(l.source_key, 8)
    when l.source_key like 'product:%' then 'code:' || substr(l.source_key, 9)
    else l.source_key end`

async function insertVanished(trx: Trx, { run, plan }: RunContext, entity: RecordJournalEntity): Promise<void> {
  const isDeal = entity === 'order' || entity === 'campaign'
  await trx.raw(
    `with recursive ${chainOfMigrations},
     earlier as (select r.id from runs r join chain on chain.id = r.migration_id where r.id <> :runId)
     insert into vanished_records (company_id, run_id, entity, source_key, pipedrive_id, treatment)
     select distinct on (l.pipedrive_id) l.company_id, :runId, :entity, l.source_key, l.pipedrive_id, 'listed'
     from links l join earlier on earlier.id = l.run_id
     where l.entity = :linkEntity and l.gone_at is null
       and (:isDeal = false or split_part(l.source_key, ':', 1) = :entity)
       and l.source_key <> all(:ownProducts::text[])
       and not exists (select 1 from drafts d where d.run_id = :runId and d.entity = :entity and d.source_key = l.source_key)
       and not exists (select 1 from record_keys k where k.run_id = :runId and k.entity = :entity and k.key = ${keyOfSource})
       and not exists (select 1 from journal j where j.run_id = :runId and j.entity = :entity and j.pipedrive_id = l.pipedrive_id
                         and j.record <> '{}')
       and not exists (select 1 from vanished_records v where v.entity = :entity and v.source_key = l.source_key
                         and v.run_id >= l.run_id and v.run_id <> :runId)
     order by l.pipedrive_id, l.source_key`,
    {
      migrationId: run.migrationId,
      runId: run.id,
      entity,
      linkEntity: isDeal ? 'deal' : entity,
      isDeal,
      ownProducts: serviceProducts(plan.language).map(({ code }) => `product:${code}`),
    },
  )
}

/** What says that the export is partial; undefined where it looks whole, or a person said so. */
async function lookPartial(
  trx: Trx,
  { run }: RunContext,
  entity: RecordJournalEntity,
  datasetIds: string[],
): Promise<{ gone: number; left: number; unreadRows: number } | undefined> {
  if (run.scope.delta?.wholeExport) return undefined
  const { rows } = await trx.raw(
    `select (select count(*)::int from vanished_records where run_id = :runId and entity = :entity) as gone,
       (select count(*)::int from journal where run_id = :runId and entity = :entity and match_strength = 3 and record <> '{}') as left,
       (select coalesce(sum(rejected_count), 0)::int from datasets where id = any(:datasetIds)) as "unreadRows"`,
    { runId: run.id, entity, datasetIds },
  )
  const { gone, left, unreadRows } = rows[0]
  return gone > 0 && (gone > left || unreadRows > 0) ? { gone, left, unreadRows } : undefined
}

/** Only people have a label, and only deals can be closed; closing means labelling where there is nothing to close. */
async function treatmentOf(trx: Trx, { run }: RunContext, entity: RecordJournalEntity): Promise<Treatment> {
  const policy = run.scope.delta?.vanished ?? 'leave'
  if (policy === 'close' && (entity === 'order' || entity === 'campaign')) return 'closed'
  if (policy === 'leave' || entity !== 'person') return 'listed'
  return (await readBindings(trx)).get('person', 'segments__c') === undefined ? 'listed' : 'labelled'
}

/** A row of the journal per record, beside those of the export: its intent, answer and before-image, as of any other. */
async function planTreatment(trx: Trx, { run }: RunContext, entity: RecordJournalEntity): Promise<void> {
  await trx.raw(
    `insert into journal (company_id, run_id, entity, seq, source_key, record, pipedrive_id, match_strength)
     select v.company_id, v.run_id, v.entity,
       (select coalesce(max(seq), 0) from journal where run_id = :runId and entity = :entity) + row_number() over (order by v.source_key),
       v.source_key, '{}', v.pipedrive_id, 3
     from vanished_records v
     where v.run_id = :runId and v.entity = :entity
       and not exists (select 1 from journal j where j.run_id = :runId and j.entity = :entity and j.source_key = v.source_key)`,
    { runId: run.id, entity },
  )
}
