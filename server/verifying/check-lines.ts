import { inCompany, type Trx } from '../../db/pool.ts'
import { countBy, lineKey, take } from '../importing/line-chunks.ts'
import { asHolder } from '../importing/runs.ts'
import type { RunContext } from '../importing/types.ts'
import type { DealProductLine, DealProductRow } from '../pipedrive/types.ts'
import { addCounts, saveDifferences } from './verification-store.ts'

/**
 * Reads the lines of every deal to which this run added some (100 deals for 10 API tokens) and counts each line: one that
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
    `select seq / 1000 as seq, (body ->> 'dealId')::bigint as id,
            (select jsonb_agg(l) from journal b cross join jsonb_array_elements(b.body -> 'lines') l
             where b.run_id = j.run_id and b.entity = j.entity and b.seq / 1000 = j.seq / 1000 and b.outcome = 'created') as lines
     from journal j where run_id = :runId and entity = :entity and outcome = 'created' and read_back_at is null
     group by j.run_id, j.entity, j.seq / 1000, body ->> 'dealId' order by 1 limit 100`,
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
