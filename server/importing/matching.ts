import type { Trx } from '../../db/pool.ts'
import { inCompany } from '../../db/pool.ts'
import type { Json } from '../lib/json.ts'
import type { WireRecord } from '../pipedrive/types.ts'
import { type Bindings, readBindings } from './bindings.ts'
import { existingKeys } from './existing-keys.ts'
import { merge, updateRecords } from './grouping.ts'
import { asHolder } from './runs.ts'
import { pipedriveEntity, type RecordJournalEntity, type RunContext, type StepResult } from './types.ts'

/**
 * Reads the account's records once, page by page (10 API tokens per 500, against 20 per search), and notes on the journal
 * which of them each record already is. Repeatable: it only ever strengthens a match.
 */
export async function matchExisting(ctx: RunContext, entity: RecordJournalEntity): Promise<StepResult> {
  const { db, run, pipedrive } = ctx
  const [bindings, hasRecords] = await inCompany(db, run.companyId, async (trx) => [
    await readBindings(trx),
    (await trx('journal').where({ run_id: run.id, entity }).first('seq')) !== undefined,
  ])
  if (!hasRecords) return 'done'
  for await (const page of pipedrive.list(pipedriveEntity[entity], { sortBy: 'id' })) {
    if (ctx.stop.aborted) return 'again'
    await asHolder(db, run, (trx) => matchPage(trx, ctx, entity, page, bindings))
  }
  await asHolder(db, run, async (trx) => {
    await uniteTwins(trx, ctx, entity)
    await skipDeleted(trx, ctx, entity)
  })
  return 'done'
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
  await trx.raw(
    `with page as (select (r ->> 'id')::bigint as id, r as record from jsonb_array_elements(:page::jsonb) r),
     found as (
       select k.seq, c.id, c.strength
       from jsonb_to_recordset(:keys::jsonb) as c(id bigint, key text, strength int, domain text)
       join record_keys k on k.run_id = :runId and k.entity = :entity and k.key = c.key and k.seq is not null
       join journal r on r.run_id = :runId and r.entity = :entity and r.seq = k.seq
         and (c.domain is null or coalesce(r.record ->> 'domain', c.domain) = c.domain)
       union all
       select d.root_seq, l.pipedrive_id, 3
       from links l join drafts d on d.run_id = :runId and d.entity = :entity and d.source_key = l.source_key
       where l.entity = :linkEntity and l.pipedrive_id in (select id from page)),
     best as (select distinct on (seq) seq, id, strength from found order by seq, strength desc, id)
     update journal j set pipedrive_id = best.id, before_image = page.record, match_strength = best.strength
     from best join page on page.id = best.id
     where j.run_id = :runId and j.entity = :entity and j.seq = best.seq and j.state = 'planned'
       and j.match_strength < best.strength`,
    {
      page: JSON.stringify(page),
      keys: JSON.stringify(keys),
      runId: run.id,
      entity,
      linkEntity: pipedriveEntity[entity],
    },
  )
}

/** Two records of the export that are one record in Pipedrive (it holds both e-mails) become one: the surest match stays. */
async function uniteTwins(trx: Trx, { run }: RunContext, entity: RecordJournalEntity): Promise<void> {
  const { rows }: { rows: { seqs: number[]; records: Json[] }[] } = await trx.raw(
    `select jsonb_agg(seq order by match_strength desc, seq) as seqs, jsonb_agg(record order by match_strength desc, seq) as records
     from journal where run_id = ? and entity = ? and pipedrive_id is not null
     group by pipedrive_id having count(*) > 1`,
    [run.id, entity],
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
