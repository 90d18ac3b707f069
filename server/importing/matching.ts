import type { Trx } from '../../db/pool.ts'
import { inCompany } from '../../db/pool.ts'
import { RecordRejected } from '../errors.ts'
import type { Json, JsonObject } from '../lib/json.ts'
import type { ListedKind, RecordPage, WireRecord } from '../pipedrive/types.ts'
import { type Bindings, readBindings } from './bindings.ts'
import { existingKeys } from './existing-keys.ts'
import { merge, updateRecords } from './grouping.ts'
import { matchNamesakes, noteNamesakes } from './namesakes.ts'
import { asHolder, saveStep } from './runs.ts'
import {
  pipedriveEntity,
  type RecordJournalEntity,
  type RunContext,
  type RunPipedrive,
  type StepResult,
} from './types.ts'

/**
 * Reads the account's records once, page by page (10 API tokens per 500, against 20 per search), and notes on the journal
 * which of them each record already is. A list that is longer than a slice goes on where it was. Repeatable: it only ever
 * strengthens a match.
 */
export async function matchExisting(ctx: RunContext, entity: RecordJournalEntity): Promise<StepResult> {
  const { db, run, pipedrive } = ctx
  const [bindings, hasRecords] = await inCompany(db, run.companyId, async (trx) => [
    await readBindings(trx),
    (await trx('journal').where({ run_id: run.id, entity }).first('seq')) !== undefined,
  ])
  if (!hasRecords) return 'done'
  for (const [index, kind] of listed[entity].entries()) {
    let from = readPlace(run.cursor, index)
    while (from !== undefined) {
      if (ctx.stop.aborted) return 'again'
      const { records, next } = await pageFrom(pipedrive, kind, from)
      from = next
      run.cursor = { list: index, from: next ?? null }
      await asHolder(db, run, async (trx) => {
        await matchPage(trx, ctx, entity, records, bindings)
        if (entity === 'person') await noteNamesakes(trx, run, records, bindings)
        await saveStep(trx, run, run.step ?? null, run.cursor)
      })
    }
  }
  await asHolder(db, run, async (trx) => {
    await uniteTwins(trx, ctx, entity)
    await skipDeleted(trx, ctx, entity)
    await tellDoubles(trx, ctx, entity)
  })
  return entity === 'person' ? matchNamesakes(ctx) : 'done'
}

/** Deals that people archived are in a list of their own: they are still there, and are not created again. */
const listed: Record<RecordJournalEntity, ListedKind[]> = {
  organization: ['organization'],
  person: ['person'],
  product: ['product'],
  campaign: ['deal', 'archived_deal'],
  order: ['deal', 'archived_deal'],
}

const start = ''

/** Where the step's earlier slice stopped in this list; undefined: it was read to its end. */
function readPlace({ list, from }: JsonObject, index: number): string | undefined {
  if (typeof list !== 'number' || index > list) return start
  if (index < list || from === null) return undefined
  return typeof from === 'string' ? from : start
}

/** How long Pipedrive keeps a cursor is not published: one that it refuses begins the list anew. */
async function pageFrom(pipedrive: RunPipedrive, kind: ListedKind, from: string): Promise<RecordPage> {
  try {
    return await pipedrive.page(kind, { sortBy: 'id' }, from === start ? undefined : from)
  } catch (error) {
    if (!(error instanceof RecordRejected) || from === start) throw error
    return pipedrive.page(kind, { sortBy: 'id' }, undefined)
  }
}

async function matchPage(
  trx: Trx,
  { run }: RunContext,
  entity: RecordJournalEntity,
  page: WireRecord[],
  bindings: Bindings,
): Promise<void> {
  const keys = page.flatMap((record) =>
    existingKeys(entity, record, bindings).map((key) => ({ id: record.id, ...key })),
  )
  const { rows: found }: { rows: { seq: number; id: number; strength: number }[] } = await trx.raw(
    `select k.seq, c.id, c.strength
     from jsonb_to_recordset(:keys::jsonb) as c(id bigint, key text, strength int, domain text)
     join record_keys k on k.run_id = :runId and k.entity = :entity and k.key = c.key and k.seq is not null
     join journal r on r.run_id = :runId and r.entity = :entity and r.seq = k.seq
       and (c.domain is null or coalesce(r.record ->> 'domain', c.domain) = c.domain)
     union
     select d.root_seq, l.pipedrive_id, 3
     from links l join drafts d on d.run_id = :runId and d.entity = :entity and d.source_key = l.source_key
     where l.entity = :linkEntity and l.pipedrive_id = any(:ids::bigint[])`,
    {
      keys: JSON.stringify(keys),
      ids: page.map(({ id }) => id),
      runId: run.id,
      entity,
      linkEntity: pipedriveEntity[entity],
    },
  )
  if (found.length === 0) return
  await takeBest(trx, run.id, entity, found, page)
}

/** Of equally sure matches the oldest record is taken (ids grow with time); the others are noted beside it. */
async function takeBest(
  trx: Trx,
  runId: string,
  entity: RecordJournalEntity,
  found: { seq: number; id: number; strength: number }[],
  page: WireRecord[],
): Promise<void> {
  const matched = new Set(found.map(({ id }) => id))
  const where = { runId, entity, found: JSON.stringify(found) }
  await trx.raw(
    `with best as (
       select distinct on (seq) seq, id, strength
       from jsonb_to_recordset(:found::jsonb) as f(seq bigint, id bigint, strength int) order by seq, strength desc, id)
     update journal j set pipedrive_id = best.id, before_image = r, match_strength = best.strength, twin_ids = null
     from best join jsonb_array_elements(:page::jsonb) r on (r ->> 'id')::bigint = best.id
     where j.run_id = :runId and j.entity = :entity and j.seq = best.seq and j.state = 'planned'
       and j.match_strength < best.strength`,
    { ...where, page: JSON.stringify(page.filter(({ id }) => matched.has(id))) },
  )
  await trx.raw(
    `with twins as (
       select f.seq, array_agg(distinct f.id) as ids
       from jsonb_to_recordset(:found::jsonb) as f(seq bigint, id bigint, strength int)
       join journal j on j.run_id = :runId and j.entity = :entity and j.seq = f.seq
         and j.match_strength = f.strength and j.pipedrive_id <> f.id
       group by 1)
     update journal j set twin_ids = array(select distinct unnest(j.twin_ids || twins.ids) order by 1)
     from twins where j.run_id = :runId and j.entity = :entity and j.seq = twins.seq and j.state = 'planned'`,
    where,
  )
}

/**
 * A record that matches several of the account is told with all of them, once: nobody merges what the importer chose
 * silently. Records that we linked are certain, whatever others look like them.
 */
async function tellDoubles(trx: Trx, { run }: RunContext, entity: RecordJournalEntity): Promise<void> {
  const code = 'record.several_in_pipedrive'
  await trx('findings')
    .where({ migration_id: run.migrationId, run_id: run.id, code })
    .whereRaw("detail ->> 'entity' = ?", [entity])
    .del()
  await trx.raw(
    `insert into findings (company_id, migration_id, run_id, dataset_id, row_number, code, level, detail)
     select j.company_id, :migrationId, j.run_id, d.dataset_id, d.row_number, :code, 'warning',
       jsonb_build_object('entity', j.entity, 'taken', j.pipedrive_id,
         'others', (select jsonb_agg(id::text) from unnest(j.twin_ids) id))
     from journal j
     join drafts d on d.run_id = j.run_id and d.entity = j.entity and d.seq = j.seq
     where j.run_id = :runId and j.entity = :entity and j.twin_ids is not null and j.match_strength < 3`,
    { migrationId: run.migrationId, runId: run.id, entity, code },
  )
}

/** Two records of the export that are one record in Pipedrive (it holds both e-mails) become one: the surest match stays. */
async function uniteTwins(trx: Trx, { run }: RunContext, entity: RecordJournalEntity): Promise<void> {
  const { rows }: { rows: { seqs: number[]; records: Json[] }[] } = await trx.raw(
    `select jsonb_agg(seq order by match_strength desc, seq) as seqs, jsonb_agg(record order by match_strength desc, seq) as records
     from journal where run_id = :runId and entity = :entity and pipedrive_id in (
       select pipedrive_id from journal where run_id = :runId and entity = :entity and pipedrive_id is not null
       group by pipedrive_id having count(*) > 1)
     group by pipedrive_id`,
    { runId: run.id, entity },
  )
  for (const { seqs, records } of rows) {
    const [root, ...others] = seqs
    if (root === undefined) continue
    const where = { run_id: run.id, entity }
    await updateRecords(trx, run.id, entity, [{ seq: root, record: merge(entity, records) }])
    await trx('drafts').where(where).whereIn('root_seq', others).update({ root_seq: root })
    await trx('record_keys').where(where).whereIn('seq', others).update({ seq: root })
    await trx('journal').where(where).whereIn('seq', others).del()
    if (entity === 'person') {
      await trx('drafts').where({ run_id: run.id }).whereIn('person_seq', others).update({ person_seq: root })
    }
  }
}

/** What we once wrote and people deleted since is not brought back, and what refers to it is written without it. */
async function skipDeleted(trx: Trx, { run, clock }: RunContext, entity: RecordJournalEntity): Promise<void> {
  await trx.raw(
    `with gone as (
       update journal j set state = 'settled', action = 'none', outcome = 'skipped', error_code = 'record.deleted_in_pipedrive'
       from links l
       where j.run_id = :runId and j.entity = :entity and j.state = 'planned' and j.pipedrive_id is null
         and l.entity = :linkEntity and l.source_key = j.source_key and l.run_id <> :runId
       returning l.pipedrive_id)
     update links set gone_at = :now where entity = :linkEntity and pipedrive_id in (select pipedrive_id from gone)`,
    { runId: run.id, entity, linkEntity: pipedriveEntity[entity], now: clock.now() },
  )
}
