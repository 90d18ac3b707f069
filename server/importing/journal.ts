import { inCompany, type Trx } from '../../db/pool.ts'
import type { Detail } from '../errors.ts'
import type { Json, JsonObject } from '../lib/json.ts'
import { unlink } from './links.ts'
import type { Edit } from './merging/types.ts'
import { asHolder } from './runs.ts'
import type { HeldRun, JournalEntity, RunContext } from './types.ts'

/**
 * The journal of a run: one row per record (or per request, for deal products).
 *
 * planned: drafted and perhaps matched; nothing was sent. Left by an intent, or at once when there is nothing to send.
 * sending: the intent is committed, the request may be on its way, and nobody knows more. Left by the answer, or, after a
 * lost answer or a takeover, by asking Pipedrive; until then it is never sent again.
 * settled: final, with exactly one outcome.
 */
export interface JournalRow {
  seq: number
  sourceKey: string
  record: Json
  pipedriveId: number | undefined
  beforeImage: JsonObject | undefined
  /** How surely the existing record is this one: 0 none, 1 by what people know it by, 2 by a source id, 3 linked by us. */
  matchStrength: number
  /** What an earlier run wrote. */
  written: JsonObject | undefined
}

/** Of a record; the last three only of a run that undoes. */
export type Outcome =
  | 'created'
  | 'updated'
  | 'unchanged'
  | 'skipped'
  | 'failed'
  | 'unprocessed'
  | 'deleted'
  | 'restored'
  | 'kept'

export type WriteAction = 'create' | 'update' | 'delete'

/**
 * What a planned row turns into: a request, or an outcome without any. `desired`: what counts as written by us from then on
 * (links.written). `edits`: what people changed meanwhile.
 */
export type Intent =
  | {
      seq: number
      action: WriteAction
      desired: JsonObject
      body: JsonObject
      pipedriveId?: number | undefined
      edits?: Edit[]
    }
  | {
      seq: number
      action: 'none'
      outcome: Outcome
      desired?: JsonObject | undefined
      code?: string
      detail?: Detail
      edits?: Edit[]
    }

export interface Settled {
  seq: number
  outcome: Outcome
  pipedriveId?: number | undefined
  /** Of the record as Pipedrive answered it after the write (pipedrive/record-hash.ts). */
  afterHash?: string | undefined
  code?: string
  detail?: Detail
}

/** Deals of both kinds share their links. */
function linkEntity(entity: JournalEntity): string {
  return entity === 'campaign' || entity === 'order' ? 'deal' : entity
}

/** The next planned rows behind `after`, by seq. */
export async function readPlanned(
  trx: Trx,
  run: HeldRun,
  entity: JournalEntity,
  { after, limit }: { after: number; limit: number },
): Promise<JournalRow[]> {
  const { rows } = await trx.raw(
    `select j.seq, j.source_key, j.record, j.pipedrive_id, j.before_image, j.match_strength, l.written
     from (select * from journal where run_id = :runId and entity = :entity and state = 'planned' and seq > :after
           order by seq limit :limit) j
     -- one look per row: joined as a whole, links are read whole for every row while their statistics are old
     left join lateral (
       select l.written from links l
       where l.entity = :linkEntity and l.source_key = j.source_key and l.pipedrive_id = j.pipedrive_id limit 1) l on true
     order by j.seq`,
    { runId: run.id, entity, after, limit, linkEntity: linkEntity(entity) },
  )
  return rows.map((row: Record<string, never>) => ({
    seq: row['seq'],
    sourceKey: row['source_key'],
    record: row['record'],
    pipedriveId: row['pipedrive_id'] ?? undefined,
    beforeImage: row['before_image'] ?? undefined,
    matchStrength: row['match_strength'],
    written: row['written'] ?? undefined,
  }))
}

/**
 * Commits the intents: from now on each of these requests may happen. Rows without a request are settled at once. The
 * caller holds the run (asHolder), so a worker that lost it commits nothing.
 */
export async function commitIntents(trx: Trx, run: HeldRun, entity: JournalEntity, intents: Intent[], now: Date) {
  const rows = intents.map((intent) => ({
    seq: intent.seq,
    action: intent.action,
    state: intent.action === 'none' ? 'settled' : 'sending',
    outcome: intent.action === 'none' ? intent.outcome : null,
    desired: intent.desired ?? null,
    // What is created is desired whole: it is sent to the database once.
    body: intent.action === 'none' || intent.body === intent.desired ? null : intent.body,
    edits: intent.edits && intent.edits.length > 0 ? intent.edits : null,
    error_code: intent.action === 'none' ? (intent.code ?? null) : null,
    error_detail: intent.action === 'none' ? (intent.detail ?? null) : null,
  }))
  const { rowCount } = await trx.raw(
    `update journal j set action = i.action, state = i.state, outcome = i.outcome, desired = i.desired,
       body = case when i.state = 'sending' then coalesce(i.body, i.desired) end,
       edits = i.edits, error_code = i.error_code, error_detail = i.error_detail, fence = :fence, intent_at = :now,
       settled_at = case when i.state = 'settled' then :now::timestamptz end,
       attempts = j.attempts + case when i.state = 'sending' then 1 else 0 end
     from jsonb_to_recordset(:rows::jsonb) as i(seq bigint, action text, state text, outcome text, desired jsonb, body jsonb,
       edits jsonb, error_code text, error_detail jsonb)
     where j.run_id = :runId and j.entity = :entity and j.seq = i.seq and j.state = 'planned'`,
    { rows: JSON.stringify(rows), runId: run.id, entity, fence: run.fence, now },
  )
  if (rowCount !== intents.length)
    throw new Error(`journal: ${rowCount} of ${intents.length} intents of ${entity} taken`)
  await link(
    trx,
    run,
    entity,
    rows.filter(({ outcome }) => outcome === 'unchanged').map(({ seq }) => seq),
    now,
  )
  await unlink(trx, run, entity, linkEntity(entity), takenBack(rows))
}

/** Settles answered rows, their links and the time of the last write in one statement family, under the run's fence. */
export async function settle(ctx: RunContext, entity: JournalEntity, settled: Settled[]): Promise<void> {
  if (settled.length === 0) return
  const { db, run, clock } = ctx
  const now = clock.now()
  const rows = settled.map(({ seq, outcome, pipedriveId, afterHash, code, detail }) => ({
    seq,
    outcome,
    pipedrive_id: pipedriveId ?? null,
    after_hash: afterHash ?? null,
    error_code: code ?? null,
    error_detail: detail ?? null,
  }))
  await asHolder(db, run, async (trx) => {
    await trx.raw(
      `update journal j set state = 'settled', outcome = s.outcome, pipedrive_id = coalesce(s.pipedrive_id, j.pipedrive_id),
         after_hash = s.after_hash,
         error_code = s.error_code, error_detail = s.error_detail, settled_at = :now
       from jsonb_to_recordset(:rows::jsonb) as s(seq bigint, outcome text, pipedrive_id bigint, after_hash text, error_code text, error_detail jsonb)
       where j.run_id = :runId and j.entity = :entity and j.seq = s.seq and j.state = 'sending'`,
      { rows: JSON.stringify(rows), runId: run.id, entity, now },
    )
    await trx('runs')
      .where({ id: run.id })
      .update({ last_write_at: now, first_write_at: trx.raw('coalesce(first_write_at, ?)', [now]) })
    const written = settled.filter(({ outcome }) => outcome === 'created' || outcome === 'updated')
    await link(
      trx,
      run,
      entity,
      written.map(({ seq }) => seq),
      now,
    )
    await unlink(trx, run, entity, linkEntity(entity), takenBack(settled))
  })
}

function takenBack(rows: { seq: number; outcome: Outcome | null }[]): number[] {
  return rows.flatMap(({ seq, outcome }) => (outcome === 'deleted' || outcome === 'restored' ? [seq] : []))
}

/** Every source key of the group, not only the first: an order may name any of the merged profiles. */
async function link(trx: Trx, run: HeldRun, entity: JournalEntity, seqs: number[], now: Date): Promise<void> {
  if (seqs.length === 0 || entity === 'campaign_line' || entity === 'order_line') return
  await trx.raw(
    `insert into links (company_id, entity, source_key, pipedrive_id, written, run_id, updated_at)
     select distinct on (k.source_key) j.company_id, :linkEntity, k.source_key, j.pipedrive_id, j.desired, j.run_id, :now::timestamptz
     from journal j
     cross join lateral (
       select j.source_key union
       select d.source_key from drafts d where d.run_id = j.run_id and d.entity = j.entity and d.root_seq = j.seq
         and j.entity not in ('note', 'activity', 'file')) k
     where j.run_id = :runId and j.entity = :entity and j.seq = any(:seqs::bigint[]) and j.pipedrive_id is not null
     order by k.source_key, j.seq
     on conflict (company_id, entity, source_key) do update
       set pipedrive_id = excluded.pipedrive_id, written = excluded.written, run_id = excluded.run_id,
           gone_at = null, updated_at = excluded.updated_at`,
    { linkEntity: linkEntity(entity), runId: run.id, entity, seqs, now },
  )
}

/** Back to planned: it is certain that the request was not carried out. */
export async function release(ctx: RunContext, entity: JournalEntity, seqs: number[]): Promise<void> {
  if (seqs.length === 0) return
  await asHolder(ctx.db, ctx.run, (trx) =>
    trx('journal')
      .where({ run_id: ctx.run.id, entity, state: 'sending' })
      .whereIn('seq', seqs)
      .update({ state: 'planned', action: null, body: null, desired: null }),
  )
}

export interface InDoubt {
  seq: number
  sourceKey: string
  action: WriteAction
  record: Json
  body: JsonObject
  intentAt: Date
  /** Of the worker that sent it. */
  fence: number
}

/** Rows whose request may have been carried out. */
export async function readInDoubt(ctx: RunContext, entity: JournalEntity): Promise<InDoubt[]> {
  const rows = await inCompany(ctx.db, ctx.run.companyId, (trx) =>
    trx('journal').where({ run_id: ctx.run.id, entity, state: 'sending' }).orderBy('seq'),
  )
  return rows.map((row) => ({
    seq: row.seq,
    sourceKey: row.source_key,
    action: row.action,
    record: row.record,
    body: row.body,
    intentAt: row.intent_at,
    fence: row.fence,
  }))
}
