import { afterAll, beforeAll, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { prepareLines } from '../../server/importing/phases/plan-lines.ts'
import { createRun, takeRun } from '../../server/importing/runs.ts'
import type { RunContext, RunPipedrive } from '../../server/importing/types.ts'
import type { DealProductRow } from '../../server/pipedrive/types.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { planOf } from '../unit/mapping-fixture.ts'

const companyId = 7
const now = new Date('2026-11-24T10:00:00Z')
const dealId = 9

let database: TestDatabase
const query = <T>(work: (trx: Parameters<Parameters<typeof inCompany>[2]>[0]) => Promise<T>) =>
  inCompany(database.db, companyId, work)

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

/** A run whose one order is in Pipedrive already, with lines of products 1 to `count`. */
async function runOfOneOrder(count: number): Promise<{ context: RunContext; there: DealProductRow[] }> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const run = { companyId, migrationId: 'mig_1', planId: 'plan_1', planChecksum: 'x', userId: 1, usageBefore: {} }
  const id = await query(async (trx) => {
    const migration = { company_id: companyId, id: 'mig_1', name: 'One', created_by: 1, created_at: now }
    await trx('migrations').insert(migration)
    const made = await createRun(trx, { enqueue: async () => {} }, { ...run, kind: 'full', scope: {} }, now)
    const lines = numbers.map((n) => ({ product: `product:P${n}`, quantity: 1, priceMinor: 10_000 }))
    await trx('journal').insert({
      company_id: companyId,
      run_id: made,
      entity: 'order',
      seq: 1,
      source_key: 'order:1',
      record: JSON.stringify({ source: 'order', currency: 'RUB', lines }),
      state: 'settled',
      outcome: 'unchanged',
      pipedrive_id: dealId,
    })
    await trx('links').insert(
      numbers.map((n) => ({
        company_id: companyId,
        entity: 'product',
        source_key: `product:P${n}`,
        pipedrive_id: n,
        run_id: made,
        updated_at: now,
      })),
    )
    return made
  })
  const taken = await takeRun(database.db, companyId, id, now)
  if (taken === undefined) throw new Error('the run was not there to take')
  const there: DealProductRow[] = []
  const pipedrive: Pick<RunPipedrive, 'dealProducts'> = { dealProducts: async () => there }
  const context: RunContext = {
    db: database.db,
    clock: { now: () => now, sleep: async () => {} },
    run: taken,
    plan: planOf([]).document,
    pipedrive: pipedrive as RunPipedrive,
    permissions: async () => undefined,
    requestTimeoutMs: 1,
    openAttachments: () => ({ take: async () => undefined, close: async () => {} }),
    stop: new AbortController().signal,
  }
  return { context, there }
}

it('lines are planned anew when planning is repeated, by what the deal has then', async () => {
  const { context, there } = await runOfOneOrder(5)
  await prepareLines(context, 'order')
  for (const id of [1, 2, 3, 4])
    there.push({ id, deal_id: dealId, product_id: id, item_price: 100, quantity: 1, sum: 100 })
  await prepareLines(context, 'order')
  const rows = await query((trx) => trx('journal').where({ entity: 'order_line' }).select('record'))
  const products = rows.flatMap(({ record }) => record.lines.map(({ product }: { product: string }) => product))
  expect(products).toEqual(['product:P5'])
})
