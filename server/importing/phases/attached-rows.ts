import type { Trx } from '../../../db/pool.ts'
import type { Json } from '../../lib/json.ts'
import type { HeldRun, JournalEntity } from '../types.ts'
import type { Unwritten } from './attached-owners.ts'

export type AttachedEntity = Extract<JournalEntity, 'note' | 'activity' | 'file'>

/** A journal row that a phase prepares: to be written, or settled without a request. */
export interface PreparedRow {
  seq: number
  sourceKey: string
  record: Json
  unwritten?: Unwritten
}

/** Parts of one draft: a draft's own records have these numbers in the journal. */
export const partsPerDraft = 1_000
/** More than drafts can be: in a file's number, the place of its content counts before the row that names it. */
export const draftsPerPlace = 2 ** 33

/** The draft that a journal row was made of. */
export function draftSeqOf(entity: AttachedEntity, seq: number): number {
  return entity === 'file' ? seq % draftsPerPlace : Math.floor(seq / partsPerDraft)
}

/**
 * Journal rows of notes, activities and files. What was written under the same source key is theirs: they are compared with
 * it, and what people deleted since is not brought back. May be repeated: rows that are there stay as they are.
 */
export async function insertPrepared(
  trx: Trx,
  run: HeldRun,
  entity: AttachedEntity,
  rows: PreparedRow[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return
  const given = rows.map(({ seq, sourceKey, record, unwritten }) => ({
    seq,
    source_key: sourceKey,
    record,
    outcome: unwritten?.outcome ?? null,
    code: unwritten?.code ?? null,
    detail: unwritten?.detail ?? null,
  }))
  await trx.raw(
    `insert into journal (company_id, run_id, entity, seq, source_key, record, pipedrive_id, before_image, match_strength,
       state, action, outcome, error_code, error_detail, settled_at)
     select :companyId, :runId, :entity, r.seq, r.source_key, r.record, l.pipedrive_id, l.written - '{events,parts}'::text[],
       case when l.pipedrive_id is null then 0 else 3 end,
       case when s.outcome is null then 'planned' else 'settled' end, case when s.outcome is not null then 'none' end,
       s.outcome, s.code, r.detail, case when s.outcome is not null then :now::timestamptz end
     from jsonb_to_recordset(:rows::jsonb) as r(seq bigint, source_key text, record jsonb, outcome text, code text, detail jsonb)
     left join links l on l.company_id = :companyId and l.entity = :entity and l.source_key = r.source_key
     cross join lateral (
       select coalesce(r.outcome, case when l.gone_at is not null then 'skipped' end) as outcome,
              coalesce(r.code, case when l.gone_at is not null then 'record.deleted_in_pipedrive' end) as code) s
     on conflict do nothing`,
    { companyId: run.companyId, runId: run.id, entity, rows: JSON.stringify(given), now },
  )
}

/** Outcomes of source rows that never become a record of their own. */
export async function insertUnwritten(
  trx: Trx,
  run: HeldRun,
  entity: AttachedEntity,
  rows: { seq: number; unwritten: Unwritten }[],
): Promise<void> {
  if (rows.length === 0) return
  const given = rows.map(({ seq, unwritten }) => ({ seq, ...unwritten }))
  await trx.raw(
    `insert into row_outcomes (company_id, run_id, dataset_id, row_number, outcome, code, detail, entity)
     select d.company_id, d.run_id, d.dataset_id, d.row_number, r.outcome, r.code, r.detail, :entity
     from jsonb_to_recordset(:rows::jsonb) as r(seq bigint, outcome text, code text, detail jsonb)
     join drafts d on d.run_id = :runId and d.entity = 'event' and d.seq = r.seq
     on conflict (run_id, dataset_id, row_number) do nothing`,
    { runId: run.id, entity, rows: JSON.stringify(given) },
  )
}

/** Which journal row tells a draft. */
export async function noteJournalRows(
  trx: Trx,
  run: HeldRun,
  entity: 'event' | 'file',
  rows: { seq: number; journalSeq: number }[],
): Promise<void> {
  if (rows.length === 0) return
  await trx.raw(
    `update drafts d set journal_seq = r.journal_seq
     from jsonb_to_recordset(:rows::jsonb) as r(seq bigint, journal_seq bigint)
     where d.run_id = :runId and d.entity = :entity and d.seq = r.seq`,
    {
      runId: run.id,
      entity,
      rows: JSON.stringify(rows.map(({ seq, journalSeq }) => ({ seq, journal_seq: journalSeq }))),
    },
  )
}
