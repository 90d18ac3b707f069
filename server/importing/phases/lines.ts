import { inCompany, type Trx } from '../../../db/pool.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import type { DealLine, DealRecord } from '../../mapping/types.ts'
import type { DealProductLine } from '../../pipedrive/types.ts'
import { toDealLine } from '../bodies.ts'
import type { Intent } from '../journal.ts'
import { chunkLines, missingLines } from '../line-chunks.ts'
import { readLinks } from '../links.ts'
import { asHolder } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'
import type { WriteStep } from '../writing.ts'
import { resolveLines } from './resolve-lines.ts'

type DealEntity = 'campaign' | 'order'

/** One request's lines of one deal, as the journal keeps them. */
export interface LineRecord {
  dealId: number
  currency: string
  lines: DealLine[]
}

/**
 * One journal row per request that the deals' lines need. A deal that was just created needs all of them; one that was
 * there already is read first (100 deals for 10 API tokens) and needs what is missing.
 */
export async function prepareLines(ctx: RunContext, entity: DealEntity): Promise<StepResult> {
  for (let after = 0; ; ) {
    if (ctx.stop.aborted) return 'again'
    const deals = await inCompany(ctx.db, ctx.run.companyId, (trx) => readDeals(trx, ctx.run.id, entity, after))
    const last = deals.at(-1)
    if (last === undefined) return 'done'
    const rows = await toLineRows(ctx, deals)
    await asHolder(ctx.db, ctx.run, (trx) => insertLineRows(trx, ctx, `${entity}_line`, rows))
    after = last.seq
  }
}

interface Deal {
  seq: number
  id: number
  created: boolean
  record: DealRecord
}

async function readDeals(trx: Trx, runId: string, entity: DealEntity, after: number): Promise<Deal[]> {
  const rows = await trx('journal')
    .where({ run_id: runId, entity, state: 'settled' })
    .whereIn('outcome', ['created', 'updated', 'unchanged'])
    .whereRaw("jsonb_array_length(record -> 'lines') > 0")
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(100)
  return rows.map((row) => ({
    seq: row.seq,
    id: row.pipedrive_id,
    created: row.outcome === 'created',
    record: row.record,
  }))
}

type LineRow = { seq: number; source_key: string; record: LineRecord }

async function toLineRows(ctx: RunContext, deals: Deal[]): Promise<LineRow[]> {
  const known = deals.filter(({ created }) => !created)
  const there = known.length > 0 ? await ctx.pipedrive.dealProducts(known.map(({ id }) => id)) : []
  const products = await inCompany(ctx.db, ctx.run.companyId, (trx) =>
    readLinks(
      trx,
      'product',
      known.flatMap(({ record }) => record.lines.map(({ product }) => product)),
    ),
  )
  return deals.flatMap(({ seq, id, created, record }) => {
    const existing = there.filter((line) => line.deal_id === id)
    const toWire = (line: DealLine) => toDealLine(line, record.currency, products.get(line.product) ?? 0)
    const lines = created ? record.lines : missingLines(record.lines, existing, toWire)
    return chunkLines(lines).map((chunk, index) => ({
      // Room for 1,000 requests per deal, 100 lines each; the same deal always gets the same numbers.
      seq: seq * 1_000 + index,
      source_key: `lines:${seq}:${index}`,
      record: { dealId: id, currency: record.currency, lines: chunk },
    }))
  })
}

async function insertLineRows(trx: Trx, { run }: RunContext, entity: string, rows: LineRow[]): Promise<void> {
  await trx.raw(
    `insert into journal (company_id, run_id, entity, seq, source_key, record)
     select ?, ?, ?, seq, source_key, record
     from jsonb_to_recordset(?::jsonb) as l(seq bigint, source_key text, record jsonb) on conflict do nothing`,
    [run.companyId, run.id, entity, JSON.stringify(rows)],
  )
}

export function lines(entity: DealEntity): WriteStep {
  const step: WriteStep = {
    entity: `${entity}_line`,
    resolve: (ctx) => resolveLines(ctx, entity),
    async toIntents(ctx, rows) {
      const records = rows.map((row) => ({ seq: row.seq, record: row.record as unknown as LineRecord }))
      const products = await inCompany(ctx.db, ctx.run.companyId, (trx) =>
        readLinks(
          trx,
          'product',
          records.flatMap(({ record }) => record.lines.map(({ product }) => product)),
        ),
      )
      return records.map(({ seq, record }): Intent => {
        const wire = record.lines.map((line) => toDealLine(line, record.currency, products.get(line.product) ?? 0))
        const body: JsonObject = { dealId: record.dealId, lines: wire as unknown as Json }
        return { seq, action: 'create', desired: body, body }
      })
    },
    async send(ctx, _seq, _action, _id, body) {
      const { dealId, lines: wire } = body as unknown as { dealId: number; lines: DealProductLine[] }
      const [first, ...others] = wire
      if (first === undefined) throw new Error('a request without lines')
      if (others.length === 0) return { id: (await ctx.pipedrive.addDealProduct(dealId, first)).id }
      return { id: (await ctx.pipedrive.addDealProducts(dealId, wire))[0]?.id ?? dealId }
    },
  }
  return step
}
