import type { Trx } from '../../db/pool.ts'
import type { Json } from '../lib/json.ts'
import { behaviourFields } from '../mapping/behaviour-fields.ts'
import { makePutValue } from '../mapping/drafting/folded-values.ts'
import { serviceProducts } from '../mapping/service-products.ts'
import type { CustomValues, DealRecord, PersonRecord } from '../mapping/types.ts'
import { updateRecords } from './grouping.ts'
import { asHolder } from './runs.ts'
import type { RunContext, StepResult } from './types.ts'

/**
 * What other datasets say about a person goes into the person's record before it is written, so that nothing is created
 * and then patched: labels of static segments, first purchase and lifetime value from the orders.
 */
export async function enrichPersons(ctx: RunContext): Promise<StepResult> {
  const { db, run } = ctx
  for (const entity of ['order', 'label', 'past_order', 'past_label', 'event', 'note', 'file']) {
    if (ctx.stop.aborted) return 'again'
    await asHolder(db, run, (trx) => resolvePersons(trx, run.id, entity))
  }
  await asHolder(db, run, (trx) => insertServiceProducts(trx, ctx))
  for (let after = 0; ; ) {
    if (ctx.stop.aborted) return 'again'
    const last = await asHolder(db, run, (trx) => enrichBatch(trx, ctx, after))
    if (last === undefined) return 'done'
    after = last
  }
}

/** The first key, best first, by which this run knows a person. */
async function resolvePersons(trx: Trx, runId: string, entity: string): Promise<void> {
  await trx.raw(
    `update drafts d set person_seq = p.seq
     from (select distinct on (d.seq) d.seq as draft_seq, k.seq
           from drafts d
           cross join lateral jsonb_array_elements_text(d.record -> 'person') with ordinality as r(key, position)
           join record_keys k on k.run_id = :runId and k.entity = 'person' and k.key = r.key and k.seq is not null
           where d.run_id = :runId and d.entity = :entity
           order by d.seq, r.position) p
     where d.run_id = :runId and d.entity = :entity and d.seq = p.draft_seq`,
    { runId, entity },
  )
}

interface PersonFacts {
  seq: number
  record: PersonRecord
  orders: { totalMinor: number; currency: string; status: DealRecord['status']; createdAt?: string }[]
  segments: string[]
}

async function enrichBatch(trx: Trx, { run, plan }: RunContext, after: number): Promise<number | undefined> {
  const put = makePutValue(plan, 'person')
  const { rows }: { rows: PersonFacts[] } = await trx.raw(
    `with people as (
       select distinct person_seq as seq from drafts
       where run_id = :runId and entity in ('order', 'label', 'past_order', 'past_label') and person_seq > :after order by 1 limit 1000),
     bought as (
       select people.seq, jsonb_agg(jsonb_build_object('totalMinor', o.record -> 'totalMinor',
                'currency', o.record -> 'currency', 'status', o.record -> 'status', 'createdAt', o.record -> 'createdAt')
                order by o.seq) as orders
       from people cross join lateral (
         select o.seq, o.record from drafts d join journal o on o.run_id = d.run_id and o.entity = 'order' and o.seq = d.seq
         where d.run_id = :runId and d.entity = 'order' and d.person_seq = people.seq
         union all
         select d.seq, d.record from drafts d where d.run_id = :runId and d.entity = 'past_order' and d.person_seq = people.seq) o
       group by 1),
     labelled as (
       select l.person_seq as seq, jsonb_agg(distinct l.record ->> 'segment') as segments
       from people join drafts l on l.run_id = :runId and l.entity in ('label', 'past_label') and l.person_seq = people.seq
       group by 1)
     select j.seq, j.record, coalesce(bought.orders, '[]') as orders, coalesce(labelled.segments, '[]') as segments
     from people
     join journal j on j.run_id = :runId and j.entity = 'person' and j.seq = people.seq
     left join bought on bought.seq = j.seq
     left join labelled on labelled.seq = j.seq
     order by j.seq`,
    { runId: run.id, after },
  )
  const records = rows.map(({ seq, record, orders, segments }) => {
    const labels: CustomValues = segments.length > 0 ? { segments__c: { type: 'set', value: segments } } : {}
    const custom = { ...record.custom }
    for (const [key, value] of Object.entries({ ...behaviourFields(orders, plan.defaultCurrency), ...labels })) {
      // A value that the profile itself carries is the customer's own figure and wins over the computed one.
      if (custom[key] === undefined) put(custom, key, value)
    }
    return { seq, record: { ...record, custom } as unknown as Json }
  })
  await updateRecords(trx, run.id, 'person', records)
  return rows.at(-1)?.seq
}

/** Delivery and rounding lines need products of ours; they are made only when some deal has such a line. */
async function insertServiceProducts(trx: Trx, { run, plan }: RunContext): Promise<void> {
  const products = serviceProducts(plan.language).map((record) => ({
    source_key: `product:${record.code}`,
    key: `code:${record.code}`,
    record,
  }))
  await trx.raw(
    `with last as (select coalesce(max(seq), 0) as seq from journal where run_id = :runId and entity = 'product'),
     wanted as (
       select p.*, row_number() over (order by p.source_key) as n
       from jsonb_to_recordset(:products::jsonb) as p(source_key text, key text, record jsonb)
       where exists (select 1 from journal j where j.run_id = :runId and j.entity in ('order', 'campaign')
                       and j.record -> 'lines' @> jsonb_build_array(jsonb_build_object('product', p.source_key)))
         and not exists (select 1 from journal j where j.run_id = :runId and j.entity = 'product' and j.source_key = p.source_key)),
     inserted as (
       insert into journal (company_id, run_id, entity, seq, source_key, record)
       select :companyId, :runId, 'product', (select seq from last) + n, source_key, record from wanted returning seq, source_key)
     insert into record_keys (company_id, run_id, entity, key, seq)
     select :companyId, :runId, 'product', w.key, i.seq from inserted i join wanted w using (source_key)
     on conflict (run_id, entity, key) do update set seq = excluded.seq, code = null`,
    { runId: run.id, companyId: run.companyId, products: JSON.stringify(products) },
  )
}
