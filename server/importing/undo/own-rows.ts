import type { Trx } from '../../../db/pool.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { HeldRun, JournalEntity } from '../types.ts'
import type { PartVerdict } from './parts.ts'
import { journalEntities, type UndoKind, type UndoRecord, type Verdict } from './types.ts'

/** A journal row of a run that undoes. */
export interface OwnRow {
  entity: JournalEntity
  seq: number
  id: number
  isOpen: boolean
  record: UndoRecord
  before: JsonObject | undefined
}

/** Those of these records that the run takes back, by id. */
export async function readOwn(trx: Trx, run: HeldRun, kind: UndoKind, ids: number[]): Promise<Map<number, OwnRow>> {
  const rows = await ownRows(trx, run, kind).whereIn('pipedrive_id', ids)
  return new Map(rows.map((row) => [row.pipedrive_id, toOwnRow(row)]))
}

/** Some that nobody has looked at yet. */
export async function readUnjudged(trx: Trx, run: HeldRun, kind: UndoKind, limit: number): Promise<OwnRow[]> {
  const rows = await ownRows(trx, run, kind)
    .where({ state: 'planned' })
    .whereRaw("record -> 'verdict' is null")
    .orderBy(['entity', 'seq'])
    .limit(limit)
  return rows.map(toOwnRow)
}

export async function saveVerdicts(
  trx: Trx,
  run: HeldRun,
  verdicts: { entity: JournalEntity; seq: number; verdict: Verdict | PartVerdict }[],
): Promise<void> {
  if (verdicts.length === 0) return
  await trx.raw(
    `update journal j set record = jsonb_set(j.record, '{verdict}', v.verdict)
     from jsonb_to_recordset(?::jsonb) as v(entity text, seq bigint, verdict jsonb)
     where j.company_id = ? and j.run_id = ? and j.entity = v.entity and j.seq = v.seq and j.state = 'planned'`,
    [JSON.stringify(verdicts), run.companyId, run.id],
  )
}

/** Whether the run takes back records of this kind at all, and some that it may have to delete. */
export async function readWork(
  trx: Trx,
  run: HeldRun,
  kind: UndoKind,
): Promise<{ isThere: boolean; mayDelete: boolean }> {
  const any = await ownRows(trx, run, kind).first()
  const made = any && (await ownRows(trx, run, kind).whereRaw("record -> 'created' = 'true'").first())
  return { isThere: any !== undefined, mayDelete: made !== undefined }
}

function ownRows(trx: Trx, run: HeldRun, kind: UndoKind) {
  return trx('journal')
    .where({ company_id: run.companyId, run_id: run.id })
    .whereIn('entity', journalEntities[kind])
    .select('entity', 'seq', 'pipedrive_id', 'state', 'record', 'before_image')
}

function toOwnRow(row: {
  entity: JournalEntity
  seq: number
  pipedrive_id: number
  state: string
  record: UndoRecord
  before_image: JsonObject | null
}): OwnRow {
  return {
    entity: row.entity,
    seq: row.seq,
    id: row.pipedrive_id,
    isOpen: row.state === 'planned',
    record: row.record,
    before: row.before_image ?? undefined,
  }
}
