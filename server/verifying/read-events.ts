import { inCompany, type Trx } from '../../db/pool.ts'
import { sameClock } from '../importing/phases/activities.ts'
import { type AttachedEntity, draftSeqOf } from '../importing/phases/attached-rows.ts'
import { asHolder } from '../importing/runs.ts'
import type { RunContext } from '../importing/types.ts'
import type { Json, JsonObject } from '../lib/json.ts'
import { htmlText } from '../mapping/drafting/html.ts'
import { type Difference, sameValue } from '../pipedrive/compare.ts'
import type { WireRecord } from '../pipedrive/types.ts'
import { addCounts, saveDifferences } from './verification-store.ts'

// Our clock and Pipedrive's differ by less than this.
const clockSkewMs = 60_000

/** Fields that tie a note, an activity or a file to a record: a difference in one of them is a broken link. */
const linkFields = new Set(['person_id', 'org_id', 'deal_id', 'participants'])
/** HTML that Pipedrive may write in its own way: what a reader sees is compared. */
const htmlFields = new Set(['content', 'note'])

/**
 * Reads back, by list pages, the notes, activities or files that the run wrote, and compares them field by field; one that
 * is no longer there is a difference as well. False when the slice ended first; what was read stays read.
 */
export async function readEventsBack(ctx: RunContext, entity: AttachedEntity): Promise<boolean> {
  const { db, run, pipedrive } = ctx
  const first = await inCompany(db, run.companyId, (trx) =>
    written(trx, run.id, entity).whereNull('read_back_at').min('intent_at as at').first(),
  )
  const firstWrite: Date | null = first?.at ?? null
  if (firstWrite === null) return true
  const query = { updatedSince: new Date(firstWrite.getTime() - clockSkewMs).toISOString() }
  for (let from: string | undefined; ; ) {
    if (ctx.stop.aborted) return false
    const { records, next } = await pipedrive.page(entity, query, from)
    await asHolder(db, run, (trx) => comparePage(trx, ctx, entity, records))
    if (next === undefined) break
    from = next
  }
  await asHolder(db, run, (trx) => reportMissing(trx, ctx, entity))
  return true
}

function written(trx: Trx, runId: string, entity: AttachedEntity) {
  return trx('journal').where({ run_id: runId, entity }).whereIn('outcome', ['created', 'updated'])
}

interface WrittenRow {
  entity: AttachedEntity
  seq: number
  pipedrive_id: number
  body: JsonObject
}

async function comparePage(trx: Trx, ctx: RunContext, entity: AttachedEntity, page: WireRecord[]): Promise<void> {
  const byId = new Map(page.map((record) => [record.id, record]))
  const rows: WrittenRow[] = await written(trx, ctx.run.id, entity)
    .whereIn('pipedrive_id', [...byId.keys()])
    .whereNull('read_back_at')
    .select('entity', 'seq', 'pipedrive_id', 'body')
  if (rows.length === 0) return
  const found = rows.flatMap((row) =>
    differencesOf(row.body, byId.get(row.pipedrive_id) ?? {}).map((difference) => ({ ...row, difference })),
  )
  const broken = found.filter(({ difference }) => linkFields.has(difference.field)).length
  const fields = rows.flatMap(({ body }) => Object.keys(body))
  await trx('journal')
    .where({ run_id: ctx.run.id, entity })
    .whereIn(
      'seq',
      rows.map(({ seq }) => seq),
    )
    .update({ read_back_at: ctx.clock.now() })
  await saveAttachedDifferences(trx, ctx, found)
  await addCounts(trx, ctx.run.id, {
    recordsRead: rows.length,
    fieldsCompared: fields.length,
    differences: found.length - broken,
    linksChecked: fields.filter((field) => linkFields.has(field)).length,
    brokenLinks: broken,
  })
}

/** Field by field, up to Pipedrive's own ways of writing HTML and times of day. Pure. */
export function differencesOf(body: JsonObject, record: JsonObject): Difference[] {
  return Object.entries(body)
    .map(([field, value]): Difference => ({ field, written: value, found: record[field] ?? null }))
    .filter(({ field, written: said, found }) => !isSame(field, said, found))
}

function isSame(field: string, said: Json, found: Json): boolean {
  if (field === 'due_time') return sameClock(said, found)
  if (htmlFields.has(field)) return typeof found === 'string' && htmlText(String(said)) === htmlText(found)
  return sameValue(said, found)
}

async function reportMissing(trx: Trx, ctx: RunContext, entity: AttachedEntity): Promise<void> {
  const rows: WrittenRow[] = await written(trx, ctx.run.id, entity)
    .whereNull('read_back_at')
    .select('entity', 'seq', 'pipedrive_id', 'body')
  if (rows.length === 0) return
  const difference: Difference = { field: 'record', written: 'present', found: null }
  await saveAttachedDifferences(
    trx,
    ctx,
    rows.map((row) => ({ ...row, difference })),
  )
  await addCounts(trx, ctx.run.id, { differences: rows.length })
}

/** As findings of the record; long texts are told by their beginning. */
async function saveAttachedDifferences(
  trx: Trx,
  { run }: RunContext,
  found: (WrittenRow & { difference: Difference })[],
): Promise<void> {
  const short = (value: Json) => (typeof value === 'string' ? value.slice(0, 200) : value)
  const told = found.map(({ difference, ...row }) => ({
    ...row,
    seq: draftSeqOf(row.entity, row.seq),
    difference: { ...difference, written: short(difference.written), found: short(difference.found) },
  }))
  await saveDifferences(trx, run, told)
}
