import { inCompany, type Trx } from '../../db/pool.ts'
import { asHolder } from '../importing/runs.ts'
import type { RunContext } from '../importing/types.ts'
import type { Json, JsonObject } from '../lib/json.ts'
import { toMinor } from '../lib/money.ts'
import { type Difference, differences } from '../pipedrive/compare.ts'
import type { RecordEntity, WireRecord } from '../pipedrive/types.ts'
import { addCounts, saveDifferences } from './verification-store.ts'

const journalEntities: Record<RecordEntity, string[]> = {
  organization: ['organization'],
  person: ['person'],
  product: ['product'],
  deal: ['campaign', 'order'],
}

/** Fields that tie two records together: a difference in one of them is a broken link. */
const linkFields = new Set(['org_id', 'person_id'])

// Our clock and Pipedrive's differ by less than this.
const clockSkewMs = 60_000

/**
 * Reads back, by list pages, everything of this entity that the run wrote, and compares it field by field. What was written
 * and is no longer there is a difference as well. False when the slice ended first; what was read stays read.
 */
export async function readBack(ctx: RunContext, entity: RecordEntity): Promise<boolean> {
  const { db, run, pipedrive } = ctx
  const firstWrite = await inCompany(db, run.companyId, (trx) => firstUnread(trx, run.id, entity))
  if (firstWrite !== undefined) {
    const updatedSince = new Date(firstWrite.getTime() - clockSkewMs).toISOString()
    for await (const page of pipedrive.list(entity, { updatedSince, sortBy: 'id' })) {
      if (ctx.stop.aborted) return false
      await asHolder(db, run, (trx) => comparePage(trx, ctx, entity, page))
    }
  }
  await asHolder(db, run, async (trx) => {
    await reportMissing(trx, ctx, entity)
    if (entity === 'deal') await valueUnwritten(trx, run.id)
  })
  return true
}

async function firstUnread(trx: Trx, runId: string, entity: RecordEntity): Promise<Date | undefined> {
  const row = await written(trx, runId, entity).whereNull('read_back_at').min('intent_at as at').first()
  return row?.at ?? undefined
}

function written(trx: Trx, runId: string, entity: RecordEntity) {
  return trx('journal')
    .where({ run_id: runId })
    .whereIn('entity', journalEntities[entity])
    .whereIn('outcome', ['created', 'updated'])
}

interface WrittenRow {
  entity: string
  seq: number
  pipedrive_id: number
  body: JsonObject
  record: { currency?: string; lines?: Json[] }
}

async function comparePage(trx: Trx, ctx: RunContext, entity: RecordEntity, page: WireRecord[]): Promise<void> {
  const byId = new Map(page.map((record) => [record.id, record]))
  const rows: WrittenRow[] = await written(trx, ctx.run.id, entity)
    .whereIn('pipedrive_id', [...byId.keys()])
    .whereNull('read_back_at')
    .select('entity', 'seq', 'pipedrive_id', 'body', 'record')
  const found: { row: WrittenRow; difference: Difference }[] = []
  const values: { entity: string; seq: number; minor: number | null }[] = []
  let fieldsCompared = 0
  let linksChecked = 0
  for (const row of rows) {
    const record = byId.get(row.pipedrive_id) ?? { id: row.pipedrive_id }
    // With lines, a deal's value is Pipedrive's sum of them: it is judged with the money.
    const leave = (row.record.lines?.length ?? 0) > 0 ? ['value'] : []
    for (const difference of differences(row.body, record, leave)) found.push({ row, difference })
    fieldsCompared += countFields(row.body)
    linksChecked += Object.keys(row.body).filter((field) => linkFields.has(field)).length
    values.push({ entity: row.entity, seq: row.seq, minor: dealValueMinor(entity, record, row.record.currency) })
  }
  const broken = found.filter(({ difference }) => linkFields.has(difference.field)).length
  await markRead(trx, ctx, values)
  await saveDifferences(
    trx,
    ctx.run,
    found.map(({ row, difference }) => ({ ...row, difference })),
  )
  await addCounts(trx, ctx.run.id, {
    recordsRead: rows.length,
    fieldsCompared,
    differences: found.length - broken,
    linksChecked,
    brokenLinks: broken,
  })
}

function countFields(body: JsonObject): number {
  const custom = body['custom_fields']
  return Object.keys(body).length + (custom && typeof custom === 'object' ? Object.keys(custom).length - 1 : 0)
}

function dealValueMinor(entity: RecordEntity, record: WireRecord, currency: string | undefined): number | null {
  const value = record['value']
  return entity === 'deal' && typeof value === 'number' && currency ? toMinor(value, currency) : null
}

async function markRead(
  trx: Trx,
  { run, clock }: RunContext,
  values: { entity: string; seq: number; minor: number | null }[],
): Promise<void> {
  await trx.raw(
    `update journal j set read_back_at = ?, found_minor = v.minor
     from jsonb_to_recordset(?::jsonb) as v(entity text, seq bigint, minor bigint)
     where j.run_id = ? and j.entity = v.entity and j.seq = v.seq`,
    [clock.now(), JSON.stringify(values), run.id],
  )
}

async function reportMissing(trx: Trx, ctx: RunContext, entity: RecordEntity): Promise<void> {
  const { run } = ctx
  const rows: WrittenRow[] = await written(trx, run.id, entity)
    .whereNull('read_back_at')
    .select('entity', 'seq', 'pipedrive_id', 'body', 'record')
  if (rows.length === 0) return
  const difference: Difference = { field: 'record', written: 'present', found: null }
  await saveDifferences(
    trx,
    run,
    rows.map((row) => ({ ...row, difference })),
  )
  await addCounts(trx, run.id, { differences: rows.length })
  const gone = rows.map(({ entity: of, seq }) => ({ entity: of, seq, minor: null }))
  await markRead(trx, ctx, gone)
}

/** Deals that were equal already were read when they were matched. */
async function valueUnwritten(trx: Trx, runId: string): Promise<void> {
  const rows = await trx('journal')
    .where({ run_id: runId, outcome: 'unchanged' })
    .whereIn('entity', journalEntities.deal)
    .whereNull('found_minor')
    .select('entity', 'seq', trx.raw("record ->> 'currency' as currency"), trx.raw("before_image -> 'value' as value"))
  const values = rows.map(({ entity, seq, currency, value }) => ({ entity, seq, minor: toMinor(value ?? 0, currency) }))
  await trx.raw(
    `update journal j set found_minor = v.minor
     from jsonb_to_recordset(?::jsonb) as v(entity text, seq bigint, minor bigint)
     where j.run_id = ? and j.entity = v.entity and j.seq = v.seq`,
    [JSON.stringify(values), runId],
  )
}
