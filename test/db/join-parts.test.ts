import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany, type Trx } from '../../db/pool.ts'
import type { Json } from '../../server/lib/json.ts'
import { makeColumnProfiler } from '../../server/staging/column-profiler.ts'
import { readDatasets, readRows } from '../../server/staging/datasets.ts'
import { joinParts } from '../../server/staging/join-parts.ts'
import { removeFile } from '../../server/staging/remove-file.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const companyId = 7
const migrationId = 'mig_1'
const people: Json[][] = [
  ['5a61f87d69d42678a8dc6d01', 'anna@firm.example', 'Anna'],
  ['5a61f87d69d42678a8dc6d02', 'boris@firm.example', 'Boris'],
]

interface Given {
  columns?: string[]
  kind?: string
  rows?: Json[][]
  choice?: { kind: string }
  archive?: string
  at?: string
}

describe('parts of one export', () => {
  let database: TestDatabase
  const inTransaction = <T>(work: (trx: Trx) => Promise<T>) => inCompany(database.db, companyId, work)
  const join = () => inTransaction((trx) => joinParts(trx, migrationId))
  const remove = (file: string) => inTransaction((trx) => removeFile(trx, file))
  const datasets = () => inTransaction((trx) => readDatasets(trx, migrationId))
  /** File → the file whose part it is. */
  const joined = async () => {
    const all = await datasets()
    return Object.fromEntries(all.map(({ file, partOf }) => [file, all.find(({ id }) => id === partOf)?.file ?? null]))
  }

  async function stage(file: string, given: Given = {}): Promise<void> {
    const { kind = 'profiles', rows = people, choice = {}, archive, at = '2026-11-24T10:00:00Z' } = given
    const columns = given.columns ?? ['Column 1', 'Column 2', 'Column 3']
    const profiler = makeColumnProfiler()
    for (const [index, cells] of rows.entries()) profiler.addRow({ rowNumber: index + 1, cells })
    const own = { company_id: companyId, migration_id: migrationId, created_at: new Date(at) }
    await inTransaction(async (trx) => {
      const source = { ...own, size_bytes: 1, state: 'staged' }
      if (archive !== undefined) {
        await trx('source_files')
          .insert({ ...source, id: archive, name: archive })
          .onConflict(['company_id', 'id'])
          .ignore()
      }
      const parent = archive === undefined ? {} : { parent_id: archive }
      await trx('source_files').insert({ ...source, ...parent, id: file, name: file, choice: JSON.stringify(choice) })
      await trx('datasets').insert({
        ...own,
        id: `ds ${file}`,
        source_file_id: file,
        kind,
        kind_evidence: `evidence of ${file}`,
        kind_confidence: 0.9,
        header_missing: given.columns === undefined,
        columns: JSON.stringify(columns),
        column_profiles: JSON.stringify(profiler.profiles(columns)),
        row_count: rows.length,
        rejected_count: 0,
      })
      for (const [index, cells] of rows.entries()) {
        const row = { row_number: index + 1, cells: JSON.stringify(cells) }
        await trx('source_rows').insert({ company_id: companyId, dataset_id: `ds ${file}`, ...row })
      }
    })
  }

  const header = ['id', 'email', '_fname']

  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.drop())
  beforeEach(() =>
    inTransaction(async (trx) => {
      await trx('migrations').del()
      const migration = { company_id: companyId, id: migrationId, name: 'One', created_by: 1, created_at: new Date() }
      await trx('migrations').insert(migration)
      await trx('source_rows').del()
    }),
  )

  it('are joined whatever came first, and a part without column names takes over those of the lead', async () => {
    await stage('2_export.csv', { kind: 'unknown' })
    await join()
    expect(await joined()).toEqual({ '2_export.csv': null })
    await stage('1_export.csv', { columns: header })
    await stage('other.csv', { columns: header })
    await join()
    const once = await datasets()
    expect(await joined()).toEqual({ '1_export.csv': null, '2_export.csv': '1_export.csv', 'other.csv': null })
    expect(once.find(({ file }) => file === '2_export.csv')).toMatchObject({
      columns: header,
      kind: 'profiles',
      kindEvidence: 'evidence of 1_export.csv',
      headerMissing: true,
      profiles: [
        { column: 'id', types: { objectId: 2 } },
        { column: 'email', types: { email: 2 } },
        { column: '_fname', filled: 2 },
      ],
    })
    await join()
    expect(await datasets()).toEqual(once)
  })

  it('regroup when the lead is removed; names taken over are kept, and changed when another lead comes', async () => {
    await stage('1_export.csv', { columns: header })
    await stage('2_export.csv', { columns: ['_fname', 'email', 'id'], rows: people.map((row) => [...row].reverse()) })
    await stage('3_export.csv', { kind: 'unknown' })
    await join()
    expect(await joined()).toMatchObject({ '2_export.csv': '1_export.csv', '3_export.csv': '1_export.csv' })
    await remove('1_export.csv')
    await join()
    // The order of the second's columns is another one: what is below them does not fit place by place.
    expect(await joined()).toEqual({ '2_export.csv': null, '3_export.csv': null })
    await remove('2_export.csv')
    await stage('1_export.csv', { columns: ['profile_id', 'email', 'name'] })
    await join()
    const part = (await datasets()).find(({ file }) => file === '3_export.csv')
    expect(part).toMatchObject({ columns: ['profile_id', 'email', 'name'], kind: 'profiles' })
  })

  it('lie in one archive; a gzip around a single file is none', async () => {
    await stage('a.zip/1.csv', { columns: header, archive: 'first a.zip' })
    await stage('a.zip/2.csv', { columns: header, archive: 'second a.zip' })
    await stage('1_export.csv.gz/1_export.csv', { columns: header, archive: '1_export.csv.gz' })
    await stage('2_export.csv.gz/2_export.csv', { columns: header, archive: '2_export.csv.gz' })
    await join()
    expect(await joined()).toEqual({
      'a.zip/1.csv': null,
      'a.zip/2.csv': null,
      '1_export.csv.gz/1_export.csv': null,
      '2_export.csv.gz/2_export.csv': '1_export.csv.gz/1_export.csv',
    })
  })

  it('keep the kind that a person chose', async () => {
    await stage('1_export.csv', { columns: header })
    await stage('2_export.csv', { kind: 'notes', choice: { kind: 'notes' } })
    await join()
    expect(await joined()).toMatchObject({ '2_export.csv': null })
  })

  it('do not change under a confirmed plan: its columns go by name', async () => {
    await stage('2_export.csv', { kind: 'unknown', at: '2026-11-24T09:00:00Z' })
    await inTransaction((trx) =>
      trx('plans').insert({
        company_id: companyId,
        id: 'plan_1',
        migration_id: migrationId,
        version: 1,
        state: 'confirmed',
        confirmed_at: new Date('2026-11-24T09:30:00Z'),
        created_at: new Date('2026-11-24T09:10:00Z'),
      }),
    )
    await stage('1_export.csv', { columns: header })
    await stage('3_export.csv', { kind: 'unknown' })
    await join()
    const [, planned] = await datasets()
    expect(planned).toMatchObject({
      file: '2_export.csv',
      columns: ['Column 1', 'Column 2', 'Column 3'],
      kind: 'unknown',
    })
    expect(await joined()).toEqual({ '1_export.csv': null, '2_export.csv': null, '3_export.csv': '1_export.csv' })
  })

  it('take secrets out of the columns that turn out to be named after them', async () => {
    const channels: Json[][] = [
      ['https://push.example', 'abc-def', '2026-01-02'],
      ['https://sms.example', '', '2026-01-03'],
    ]
    await stage('channels 1.csv', { kind: 'channels', columns: ['url', 'api_token', 'created'], rows: channels })
    await stage('channels 2.csv', { kind: 'unknown', rows: channels })
    await join()
    const [, part] = await datasets()
    expect(part?.columns).toEqual(['url', 'api_token', 'created'])
    expect(JSON.stringify(part?.profiles)).not.toContain('abc-def')
    const rows = await inTransaction((trx) => readRows(trx, 'ds channels 2.csv', 0, 10))
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['https://push.example', { redacted: true, length: 7 }, '2026-01-02'],
      ['https://sms.example', '', '2026-01-03'],
    ])
  })
})
