import { inCompany } from '../../../db/pool.ts'
import { RecordRejected } from '../../errors.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { htmlText, splitHtml } from '../../mapping/drafting/html.ts'
import type { NoteRecord } from '../../mapping/types.ts'
import type { Intent, JournalRow } from '../journal.ts'
import { asHolder, saveStep } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'
import type { Sent, WriteStep } from '../writing.ts'
import { type AttachedRow, readAttached, whyUnwritten } from './attached-owners.ts'
import { insertPrepared, type PreparedRow, partsPerDraft } from './attached-rows.ts'
import { resolveAttached } from './resolve-attached.ts'
import { noteLimit } from './timeline.ts'
import type { NoteRow } from './timelines.ts'

const batchRows = 500

/** Journal rows of the export's notes: as many for each as its text needs. Batch by batch with the cursor. */
export async function prepareNotes(ctx: RunContext): Promise<StepResult> {
  const { db, run, clock } = ctx
  for (;;) {
    if (ctx.stop.aborted) return 'again'
    const last = await asHolder(db, run, async (trx) => {
      const rows = await readAttached<NoteRecord>(trx, run, 'note', Number(run.cursor['seq'] ?? 0), batchRows)
      const seq = rows.at(-1)?.seq
      if (seq === undefined) return undefined
      await insertPrepared(trx, run, 'note', rows.flatMap(toRows), clock.now())
      run.cursor = { seq }
      await saveStep(trx, run, run.step ?? '', run.cursor)
      return seq
    })
    if (last === undefined) return 'done'
  }
}

/** Of room for the number of a part. */
const numberLength = 40

function toRows(row: AttachedRow<NoteRecord>): PreparedRow[] {
  const { seq, rootSeq, sourceKey, record, personId, dealId, organizationId } = row
  // The same note in two rows is one.
  if (seq !== rootSeq) return []
  const parts = splitHtml(record.content, noteLimit - numberLength)
  const unwritten =
    whyUnwritten(row, 'note') ??
    (parts.length >= partsPerDraft ? ({ outcome: 'failed', code: 'note.too_long' } as const) : undefined)
  const owners = {
    ...(record.addTime === undefined ? {} : { addTime: record.addTime }),
    ...(personId === null ? {} : { personId }),
    ...(dealId === null ? {} : { dealId }),
    ...(organizationId === null ? {} : { organizationId }),
  }
  return (unwritten === undefined ? parts : parts.slice(0, 1)).map((content, index): PreparedRow => {
    const number = parts.length === 1 ? '' : `<p>(${index + 1}/${parts.length})</p>`
    const note: NoteRow = { ...owners, content: `${number}${content}` }
    return {
      seq: seq * partsPerDraft + index,
      sourceKey: `${sourceKey}:${index + 1}`,
      record: note as unknown as Json,
      ...(unwritten === undefined ? {} : { unwritten }),
    }
  })
}

export const notes: WriteStep = {
  entity: 'note',
  rowsAtOnce: 60,
  resolve: (ctx) => resolveAttached(ctx, 'note', isSameNote),
  toIntents: async (_ctx, rows) => rows.map(toIntent),
  async send(ctx, seq, action, id, body) {
    if (action === 'create' || id === undefined) {
      const record = await ctx.pipedrive.addNote(body)
      return { id: record.id, record }
    }
    return updateNote(ctx, seq, id, body)
  },
}

/** Whether a note of the account is the one that was sent: the same text at the same time on the same records. */
export function isSameNote(body: JsonObject, found: JsonObject): boolean {
  const keys = ['person_id', 'org_id', 'deal_id', 'add_time'].filter((key) => body[key] !== undefined)
  return keys.every((key) => body[key] === found[key]) && sameText(body['content'], found['content'])
}

function toIntent({ seq, record, pipedriveId, written }: JournalRow): Intent {
  const { content, addTime, personId, organizationId, dealId, events, parts } = record as unknown as NoteRow
  const body: JsonObject = {
    content,
    ...(personId === undefined ? {} : { person_id: personId }),
    ...(organizationId === undefined ? {} : { org_id: organizationId }),
    ...(dealId === undefined ? {} : { deal_id: dealId }),
    ...(addTime === undefined ? {} : { add_time: addTime.slice(0, 19).replace('T', ' ') }),
  }
  const kept = events === undefined ? {} : { events: events as unknown as Json, parts: parts ?? 1 }
  const desired = { ...body, ...kept }
  if (pipedriveId === undefined) return { seq, action: 'create', desired, body }
  const changed = Object.entries(body).filter(([field, value]) => written?.[field] !== value)
  if (changed.length === 0) return { seq, action: 'none', outcome: 'unchanged', desired }
  return { seq, action: 'update', desired, body: Object.fromEntries(changed), pipedriveId }
}

/**
 * Reads the note first (2 API tokens): what people wrote into it, or that they took it away, is not undone. Says the same
 * when it is repeated.
 */
async function updateNote(ctx: RunContext, seq: number, id: number, body: JsonObject): Promise<Sent> {
  const now = await readNote(ctx, id)
  if (now === undefined) return { id, instead: { outcome: 'skipped', code: 'record.deleted_in_pipedrive' } }
  const before = await inCompany(ctx.db, ctx.run.companyId, (trx) =>
    trx('journal').where({ run_id: ctx.run.id, entity: 'note', seq }).first('before_image'),
  )
  const isOurs = [before?.['before_image']?.content, body['content']].some((ours) => sameText(ours, now['content']))
  if (!isOurs) return { id, instead: { outcome: 'skipped', code: 'note.edited_in_pipedrive' } }
  return { id, record: await ctx.pipedrive.updateNote(id, body) }
}

async function readNote(ctx: RunContext, id: number) {
  try {
    return await ctx.pipedrive.note(id)
  } catch (error) {
    if (error instanceof RecordRejected && /\.(?:404|410)$/.test(error.code)) return undefined
    throw error
  }
}

function sameText(a: Json | undefined, b: Json | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && htmlText(a) === htmlText(b)
}
