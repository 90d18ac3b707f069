import { inCompany, type Trx } from '../../../db/pool.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { DealRecord } from '../../mapping/types.ts'
import { readBindings } from '../bindings.ts'
import { toDealBody } from '../bodies.ts'
import { readMergeRules, toIntent } from '../intents.ts'
import type { Intent, JournalRow } from '../journal.ts'
import { readLinks } from '../links.ts'
import { resolveRecords } from '../resolving.ts'
import type { HeldRun } from '../types.ts'
import type { WriteStep } from '../writing.ts'
import { sendRecord } from './send-record.ts'

/** Campaigns and orders: deals that are created only when everything they refer to is there. */
export function deals(entity: 'campaign' | 'order'): WriteStep {
  return {
    entity,
    resolve: (ctx) => resolveRecords(ctx, entity),
    send: sendRecord('deal'),
    async toIntents(ctx, rows) {
      const records = rows.map((row) => ({ row, record: row.record as unknown as DealRecord }))
      const lineProducts = records.flatMap(({ record }) => record.lines.map(({ product }) => product))
      const [bindings, products, people] = await inCompany(ctx.db, ctx.run.companyId, async (trx) => [
        await readBindings(trx),
        await readLinks(trx, 'product', lineProducts),
        await readPeople(trx, ctx.run, entity, rows),
      ])
      const absent = [...new Set(lineProducts)].filter((product) => !products.has(product))
      const awaited = await inCompany(ctx.db, ctx.run.companyId, (trx) => readAwaitedProducts(trx, ctx.run, absent))
      const rules = await inCompany(ctx.db, ctx.run.companyId, (trx) =>
        readMergeRules(trx, ctx, bindings, entity, rows),
      )
      // Where the platform does not tell, it is tried.
      const maySetCloseTime = (await ctx.permissions())?.['can_edit_deals_closed_date'] ?? true
      return records.map(({ row, record }): Intent => {
        const person = people.get(row.seq)
        const lacking = record.lines.filter(({ product }) => !products.has(product))
        const missing = lacking.find(({ product }) => !awaited.has(product))
        if (record.person.length > 0 && person?.personId === undefined) return withoutPerson(row, person?.waitsFor)
        if (missing) {
          const detail = { product: missing.product.replace(/^product:/, '') }
          return { seq: row.seq, action: 'none', outcome: 'failed', code: `${entity}.product_missing`, detail }
        }
        if (lacking.length > 0) {
          return { seq: row.seq, action: 'none', outcome: 'unprocessed', code: `${entity}.waits_for_product` }
        }
        const references = { ...person, stage: ctx.plan.stages[record.stage], maySetCloseTime }
        return toIntent(row, withoutSum(row, record, toDealBody(record, bindings, references)), rules)
      })
    },
  }
}

/** The value of a deal with lines is Pipedrive's sum of them: it follows when they do. */
function withoutSum({ pipedriveId }: JournalRow, { lines }: DealRecord, body: JsonObject): JsonObject {
  if (pipedriveId === undefined || lines.length === 0) return body
  const { value, ...others } = body
  return others
}

/** The person is in the export but was not imported: the order waits for the second pass. Nowhere: the order is wrong. */
function withoutPerson(row: JournalRow, waitsFor: string | undefined): Intent {
  if (waitsFor === undefined) return { seq: row.seq, action: 'none', outcome: 'failed', code: 'order.profile_missing' }
  if (waitsFor === 'profile.test')
    return { seq: row.seq, action: 'none', outcome: 'skipped', code: 'order.of_test_profile' }
  return {
    seq: row.seq,
    action: 'none',
    outcome: 'unprocessed',
    code: 'order.waits_for_person',
    detail: { reason: waitsFor },
  }
}

/** Those of the products that the export has and that were not imported: what refers to them waits. */
async function readAwaitedProducts(trx: Trx, run: HeldRun, products: string[]): Promise<Set<string>> {
  if (products.length === 0) return new Set()
  const keys = products.map((product) => product.replace(/^product:/, 'code:'))
  const known = await trx('record_keys').where({ run_id: run.id, entity: 'product' }).whereIn('key', keys).pluck('key')
  return new Set(known.map((key: string) => key.replace(/^code:/, 'product:')))
}

interface DealPerson {
  personId?: number
  organizationId?: number
  /** Why the person was not imported. */
  waitsFor?: string
}

/**
 * The person of each deal, best first: this run's journal, else what an earlier run linked, else why it is missing.
 */
async function readPeople(
  trx: Trx,
  run: HeldRun,
  entity: string,
  rows: JournalRow[],
): Promise<Map<number, DealPerson>> {
  const { rows: found } = await trx.raw(
    `select d.seq, coalesce(p.pipedrive_id, l.pipedrive_id) as person_id, o.pipedrive_id as organization_id,
            coalesce(case when p.pipedrive_id is null then p.error_code end, k.code) as waits_for
     from drafts d
     left join journal p on p.run_id = d.run_id and p.entity = 'person' and p.seq = d.person_seq
     left join links o on o.entity = 'organization' and o.source_key = p.record ->> 'organization' and o.gone_at is null
     left join lateral (
       select l.pipedrive_id from jsonb_array_elements_text(d.record -> 'person') with ordinality r(key, n)
       join links l on l.entity = 'person' and l.gone_at is null and l.source_key in (replace(r.key, 'id:', 'person:'), 'person:' || r.key)
       order by n limit 1) l on p.seq is null
     left join lateral (
       select k.code from jsonb_array_elements_text(d.record -> 'person') r(key)
       join record_keys k on k.run_id = d.run_id and k.entity = 'person' and k.key = r.key and k.seq is null
       limit 1) k on p.seq is null
     where d.run_id = :runId and d.entity = :entity and d.seq = any(:seqs::bigint[])`,
    { runId: run.id, entity, seqs: rows.map(({ seq }) => seq) },
  )
  return new Map(
    found.map(
      (row: { seq: number; person_id: number | null; organization_id: number | null; waits_for: string | null }) => [
        row.seq,
        {
          ...(row.person_id === null ? {} : { personId: row.person_id }),
          ...(row.organization_id === null ? {} : { organizationId: row.organization_id }),
          ...(row.waits_for === null ? {} : { waitsFor: row.waits_for }),
        },
      ],
    ),
  )
}
