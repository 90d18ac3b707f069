import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany, type Trx } from '../../db/pool.ts'
import { commitIntents } from '../../server/importing/journal.ts'
import type { UndoTarget } from '../../server/importing/run-scope.ts'
import { createRun, takeRun } from '../../server/importing/runs.ts'
import type { HeldRun } from '../../server/importing/types.ts'
import { planUndo } from '../../server/importing/undo/plan-undo.ts'
import { previewUndo } from '../../server/importing/undo/preview.ts'
import { readProtectors, saveReferences } from '../../server/importing/undo/references.ts'
import { readTarget } from '../../server/importing/undo/targets.ts'
import type { UndoRecord } from '../../server/importing/undo/types.ts'
import { readUndone } from '../../server/importing/undo/undone.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const companyId = 7
const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 10, minute))
const now = at(59)
let database: TestDatabase
let rowsMade = 0

const inOurs = <T>(work: (trx: Trx) => Promise<T>) => inCompany(database.db, companyId, work)

/** A settled row of an import, as the engine leaves it. */
async function wrote(runId: string, row: Record<string, unknown>): Promise<void> {
  rowsMade += 1
  const { body = {}, desired = body, before_image: before = null, ...rest } = row
  await inOurs((trx) =>
    trx('journal').insert({
      company_id: companyId,
      run_id: runId,
      entity: 'person',
      seq: rowsMade,
      source_key: `person:${rowsMade}`,
      record: '{}',
      state: 'settled',
      body: JSON.stringify(body),
      desired: JSON.stringify(desired),
      before_image: before === null ? null : JSON.stringify(before),
      ...rest,
    }),
  )
}

async function undo(target: UndoTarget): Promise<HeldRun> {
  const run = { companyId, migrationId: 'mig', planId: 'plan', planChecksum: 'x', userId: 1, usageBefore: {} }
  const id = await inOurs(async (trx) => {
    await trx('runs').where({ kind: 'undo' }).whereNot({ state: 'completed' }).update({ state: 'completed' })
    return createRun(trx, { enqueue: async () => {} }, { ...run, kind: 'undo', scope: { undo: target } }, now)
  })
  const held = await takeRun(database.db, companyId, id, now)
  if (held === undefined) throw new Error('the undo was not there to take')
  const context = { db: database.db, run: { ...held, step: 'plan' }, stop: new AbortController().signal }
  await planUndo(context)
  await planUndo({ ...context, run: { ...held, step: 'plan', cursor: {} } })
  return held
}

const planned = async (
  run: HeldRun,
): Promise<{ entity: string; pipedrive_id: number; record: UndoRecord; before_image: unknown }[]> =>
  inOurs((trx) =>
    trx('journal')
      .where({ run_id: run.id })
      .orderBy(['entity', 'seq'])
      .select('entity', 'seq', 'pipedrive_id', 'record', 'before_image'),
  )

/** What the undo did with a record. */
async function settle(run: HeldRun, pipedriveId: number, outcome: 'deleted' | 'restored', when: Date): Promise<void> {
  await inOurs(async (trx) => {
    const row = await trx('journal').where({ run_id: run.id, pipedrive_id: pipedriveId }).first()
    await commitIntents(trx, run, row.entity, [{ seq: row.seq, action: 'none', outcome }], when)
  })
}

beforeAll(async () => {
  database = await testDatabase()
  await inOurs((trx) =>
    trx('migrations').insert({ company_id: companyId, id: 'mig', name: 'One', created_by: 1, created_at: now }),
  )
})
afterAll(() => database.drop())
beforeEach(() =>
  inOurs(async (trx) => {
    for (const table of ['journal', 'links', 'made_parts', 'bindings', 'undo_references', 'runs'])
      await trx(table).del()
    const run = { company_id: companyId, migration_id: 'mig', plan_id: 'plan', plan_checksum: 'x', created_by: 1 }
    await trx('runs').insert([
      { ...run, id: 'run_1', kind: 'full', state: 'completed', created_at: at(0) },
      { ...run, id: 'run_2', kind: 'delta', state: 'completed', created_at: at(10) },
    ])
  }),
)

describe('what an undo takes back', () => {
  const both = async () => {
    await wrote('run_1', {
      pipedrive_id: 5,
      outcome: 'updated',
      body: { name: 'One' },
      desired: { name: 'One' },
      before_image: { name: 'Theirs' },
      after_hash: 'h1',
      settled_at: at(1),
    })
    await wrote('run_2', {
      pipedrive_id: 5,
      outcome: 'updated',
      body: { name: 'Two' },
      desired: { name: 'Two' },
      before_image: { name: 'One' },
      after_hash: 'h2',
      settled_at: at(11),
    })
    await wrote('run_1', { pipedrive_id: 6, outcome: 'created', body: { name: 'Six' }, settled_at: at(1) })
    await wrote('run_1', { pipedrive_id: 8, outcome: 'unchanged', settled_at: at(1) })
    await wrote('run_1', { outcome: 'failed', settled_at: at(1) })
    await inOurs((trx) =>
      trx('links').insert(
        [5, 6].map((id) => ({
          company_id: companyId,
          entity: 'person',
          source_key: `person:of${id}`,
          pipedrive_id: id,
          written: '{"name":"Two"}',
          run_id: 'run_2',
          updated_at: now,
        })),
      ),
    )
  }

  it('is one row per record, with what it was before the first write and what was written last', async () => {
    await both()
    const rows = await planned(await undo({ of: 'migration', setup: false }))
    expect(rows.map(({ pipedrive_id: id }) => id)).toEqual([5, 6])
    expect(rows[0]).toMatchObject({ before_image: { name: 'Theirs' }, record: { created: false, hasLater: false } })
    expect(rows[0]?.record.writes).toEqual([
      { target: true, body: { name: 'One' }, hash: 'h1' },
      { target: true, body: { name: 'Two' }, hash: 'h2' },
    ])
    expect(rows[1]?.record).toMatchObject({ created: true, name: 'Six' })
  })

  it('of a later run goes back to what the run before wrote, and stays linked to it', async () => {
    await both()
    const run = await undo({ of: 'run', runId: 'run_2', setup: false })
    const [row] = await planned(run)
    expect(row).toMatchObject({ before_image: { name: 'One' }, record: { previousRun: 'run_1' } })
    await settle(run, 5, 'restored', now)
    const links = await inOurs((trx) => trx('links').where({ pipedrive_id: 5 }).select('run_id', 'written'))
    expect(links).toEqual([{ run_id: 'run_1', written: { name: 'One' } }])
  })

  it('of an earlier run knows the later write, and leaves its link alone', async () => {
    await both()
    const run = await undo({ of: 'run', runId: 'run_1', setup: false })
    const [row] = await planned(run)
    expect(row?.record).toMatchObject({ hasLater: true, writes: [{ target: true }, { target: false, hash: 'h2' }] })
    await settle(run, 5, 'restored', now)
    await settle(run, 6, 'deleted', now)
    expect(await inOurs((trx) => trx('links').pluck('pipedrive_id'))).toEqual([5])
  })

  it('is not taken back again, unless it was written again since', async () => {
    await both()
    const first = await undo({ of: 'migration', setup: false })
    await settle(first, 5, 'restored', at(20))
    await settle(first, 6, 'deleted', at(20))
    expect(await planned(await undo({ of: 'migration', setup: false }))).toEqual([])
    await wrote('run_2', { pipedrive_id: 5, outcome: 'updated', body: { name: 'Three' }, settled_at: at(30) })
    const rows = await planned(await undo({ of: 'migration', setup: false }))
    expect(rows.map(({ pipedrive_id: id }) => id)).toEqual([5])
  })

  it('of one record comes with what we hung on it, and its cost is told before', async () => {
    await both()
    await wrote('run_1', {
      entity: 'note',
      pipedrive_id: 1,
      outcome: 'created',
      body: { person_id: 6 },
      settled_at: at(2),
    })
    await wrote('run_1', {
      entity: 'note',
      pipedrive_id: 2,
      outcome: 'created',
      body: { person_id: 9 },
      settled_at: at(2),
    })
    const participants = [{ person_id: 6, primary: false }]
    await wrote('run_1', {
      entity: 'activity',
      pipedrive_id: 3,
      outcome: 'created',
      body: { participants },
      settled_at: at(2),
    })
    const target: UndoTarget = { of: 'record', entity: 'person', pipedriveId: 6, setup: false }
    const preview = await inOurs(async (trx) => previewUndo(trx, companyId, await readTarget(trx, 'mig', target)))
    expect(preview.entities).toEqual({
      note: { delete: 1, restore: 0 },
      activity: { delete: 1, restore: 0 },
      person: { delete: 1, restore: 0 },
    })
    expect(preview.apiTokens).toBeGreaterThanOrEqual(6 + 3 + 3)
    const rows = await planned(await undo(target))
    expect(rows.map(({ entity, pipedrive_id: id }) => `${entity} ${id}`)).toEqual(['activity 3', 'note 1', 'person 6'])
  })

  it('has the lines of a deal, also of one that was only given some', async () => {
    const line = { product_id: 1, item_price: 2, quantity: 3 }
    await wrote('run_1', {
      entity: 'order',
      pipedrive_id: 4,
      outcome: 'unchanged',
      before_image: { value: 9 },
      settled_at: at(1),
    })
    await wrote('run_1', {
      entity: 'order_line',
      outcome: 'created',
      body: { dealId: 4, lines: [line, line] },
      settled_at: at(1),
    })
    const [deal] = await planned(await undo({ of: 'migration', setup: false }))
    expect(deal).toMatchObject({ pipedrive_id: 4, record: { created: false, writes: [] } })
    expect(deal?.record.lines).toEqual([
      { target: true, outcome: 'created', lines: [line, line], id: null, before: [] },
    ])
  })

  it('is nothing of another migration, another undo or a phase without records', async () => {
    const run = await undo({ of: 'migration', setup: false })
    const refusal = (target: UndoTarget, migration = 'mig') => inOurs((trx) => readTarget(trx, migration, target))
    await expect(refusal({ of: 'run', runId: run.id, setup: false })).rejects.toMatchObject({ code: 'undo.of_undo' })
    await expect(refusal({ of: 'run', runId: 'run_1', setup: false }, 'mig_2')).rejects.toMatchObject({ status: 404 })
    await expect(refusal({ of: 'record', entity: 'person', pipedriveId: 1, setup: false })).rejects.toMatchObject({
      code: 'undo.unknown_record',
    })
    const labels: UndoTarget = { of: 'phase', runId: 'run_1', phase: 'labels', setup: false }
    await expect(refusal(labels)).rejects.toMatchObject({ code: 'undo.unknown_phase' })
  })
})

it('a record that something refers to is judged again, and told by whom', async () => {
  await wrote('run_1', { pipedrive_id: 6, outcome: 'created', settled_at: at(1) })
  await wrote('run_1', { entity: 'order', pipedrive_id: 4, outcome: 'created', settled_at: at(1) })
  const run = await undo({ of: 'migration', setup: false })
  const judged = () =>
    inOurs((trx) => trx('journal').where({ run_id: run.id, entity: 'person' }).first('record')).then(
      (row) => row.record.verdict,
    )
  const judge = () =>
    inOurs((trx) =>
      trx('journal')
        .where({ run_id: run.id, entity: 'person' })
        .update({ record: trx.raw(`jsonb_set(record, '{verdict}', '{"do": "delete", "lines": []}')`) }),
    )
  await judge()
  const refer = (kind: 'deal' | 'note', id: number) =>
    inOurs((trx) => saveReferences(trx, run, kind, [{ id, references: [{ parent: 'person', parentId: 6 }] }]))
  await refer('deal', 4)
  expect(await judged()).toBeUndefined()
  const protectors = () => inOurs(async (trx) => (await readProtectors(trx, run, 'person', [6])).get(6))
  expect(await protectors()).toEqual({ counts: { deal: 1 }, ours: true })
  await refer('note', 77)
  expect(await protectors()).toEqual({ counts: { deal: 1, note: 1 }, ours: false })
  await inOurs((trx) => saveReferences(trx, run, 'note', [{ id: 77, references: [] }]))
  await inOurs((trx) =>
    saveReferences(trx, run, 'deal', [{ id: 4, references: [{ parent: 'person', parentId: 999 }] }]),
  )
  expect(await protectors()).toBeUndefined()
})

it('what an undo did is read in pages, and another company reads nothing of it', async () => {
  for (const id of [11, 12, 13]) await wrote('run_1', { pipedrive_id: id, outcome: 'created', settled_at: at(1) })
  const run = await undo({ of: 'migration', setup: false })
  const first = await inOurs((trx) => readUndone(trx, companyId, run.id, { selection: 'all', limit: 2 }))
  expect(first).toMatchObject({
    rows: [{ pipedriveId: 11, result: 'unprocessed' }, { pipedriveId: 12 }],
    next: 'person:2',
  })
  const rest = await inOurs((trx) =>
    readUndone(trx, companyId, run.id, { selection: 'all', after: 'person:2', limit: 2 }),
  )
  expect(rest).toMatchObject({ rows: [{ pipedriveId: 13 }], next: null })
  const strange = await inCompany(database.db, 8, (trx) =>
    readUndone(trx, companyId, run.id, { selection: 'all', limit: 2 }),
  )
  expect(strange.rows).toEqual([])
})
