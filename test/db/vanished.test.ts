import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import type { DeltaPolicies } from '../../server/importing/run-scope.ts'
import { createRun, takeRun } from '../../server/importing/runs.ts'
import type { RunContext, RunPipedrive } from '../../server/importing/types.ts'
import { findVanished } from '../../server/importing/vanished.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { planOf } from '../unit/mapping-fixture.ts'

const companyId = 7
const now = new Date('2026-11-24T10:00:00Z')

let database: TestDatabase
let context: RunContext

type Trx = Parameters<Parameters<typeof inCompany>[2]>[0]
const query = <T>(work: (trx: Trx) => Promise<T>) => inCompany(database.db, companyId, work)

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const people = Array.from({ length: 6 }, (_, index) => `person:p${index + 1}`)

/** Six people and two orders that an earlier migration's run linked; a run of a later export that follows it. */
beforeEach(() => begin({ conflicts: 'theirs', vanished: 'label' }))

async function begin(policies: DeltaPolicies): Promise<void> {
  const run = { companyId, migrationId: 'mig_2', planId: 'plan_1', planChecksum: 'x', userId: 1, usageBefore: {} }
  const id = await query(async (trx) => {
    for (const table of [
      'runs',
      'migrations',
      'drafts',
      'journal',
      'record_keys',
      'links',
      'findings',
      'bindings',
      'vanished_records',
    ])
      await trx(table).del()
    const common = { company_id: companyId, created_by: 1, created_at: now }
    await trx('migrations').insert([
      { ...common, id: 'mig_1', name: 'One' },
      { ...common, id: 'mig_2', name: 'Two', follows: 'mig_1' },
    ])
    await trx('runs').insert({
      ...common,
      ...{ id: 'run_0', migration_id: 'mig_1', plan_id: 'p', plan_checksum: 'x', kind: 'full', state: 'completed' },
    })
    await linked(trx, 'run_0', people, 'person')
    await linked(trx, 'run_0', ['order:o1', 'order:o2'], 'deal')
    return createRun(trx, { enqueue: async () => {} }, { ...run, kind: 'delta', scope: { delta: policies } }, now)
  })
  const taken = await takeRun(database.db, companyId, id, now)
  if (taken === undefined) throw new Error('the run was not there to take')
  const datasets = (['profiles', 'orders'] as const).map((kind) => ({
    ...{ datasetId: kind, file: kind, kind, columns: [], reading: {} },
  }))
  context = {
    db: database.db,
    clock: { now: () => now, sleep: async () => {} },
    run: taken,
    plan: { ...planOf([]).document, datasets },
    pipedrive: {} as RunPipedrive,
    permissions: async () => undefined,
    requestTimeoutMs: 1,
    openAttachments: () => ({ take: async () => undefined, close: async () => {} }),
    stop: new AbortController().signal,
  }
}

const linked = (trx: Trx, runId: string, keys: string[], entity: string) =>
  trx('links').insert(
    keys.map((source_key, index) => ({
      ...{ company_id: companyId, entity, source_key, pipedrive_id: index + 1, run_id: runId, updated_at: now },
    })),
  )

/** What the newer export has, as the run matched it with its links. */
const present = (keys: string[], entity: string) =>
  query(async (trx) => {
    const common = { company_id: companyId, run_id: context.run.id, entity }
    for (const [index, source_key] of keys.entries()) {
      const row = { ...common, seq: index + 1, source_key, record: '{"name":"A"}' }
      const pipedrive_id = (entity === 'person' ? people : ['order:o1', 'order:o2']).indexOf(source_key) + 1
      await trx('journal').insert({ ...row, state: 'settled', outcome: 'unchanged', pipedrive_id, match_strength: 3 })
      await trx('drafts').insert({
        ...{ ...row, dataset_id: 'set', row_number: index + 1, match_keys: [], own: true, root_seq: index + 1 },
      })
    }
  })
const unwritten = (entity: string, key: string) =>
  query((trx) => trx('record_keys').insert({ company_id: companyId, run_id: context.run.id, entity, key, code: 'x' }))
const bindSegments = () =>
  query(async (trx) => {
    await trx('bindings').del()
    const field = {
      entity: 'person',
      field_key: 'segments__c',
      code: 'c'.repeat(40),
      field_name: 's',
      field_type: 'set',
    }
    await trx('bindings').insert({ company_id: companyId, ...field, created_by_us: true, updated_at: now })
  })
async function vanished(): Promise<string[]> {
  for (let attempt = 0; attempt < 2; attempt += 1) await findVanished(context)
  const rows = await query((trx) => trx('vanished_records').where({ run_id: context.run.id }).orderBy('source_key'))
  return rows.map(({ source_key, treatment }) => `${source_key} ${treatment}`)
}

describe('what a newer export no longer has', () => {
  it('are linked records that no row of it names, not even one that failed or was skipped', async () => {
    await bindSegments()
    await present(people.slice(0, 4), 'person')
    await unwritten('person', 'id:p5')
    await present(['order:o1'], 'order')
    await unwritten('order', 'order:o2')
    expect(await vanished()).toEqual(['person:p6 labelled'])
    const planned = await query((trx) => trx('journal').where({ run_id: context.run.id, state: 'planned' }))
    expect(planned).toMatchObject([{ entity: 'person', source_key: 'person:p6', pipedrive_id: 6, record: {} }])
  })

  it('is not what is in Pipedrive the same record under another key', async () => {
    await present(people.slice(0, 5), 'person')
    await query((trx) => trx('journal').where({ source_key: 'person:p5' }).update({ pipedrive_id: 6 }))
    await query((trx) => trx('links').where({ source_key: 'person:p5' }).del())
    await present(['order:o1', 'order:o2'], 'order')
    expect(await vanished()).toEqual([])
  })

  it('is only listed where the export looks partial, unless a person says that it is whole', async () => {
    await bindSegments()
    await present(people.slice(0, 2), 'person')
    await present(['order:o1', 'order:o2'], 'order')
    expect(await vanished()).toEqual(people.slice(2).map((key) => `${key} listed`))
    expect(await query((trx) => trx('findings').select('code', 'detail'))).toEqual([
      { code: 'delta.export_partial', detail: { entity: 'person', gone: 4, left: 2, unreadRows: 0 } },
    ])
    await begin({ conflicts: 'theirs', vanished: 'label', wholeExport: true })
    await bindSegments()
    await present(people.slice(0, 2), 'person')
    await present(['order:o1', 'order:o2'], 'order')
    expect(await vanished()).toEqual(people.slice(2).map((key) => `${key} labelled`))
    expect(await query((trx) => trx('findings').select('code'))).toEqual([])
  })

  it('is nothing of a kind of which it has no file', async () => {
    context = { ...context, plan: { ...context.plan, datasets: [] } }
    expect(await vanished()).toEqual([])
  })

  it('is told once, and again only after it came back', async () => {
    await present(people.slice(0, 5), 'person')
    await present(['order:o1', 'order:o2'], 'order')
    await query((trx) =>
      trx('vanished_records').insert({
        ...{ company_id: companyId, run_id: 'run_00', entity: 'person', source_key: 'person:p6', pipedrive_id: 6 },
        treatment: 'listed',
      }),
    )
    expect(await vanished()).toEqual([])
    await query((trx) => trx('vanished_records').update({ run_id: 'run_' }))
    expect(await vanished()).toEqual(['person:p6 listed'])
  })
})
