import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany, type Trx } from '../../db/pool.ts'
import { relistCorrected, settleCorrected } from '../../server/importing/corrected-rows.ts'
import { readLineage } from '../../server/importing/lineage.ts'
import { hasOpenRows } from '../../server/importing/open-rows.ts'
import { beginScope, extendScope } from '../../server/importing/row-scope.ts'
import type { RunKind } from '../../server/importing/run-scope.ts'
import type { HeldRun } from '../../server/importing/types.ts'
import { readLatestOutcomes } from '../../server/verifying/latest-outcomes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const companyId = 7
const now = new Date('2026-11-24T10:00:00Z')

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(() =>
  asCompany(async (trx) => {
    for (const table of [
      'run_rows',
      'row_outcomes',
      'drafts',
      'record_keys',
      'runs',
      'datasets',
      'source_files',
      'migrations',
    ])
      await trx(table).del()
  }),
)

const asCompany = <T>(work: (trx: Trx) => Promise<T>) => inCompany(database.db, companyId, work)
const own = { company_id: companyId, created_at: now }

/** A migration with one file of ten rows, whose dataset has its number. */
async function migration(trx: Trx, n: number, follows?: number): Promise<void> {
  const migration_id = `mig_${n}`
  await trx('migrations').insert({
    ...own,
    id: migration_id,
    name: 'M',
    created_by: 1,
    follows: follows ? `mig_${follows}` : null,
  })
  const file = { ...own, migration_id, id: `file_${n}`, name: 'a.csv', size_bytes: 1, format: 'csv', state: 'staged' }
  await trx('source_files').insert(file)
  const columns = { columns: '[]', column_profiles: '[]', row_count: 10, rejected_count: 0 }
  await trx('datasets').insert({
    ...own,
    ...columns,
    migration_id,
    id: `set_${n}`,
    source_file_id: file.id,
    kind: 'orders',
  })
}

async function run(trx: Trx, id: string, ofMigration: number, kind: RunKind): Promise<void> {
  const plan = { plan_id: 'p', plan_checksum: 'x', created_by: 1, state: 'completed' }
  await trx('runs').insert({ ...own, ...plan, id, migration_id: `mig_${ofMigration}`, kind })
}

/** `{ 1: 'failed' }`: where rows of a dataset ended in a run. */
async function outcomes(trx: Trx, run_id: string, set: number, rows: Record<number, string>): Promise<void> {
  const dataset_id = `set_${set}`
  await trx('row_outcomes').insert(
    Object.entries(rows).map(([row, outcome]) => ({
      company_id: companyId,
      run_id,
      dataset_id,
      row_number: Number(row),
      outcome,
    })),
  )
}

async function draft(
  trx: Trx,
  run_id: string,
  seq: number,
  set: number,
  row: number,
  more: object = {},
): Promise<void> {
  const ids = { company_id: companyId, run_id, seq, root_seq: seq, dataset_id: `set_${set}`, row_number: row }
  const record = { entity: 'order', source_key: `order:${row}`, match_keys: [], record: '{}', own: true }
  await trx('drafts').insert({ ...ids, ...record, ...more })
}

function held(id: string, ofMigration: number, kind: RunKind, scope: HeldRun['scope'] = {}): HeldRun {
  const at = { takenAt: now, heldUntil: now, fence: 1, userId: 1, cursor: {}, step: 'draft' }
  return { ...at, companyId, id, migrationId: `mig_${ofMigration}`, kind, scope } as HeldRun
}

const listed = (trx: Trx, run_id: string) =>
  trx('run_rows')
    .where({ run_id, drafted: false })
    .orderBy(['dataset_id', 'row_number'])
    .select('dataset_id', 'row_number')

describe('what belongs together', () => {
  it('is a migration with its corrections, not a newer export', () =>
    asCompany(async (trx) => {
      await migration(trx, 1)
      await migration(trx, 2, 1)
      await migration(trx, 3, 2)
      await migration(trx, 4, 1)
      await run(trx, 'run_1', 1, 'full')
      await run(trx, 'run_2', 2, 'remediation')
      await run(trx, 'run_3', 3, 'remediation')
      await run(trx, 'run_4', 4, 'delta')
      await run(trx, 'run_5', 1, 'undo')
      const of = async (n: number) => (await readLineage(trx, { migrationId: `mig_${n}` })).runIds
      expect(await of(1)).toEqual(['run_1', 'run_2', 'run_3'])
      expect(await of(3)).toEqual(['run_1', 'run_2', 'run_3'])
      expect(await of(4)).toEqual(['run_4'])
      expect((await readLineage(trx, { id: 'run_3', migrationId: 'mig_3' })).runIds).toEqual(['run_1', 'run_2'])
    }))

  it('ends where migrations follow each other in a circle', () =>
    asCompany(async (trx) => {
      await migration(trx, 1, 2)
      await migration(trx, 2, 1)
      await run(trx, 'run_1', 1, 'remediation')
      await run(trx, 'run_2', 2, 'remediation')
      expect((await readLineage(trx, { migrationId: 'mig_1' })).runIds).toEqual(['run_1', 'run_2'])
    }))
})

describe('a retry', () => {
  it('is about rows whose latest outcome is failed or unprocessed, of its migration and what its runs released', () =>
    asCompany(async (trx) => {
      await migration(trx, 1)
      await migration(trx, 2, 1)
      await run(trx, 'run_1', 1, 'full')
      await run(trx, 'run_2', 1, 'retry')
      await run(trx, 'run_3', 2, 'remediation')
      await outcomes(trx, 'run_1', 1, {
        1: 'failed',
        2: 'created',
        3: 'unprocessed',
        4: 'failed',
        5: 'skipped',
        6: 'failed',
      })
      await outcomes(trx, 'run_2', 1, { 1: 'created', 4: 'failed' })
      await outcomes(trx, 'run_3', 1, { 3: 'failed' })
      await outcomes(trx, 'run_3', 2, { 1: 'failed' })
      await beginScope(trx, held('run_4', 1, 'retry', { rows: { select: 'failed' } }))
      const row = (dataset_id: string, row_number: number) => ({ dataset_id, row_number })
      expect(await listed(trx, 'run_4')).toEqual([row('set_1', 3), row('set_1', 4), row('set_1', 6)])
      await beginScope(trx, held('run_5', 2, 'retry', { rows: { select: 'failed' } }))
      expect(await listed(trx, 'run_5')).toEqual([row('set_1', 3), row('set_2', 1)])
      expect(await hasOpenRows(trx, 'mig_1', { datasetId: 'set_1', rowNumber: 1 })).toBe(false)
      expect(await hasOpenRows(trx, 'mig_1', { datasetId: 'set_1', rowNumber: 4 })).toBe(true)
      expect((await readLatestOutcomes(trx, 'mig_1'))[0]?.outcomes).toMatchObject({
        created: 2,
        skipped: 1,
        failed: 3,
        unprocessed: 0,
        none: 4,
      })
    }))

  it('of a listed row takes the open rows of the same record with it, repeated or not', () =>
    asCompany(async (trx) => {
      await migration(trx, 1)
      await run(trx, 'run_1', 1, 'full')
      await outcomes(trx, 'run_1', 1, { 1: 'failed', 2: 'failed', 3: 'failed', 4: 'created' })
      for (const row of [1, 2, 4]) await draft(trx, 'run_1', row, 1, row, { source_key: 'order:A' })
      await draft(trx, 'run_1', 3, 1, 3, { source_key: 'order:B' })
      const retried = held('run_2', 1, 'retry', {
        rows: { select: 'list', rows: [{ datasetId: 'set_1', rowNumber: 1 }] },
      })
      await beginScope(trx, retried)
      await beginScope(trx, retried)
      await trx('run_rows').update({ drafted: true })
      await draft(trx, 'run_2', 1, 1, 1, { source_key: 'order:A' })
      expect(await extendScope(trx, retried)).toBe(true)
      expect(await listed(trx, 'run_2')).toEqual([{ dataset_id: 'set_1', row_number: 2 }])
      expect(await extendScope(trx, retried)).toBe(false)
    }))
})

describe('a run of corrected rows', () => {
  it('takes what waited for one of its records, and nothing that waits for another', () =>
    asCompany(async (trx) => {
      await migration(trx, 1)
      await migration(trx, 2, 1)
      await run(trx, 'run_1', 1, 'full')
      await run(trx, 'run_2', 2, 'remediation')
      await outcomes(trx, 'run_1', 1, {
        1: 'unprocessed',
        2: 'unprocessed',
        3: 'unprocessed',
        4: 'created',
        5: 'unprocessed',
      })
      await draft(trx, 'run_1', 1, 1, 1, { record: JSON.stringify({ person: ['id:9', 'email:a@b.c'] }) })
      await draft(trx, 'run_1', 2, 1, 2, { record: JSON.stringify({ person: ['id:8'] }) })
      await draft(trx, 'run_1', 3, 1, 3, { record: JSON.stringify({ person: [], lines: [{ product: 'product:X' }] }) })
      await draft(trx, 'run_1', 4, 1, 4, { record: JSON.stringify({ person: ['id:9'] }) })
      await draft(trx, 'run_1', 5, 1, 5, { entity: 'note', record: JSON.stringify({ person: [], order: 'order:7' }) })
      const person = { entity: 'person', source_key: 'person:9', match_keys: ['id:9', 'email:a@b.c'] }
      await draft(trx, 'run_2', 1, 2, 1, person)
      await draft(trx, 'run_2', 2, 2, 2, { entity: 'product', source_key: 'product:X', match_keys: ['code:X'] })
      await draft(trx, 'run_2', 3, 2, 7)
      expect(await extendScope(trx, held('run_2', 2, 'remediation'))).toBe(true)
      expect((await listed(trx, 'run_2')).map(({ row_number }) => row_number)).toEqual([1, 3, 5])
    }))

  it('settles the originals as the rows that took their place, also when these are tried again', () =>
    asCompany(async (trx) => {
      await migration(trx, 1)
      await migration(trx, 2, 1)
      await run(trx, 'run_1', 1, 'full')
      await run(trx, 'run_2', 2, 'remediation')
      await outcomes(trx, 'run_1', 1, { 1: 'failed', 2: 'failed', 3: 'failed' })
      const place = (run_id: string, row: number, by: number) =>
        trx('run_rows').insert({
          company_id: companyId,
          run_id,
          dataset_id: 'set_1',
          row_number: row,
          drafted: true,
          corrected_dataset_id: 'set_2',
          corrected_row_number: by,
        })
      await place('run_2', 1, 1)
      await place('run_2', 2, 2)
      await outcomes(trx, 'run_2', 2, { 1: 'updated', 2: 'failed' })
      await settleCorrected(trx, 'run_2')
      const told = (run_id: string) =>
        trx('row_outcomes')
          .where({ run_id, dataset_id: 'set_1' })
          .orderBy('row_number')
          .select('row_number', 'outcome', 'code')
      expect(await told('run_2')).toEqual([
        { row_number: 1, outcome: 'merged', code: 'row.corrected' },
        { row_number: 2, outcome: 'failed', code: null },
      ])
      // The wrong original is left alone by a retry of its own migration, and follows the corrected row's.
      await beginScope(trx, held('run_3', 1, 'retry', { rows: { select: 'failed' } }))
      expect((await listed(trx, 'run_3')).map(({ row_number }) => row_number)).toEqual([3])
      await run(trx, 'run_4', 2, 'retry')
      const again = held('run_4', 2, 'retry', { rows: { select: 'failed' } })
      await beginScope(trx, again)
      await relistCorrected(trx, again)
      expect(await listed(trx, 'run_4')).toEqual([{ dataset_id: 'set_2', row_number: 2 }])
      await outcomes(trx, 'run_4', 2, { 2: 'created' })
      await settleCorrected(trx, 'run_4')
      expect(await told('run_4')).toEqual([{ row_number: 2, outcome: 'merged', code: 'row.corrected' }])
    }))
})
