import { inCompany } from '../../../db/pool.ts'
import type { DealLine, DealRecord } from '../../mapping/types.ts'
import { toDealLine } from '../bodies.ts'
import { type InDoubt, readInDoubt, release, type Settled, settle } from '../journal.ts'
import { countBy, lineKey, missingLines, take } from '../line-chunks.ts'
import { readLinks } from '../links.ts'
import { outlasted } from '../resolving.ts'
import { asHolder } from '../runs.ts'
import type { RunContext } from '../types.ts'
import type { LineRecord } from './plan-lines.ts'

/**
 * Asks the deals which of the doubtful lines they have. Equal lines cannot be told apart, so they are counted: what the
 * export wants, less what the deal has, less what is planned anyway, is what the doubtful requests still owe. A bulk
 * request that was carried out in part keeps only the lines that are missing.
 */
export async function resolveLines(ctx: RunContext, entity: 'campaign' | 'order'): Promise<void> {
  const lineEntity = `${entity}_line` as const
  const inDoubt = await readInDoubt(ctx, lineEntity)
  if (inDoubt.length === 0 || !(await outlasted(ctx, inDoubt))) return
  // A line that is changed or removed twice is as it was after the first time.
  const [doubtful, repeatable] = split(inDoubt, ({ action }) => action === 'create')
  await release(
    ctx,
    lineEntity,
    repeatable.map(({ seq }) => seq),
  )
  const dealSeqs = [...new Set(doubtful.map(({ seq }) => Math.floor(seq / 1_000)))]
  for (let start = 0; start < dealSeqs.length; start += 100) {
    const seqs = dealSeqs.slice(start, start + 100)
    await resolveDeals(
      ctx,
      entity,
      seqs,
      doubtful.filter(({ seq }) => seqs.includes(Math.floor(seq / 1_000))),
    )
  }
}

async function resolveDeals(
  ctx: RunContext,
  entity: 'campaign' | 'order',
  dealSeqs: number[],
  doubtful: InDoubt[],
): Promise<void> {
  const lineEntity = `${entity}_line` as const
  const { deals, planned, products } = await inCompany(ctx.db, ctx.run.companyId, async (trx) => {
    const dealRows = await trx('journal').where({ run_id: ctx.run.id, entity }).whereIn('seq', dealSeqs)
    const records: { seq: number; id: number; record: DealRecord }[] = dealRows.map((row) => ({
      seq: row.seq,
      id: row.pipedrive_id,
      record: row.record,
    }))
    return {
      deals: records,
      planned: await trx('journal')
        .where({ run_id: ctx.run.id, entity: lineEntity, state: 'planned' })
        .whereRaw('seq / 1000 = any(?::bigint[])', [dealSeqs])
        .select('seq', 'record'),
      products: await readLinks(
        trx,
        'product',
        records.flatMap(({ record }) => record.lines.map(({ product }) => product)),
      ),
    }
  })
  const there = await ctx.pipedrive.dealProducts(deals.map(({ id }) => id))
  const settled: Settled[] = []
  const released: { seq: number; record: LineRecord }[] = []
  for (const deal of deals) {
    const toWire = (line: DealLine) => toDealLine(line, deal.record.currency, products.get(line.product) ?? 0)
    const existing = there.filter((line) => line.deal_id === deal.id)
    const owed = countBy(missingLines(deal.record.lines, existing, toWire).map(toWire))
    const ofDeal = ({ seq }: { seq: number }) => Math.floor(seq / 1_000) === deal.seq
    for (const row of planned.filter(ofDeal)) for (const line of row.record.lines) take(owed, lineKey(toWire(line)))
    for (const row of doubtful.filter(ofDeal)) {
      const record = row.record as unknown as LineRecord
      const missing = record.lines.filter((line) => take(owed, lineKey(toWire(line))))
      if (missing.length === 0) settled.push({ seq: row.seq, outcome: 'created' })
      else released.push({ seq: row.seq, record: { ...record, lines: missing } })
    }
  }
  await settle(ctx, lineEntity, settled)
  await keepMissing(ctx, lineEntity, released)
  await release(
    ctx,
    lineEntity,
    released.map(({ seq }) => seq),
  )
}

function split<T>(all: T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}

async function keepMissing(
  ctx: RunContext,
  entity: string,
  rows: { seq: number; record: LineRecord }[],
): Promise<void> {
  await asHolder(ctx.db, ctx.run, (trx) =>
    trx.raw(
      `update journal j set record = r.record from jsonb_to_recordset(?::jsonb) as r(seq bigint, record jsonb)
       where j.run_id = ? and j.entity = ? and j.seq = r.seq and j.state = 'sending'`,
      [JSON.stringify(rows), ctx.run.id, entity],
    ),
  )
}
