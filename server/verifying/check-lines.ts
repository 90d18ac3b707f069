import { inCompany, type Trx } from '../../db/pool.ts'
import { countBy, lineKey, take } from '../importing/line-chunks.ts'
import { asHolder } from '../importing/runs.ts'
import type { RunContext } from '../importing/types.ts'
import type { DealProductLine, DealProductRow } from '../pipedrive/types.ts'
import { addCounts, saveDifferences } from './verification-store.ts'

/**
 * Reads the lines of every deal whose lines this run added or changed (100 deals for 10 API tokens) and counts each line: one that
 * is missing is a broken link between deal and product. False when the slice ended first.
 */
export async function checkLines(ctx: RunContext, entity: 'campaign' | 'order'): Promise<boolean> {
  for (;;) {
    if (ctx.stop.aborted) return false
    const deals = await inCompany(ctx.db, ctx.run.companyId, (trx) => readUnchecked(trx, ctx.run.id, entity))
    if (deals.length === 0) return true
    const there = await ctx.pipedrive.dealProducts(deals.map(({ id }) => id))
    await asHolder(ctx.db, ctx.run, (trx) => compareLines(trx, ctx, entity, deals, there))
  }
}

interface WrittenLines {
  seq: number
  id: number
  lines: DealProductLine[]
}

async function readUnchecked(trx: Trx, runId: string, entity: string): Promise<WrittenLines[]> {
  const { rows } = await trx.raw(
    `with deals as (
       select distinct seq / 1000 as seq from journal
       where run_id = :runId and entity = :entity and outcome in ('created', 'updated') and read_back_at is null
       order by 1 limit 100)
     select deals.seq, max((j.body ->> 'dealId')::bigint) as id, jsonb_agg(line.value) as lines
     from deals
     join journal j on j.run_id = :runId and j.entity = :entity and j.outcome in ('created', 'updated')
       and j.seq between deals.seq * 1000 and deals.seq * 1000 + 999
     cross join lateral jsonb_array_elements(j.body -> 'lines') as line
     group by deals.seq order by deals.seq`,
    { runId, entity: `${entity}_line` },
  )
  return rows
}

async function compareLines(
  trx: Trx,
  { run, clock }: RunContext,
  entity: string,
  deals: WrittenLines[],
  there: DealProductRow[],
): Promise<void> {
  const missing = deals.flatMap(({ seq, id, lines }) => {
    const found = countBy(there.filter((line) => line.deal_id === id))
    return lines
      .filter((line) => !take(found, lineKey(line)))
      .map((line) => ({
        entity: `${entity}_line`,
        seq: seq * 1_000,
        pipedrive_id: id,
        difference: { field: 'line', written: lineKey(line), found: null },
      }))
  })
  await saveDifferences(trx, run, missing)
  await addCounts(trx, run.id, {
    linksChecked: deals.reduce((sum, { lines }) => sum + lines.length, 0),
    brokenLinks: missing.length,
  })
  await trx('journal')
    .where({ run_id: run.id, entity: `${entity}_line` })
    .whereRaw('seq / 1000 = any(?::bigint[])', [deals.map(({ seq }) => seq)])
    .update({ read_back_at: clock.now() })
}
