import { inCompany, type Trx } from '../../../db/pool.ts'
import type { DealLine, DealRecord } from '../../mapping/types.ts'
import type { DealProductRow } from '../../pipedrive/types.ts'
import { toDealLine } from '../bodies.ts'
import { cheapestChanges, chunkLines } from '../line-chunks.ts'
import { type LineChanges, mergeLines } from '../line-merge.ts'
import { readLinks } from '../links.ts'
import type { Edit } from '../merging/types.ts'
import { readSettleConflict } from '../record-questions.ts'
import { asHolder } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'

export type DealEntity = 'campaign' | 'order'

/** One request's lines of one deal, as the journal keeps them: lines to add, one to change, or lines to remove. */
export interface LineRecord {
  dealId: number
  currency: string
  lines: DealLine[]
  /** Id of the line in Pipedrive that becomes the one of `lines`. */
  change?: number
  /** Ids of lines in Pipedrive. */
  remove?: number[]
}

/**
 * One journal row per request that the deals' lines need. A deal that was just created needs all of them; one whose lines
 * are those that we wrote before needs nothing; any other is read first (100 deals for 10 API tokens), see `mergeLines`.
 */
export async function prepareLines(ctx: RunContext, entity: DealEntity): Promise<StepResult> {
  for (let after = 0; ; ) {
    if (ctx.stop.aborted) return 'again'
    const deals = await inCompany(ctx.db, ctx.run.companyId, (trx) => readDeals(trx, ctx.run.id, entity, after))
    const last = deals.at(-1)
    if (last === undefined) return 'done'
    const { rows, edits } = await planLines(ctx, entity, deals)
    await asHolder(ctx.db, ctx.run, async (trx) => {
      await dropPlanned(trx, ctx.run.id, `${entity}_line`, deals)
      await insertLineRows(trx, ctx, `${entity}_line`, rows)
      await noteEdits(trx, ctx.run.id, entity, edits)
    })
    after = last.seq
  }
}

interface Deal {
  seq: number
  id: number
  sourceKey: string
  created: boolean
  record: DealRecord
  /** As the run recorded it that wrote the deal's lines last. */
  before: DealRecord | undefined
}

async function readDeals(trx: Trx, runId: string, entity: DealEntity, after: number): Promise<Deal[]> {
  const { rows } = await trx.raw(
    `select j.seq, j.pipedrive_id, j.source_key, j.outcome, j.record, p.record as before
     from journal j
     left join links l on l.entity = 'deal_lines' and l.source_key = j.source_key and l.pipedrive_id = j.pipedrive_id
     left join journal p on p.run_id = l.run_id and p.run_id <> j.run_id and p.entity = j.entity and p.source_key = l.source_key
     where j.run_id = :runId and j.entity = :entity and j.state = 'settled' and j.seq > :after
       and j.outcome in ('created', 'updated', 'unchanged')
       and (jsonb_array_length(j.record -> 'lines') > 0 or jsonb_array_length(p.record -> 'lines') > 0)
       and (j.outcome = 'created' or p.seq is null
         or j.record -> 'lines' <> p.record -> 'lines' or j.record -> 'currency' <> p.record -> 'currency')
     order by j.seq limit 100`,
    { runId, entity, after },
  )
  return rows.map((row: Record<string, never>) => ({
    seq: row['seq'],
    id: row['pipedrive_id'],
    sourceKey: row['source_key'],
    created: row['outcome'] === 'created',
    record: row['record'],
    before: row['before'] ?? undefined,
  }))
}

interface LineRow {
  seq: number
  source_key: string
  record: LineRecord
  /** The lines that are changed or removed, as they were. */
  before_image: { lines: DealProductRow[] } | null
}

interface LinePlan {
  rows: LineRow[]
  /** By the deal's number. */
  edits: { seq: number; edits: Edit[] }[]
}

async function planLines(ctx: RunContext, entity: DealEntity, deals: Deal[]): Promise<LinePlan> {
  const known = deals.filter(({ created }) => !created)
  const there = known.length > 0 ? await ctx.pipedrive.dealProducts(known.map(({ id }) => id)) : []
  const { products, settle } = await inCompany(ctx.db, ctx.run.companyId, async (trx) => ({
    products: await readLinks(trx, 'product', known.flatMap(productsOf)),
    settle: await readSettleConflict(
      trx,
      ctx.run,
      entity,
      known.map(({ sourceKey }) => sourceKey),
    ),
  }))
  const plans = deals.map((deal): { deal: Deal; changes: LineChanges } => {
    const { id, sourceKey, created, record, before } = deal
    if (created) return { deal, changes: { add: record.lines, change: [], remove: [], edits: [] } }
    const toWireIn = (currency: string) => (line: DealLine) =>
      toDealLine(line, currency, products.get(line.product) ?? 0)
    const changes = mergeLines({
      wanted: record.lines,
      before: before?.lines.map(toWireIn(before.currency)),
      there: there.filter((line) => line.deal_id === id),
      toWire: toWireIn(record.currency),
      settle: (field, sides) => settle(sourceKey, field, sides),
    })
    return { deal, changes: cheapestChanges(changes) }
  })
  return {
    rows: plans.flatMap(({ deal, changes }) => toLineRows(deal, changes, there)),
    edits: plans.flatMap(({ deal: { seq }, changes: { edits } }) => (edits.length > 0 ? [{ seq, edits }] : [])),
  }
}

function productsOf({ record, before }: Deal): string[] {
  return [...record.lines, ...(before?.lines ?? [])].map(({ product }) => product)
}

function toLineRows(
  { seq, id, record: { currency } }: Deal,
  { add, change, remove }: LineChanges,
  there: DealProductRow[],
): LineRow[] {
  const common = { dealId: id, currency }
  const asNow = (ids: number[]) => ({ lines: there.filter((line) => ids.includes(line.id)) })
  const requests: Pick<LineRow, 'record' | 'before_image'>[] = [
    ...chunkLines(add).map((lines) => ({ record: { ...common, lines }, before_image: null })),
    ...change.map(({ id: lineId, line }) => ({
      record: { ...common, lines: [line], change: lineId },
      before_image: asNow([lineId]),
    })),
    ...(remove.length > 0 ? [{ record: { ...common, lines: [], remove }, before_image: asNow(remove) }] : []),
  ]
  return requests.map((request, index) => ({
    // Room for 1,000 requests per deal, 100 lines each; the same deal always gets the same numbers.
    seq: seq * 1_000 + index,
    source_key: `lines:${seq}:${index}`,
    ...request,
  }))
}

/** What an attempt planned that did not come to the end: people may have changed these deals since. */
async function dropPlanned(trx: Trx, runId: string, entity: string, deals: Deal[]): Promise<void> {
  const known = deals.filter(({ created }) => !created).map(({ seq }) => seq)
  await trx.raw(
    `delete from journal l using unnest(?::bigint[]) as deal (seq)
     where l.run_id = ? and l.entity = ? and l.seq between deal.seq * 1000 and deal.seq * 1000 + 999 and l.state = 'planned'`,
    [known, runId, entity],
  )
}

async function insertLineRows(trx: Trx, { run }: RunContext, entity: string, rows: LineRow[]): Promise<void> {
  await trx.raw(
    `insert into journal (company_id, run_id, entity, seq, source_key, record, before_image)
     select ?, ?, ?, seq, source_key, record, before_image
     from jsonb_to_recordset(?::jsonb) as l(seq bigint, source_key text, record jsonb, before_image jsonb)
     on conflict do nothing`,
    [run.companyId, run.id, entity, JSON.stringify(rows)],
  )
}

/** What people did to lines, on the deal's row; in place of what an earlier attempt noted. */
async function noteEdits(
  trx: Trx,
  runId: string,
  entity: DealEntity,
  deals: { seq: number; edits: Edit[] }[],
): Promise<void> {
  if (deals.length === 0) return
  await trx.raw(
    `update journal j set edits = coalesce((select jsonb_agg(e) from jsonb_array_elements(j.edits) e
         where e ->> 'field' not like 'lines.%'), '[]') || d.edits
     from jsonb_to_recordset(?::jsonb) as d(seq bigint, edits jsonb)
     where j.run_id = ? and j.entity = ? and j.seq = d.seq`,
    [JSON.stringify(deals), runId, entity],
  )
}
