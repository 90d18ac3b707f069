import { type ChildProcess, fork } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { inCompany, type Trx } from '../../db/pool.ts'
import { systemClock } from '../../server/lib/clock.ts'
import { readDatasets, readRows } from '../../server/staging/datasets.ts'
import { makeDropRows } from '../../server/staging/drop-rows.ts'
import { makeReaders, type Readers } from '../../server/staging/readers.ts'
import { cancelReading, chooseReading } from '../../server/staging/reading-changes.ts'
import { readRejected } from '../../server/staging/rejected-rows.ts'
import { removeFile } from '../../server/staging/remove-file.ts'
import { readSourceFile, type SourceFile } from '../../server/staging/source-files.ts'
import { makeStageInReader } from '../../server/staging/stage-in-reader.ts'
import { writeProfilesCsv } from '../bench/ingest/profiles-csv.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { zipOf } from '../support/zip-of.ts'

const companyId = 4711
const migrationId = 'mig_1'
const bigRows = 150_000

let database: TestDatabase
let folder = ''
let readers: Readers
let stage: (companyId: number, fileId: string) => Promise<void>
const children: ChildProcess[] = []

beforeAll(async () => {
  database = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'altcraft-staging-'))
  await mkdir(join(folder, String(companyId)))
  await writeProfilesCsv(join(folder, String(companyId), 'big'), bigRows, 7)
  readers = readersOf(1024 ** 3)
  stage = makeStageInReader({ db: database.db, readers })
})
afterAll(async () => {
  readers.stop()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() =>
  inCompanyOf(async (trx) => {
    for (const table of ['source_rows', 'rejected_rows', 'datasets', 'source_files', 'migrations'])
      await trx(table).del()
    const created = { created_by: 1, created_at: new Date() }
    await trx('migrations').insert({ company_id: companyId, id: migrationId, name: 'Move', ...created })
  }),
)

function readersOf(memoryBytes: number, silenceMs = 60_000, heapMegabytes = 256): Readers {
  return makeReaders({
    clock: systemClock,
    limits: { memoryBytes, silenceMs },
    databaseUrl: database.url,
    uploadDir: folder,
    fork() {
      const execArgv = [`--max-old-space-size=${heapMegabytes}`]
      const child = fork(join(import.meta.dirname, '../../server/reader.ts'), { env: {}, execArgv })
      children.push(child)
      return child
    },
  })
}

function inCompanyOf<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return inCompany(database.db, companyId, work)
}

async function addFile(name: string, content: Buffer | string | { stored: string }): Promise<string> {
  const id = `file_${name.replace(/\W/g, '_')}`
  const key = typeof content === 'object' && 'stored' in content ? content.stored : id
  if (key === id) await writeFile(join(folder, String(companyId), id), content as Buffer)
  await inCompanyOf((trx) =>
    trx('source_files').insert({
      company_id: companyId,
      id,
      migration_id: migrationId,
      name,
      size_bytes: 1000,
      storage_key: `${companyId}/${key}`,
      state: 'uploaded',
      created_at: new Date(),
    }),
  )
  return id
}

function fileOf(id: string): Promise<SourceFile> {
  return inCompanyOf(async (trx) => {
    const file = await readSourceFile(trx, id)
    if (!file) throw new Error(`no file ${id}`)
    return file
  })
}

async function stored() {
  return inCompanyOf(async (trx) => ({
    rows: Number((await trx('source_rows').count('* as n').first())?.n),
    datasets: await readDatasets(trx, migrationId),
    rejected: Number((await trx('rejected_rows').count('* as n').first())?.n),
  }))
}

async function untilReading(id: string, rows = 1): Promise<void> {
  for (;;) {
    const [file] = await inCompanyOf((trx) => trx('source_files').where({ id }).select('staged_rows'))
    if (file.staged_rows >= rows) return
    await sleep(5)
  }
}

test('a table is staged with its rows, profiles, notes and how it was read', async () => {
  const text =
    'Export of 2024\nid;email;_fname\n1;anna@example.org;Анна\n2;ivan@example.org\n3;olga@example.org;"О ""Л"""\n'
  const id = await addFile('profiles.csv', text)
  await stage(companyId, id)
  const { datasets } = await stored()
  expect(datasets).toMatchObject([
    { kind: 'profiles', rowCount: 2, rejectedCount: 1, columns: ['id', 'email', '_fname'] },
  ])
  const [rows, rejected, file] = await inCompanyOf(async (trx) => [
    await readRows(trx, datasets[0]?.id ?? '', 0, 10),
    await readRejected(trx, datasets[0]?.id ?? '', 0, 10),
    await trx('source_files').where({ id }).first(),
  ])
  expect(rows).toEqual([
    { rowNumber: 1, cells: ['1', 'anna@example.org', 'Анна'] },
    { rowNumber: 3, cells: ['3', 'olga@example.org', 'О "Л"'] },
  ])
  expect(rejected).toMatchObject([{ rowNumber: 2, raw: '2;ivan@example.org', code: 'row.too_few_cells' }])
  expect(file).toMatchObject({
    state: 'staged',
    reading: { encoding: 'utf-8', delimiter: ';', headerLine: 2 },
    notes: [{ code: 'read.lines_above_header', detail: { lines: 1 } }],
  })
  expect(datasets[0]?.profiles.map(({ column, filled, samples }) => [column, filled, samples.length])).toEqual([
    ['id', 2, 2],
    ['email', 2, 2],
    ['_fname', 2, 2],
  ])
})

test('cells of every kind come back as they stood in the file', async () => {
  const cells = ['\0', '\u001f', 'a\\b"c', 'tab\tline\nend', '😀', '\\N', '{"a":[1,"x"]}', "it's", ' spaced ']
  const text = `id,email,${cells.map((_, index) => `c${index}`).join(',')}\n1,a@b.ru,${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`
  const id = await addFile('odd.csv', text)
  await stage(companyId, id)
  const { datasets } = await stored()
  const rows = await inCompanyOf((trx) => readRows(trx, datasets[0]?.id ?? '', 0, 10))
  expect(rows[0]?.cells.slice(2)).toEqual(cells.map((cell) => cell.replaceAll('\0', '\uFFFD')))
})

test.each([
  ['names.csv', 'id,email,a\0b\n1,a@b.ru,c\0d\n'],
  ['names.json', '[{"id":"1","email":"a@b.ru","a\\u0000b":"c\\u0000d"}]'],
  ['halves.json', '[{"id":"1","email":"a@b.ru","a\\ud800b":"c\\udc00d"}]'],
])('what PostgreSQL cannot hold is replaced in names, cells and profiles: %s', async (name, text) => {
  const id = await addFile(name, text)
  await stage(companyId, id)
  const { datasets } = await stored()
  expect(datasets.map(({ columns, profiles }) => [columns[2], profiles[2]?.column, profiles[2]?.samples])).toEqual([
    ['a\uFFFDb', 'a\uFFFDb', ['c\uFFFDd']],
  ])
  expect(await inCompanyOf((trx) => readRows(trx, datasets[0]?.id ?? '', 0, 1))).toMatchObject([
    { cells: ['1', 'a@b.ru', 'c\uFFFDd'] },
  ])
})

test('a long cell that is cut inside of a character is staged', async () => {
  const long = `${'x'.repeat(9_999)}😀y`
  const id = await addFile('long.csv', `id,email,note\n1,a@b.ru,${long}\n`)
  await stage(companyId, id)
  const { datasets } = await stored()
  expect(await inCompanyOf((trx) => readRows(trx, datasets[0]?.id ?? '', 0, 1))).toMatchObject([
    { cells: ['1', 'a@b.ru', long] },
  ])
})

test('a file with nothing but broken rows is staged in flat memory, and every row is told', async () => {
  const line = `${'x'.repeat(400)},1,2,3,4\n`
  const id = await addFile('broken.csv', `id,email\n1,a@b.ru\n${'2,b@b.ru\n'.repeat(60)}${line.repeat(20_000)}`)
  await stage(companyId, id)
  expect(await stored()).toMatchObject({ rows: 61, rejected: 20_000 })
})

test('what a person says is believed, and the file is read again', async () => {
  const id = await addFile(
    'list.csv',
    Buffer.from([0x69, 0x64, 0x3b, 0x6e, 0x0a, 0x31, 0x3b, 0xc0, 0xed, 0xed, 0xe0, 0x0a]),
  )
  await stage(companyId, id)
  await inCompanyOf(async (trx) => chooseReading(trx, await fileOf(id), { encoding: 'koi8-r', kind: 'profiles' }))
  await stage(companyId, id)
  const { datasets, rows } = await stored()
  expect(rows).toBe(1)
  expect(datasets).toMatchObject([{ kind: 'profiles', kindConfidence: 1 }])
  expect(await inCompanyOf((trx) => readRows(trx, datasets[0]?.id ?? '', 0, 1))).toEqual([
    { rowNumber: 1, cells: ['1', new TextDecoder('koi8-r').decode(Buffer.from([0xc0, 0xed, 0xed, 0xe0]))] },
  ])
})

test('a choice for a member of an archive outlives reading the archive again', async () => {
  const id = await addFile(
    'export.zip',
    await zipOf({ 'a.csv': 'x,y\n1,2\n', 'b.csv': 'id,email,_fname\n1,a@b.ru,Anna\n' }),
  )
  await stage(companyId, id)
  const member = await inCompanyOf((trx) => trx('source_files').where({ name: 'export.zip/a.csv' }).first('id'))
  const again = await inCompanyOf(async (trx) => chooseReading(trx, await fileOf(member.id), { kind: 'promo_codes' }))
  expect(again).toBe(id)
  await stage(companyId, id)
  await inCompanyOf((trx) => trx('source_files').where({ id }).update({ state: 'uploaded' }))
  await stage(companyId, id)
  const { datasets } = await stored()
  expect(datasets.map(({ file, kind }) => [file, kind])).toEqual([
    ['export.zip/a.csv', 'promo_codes'],
    ['export.zip/b.csv', 'profiles'],
  ])
})

test('progress is told by bytes and rows; cancelling stops the reader and leaves nothing', async () => {
  const id = await addFile('big.csv', { stored: 'big' })
  const staging = stage(companyId, id)
  await untilReading(id)
  const file = await inCompanyOf((trx) => trx('source_files').where({ id }).first())
  expect(file.staged_bytes).toBeGreaterThan(0)
  await inCompanyOf(async (trx) => cancelReading(trx, await fileOf(id)))
  await staging
  expect(await fileOf(id)).toMatchObject({ state: 'cancelled' })
  expect(await stored()).toEqual({ rows: 0, datasets: [], rejected: 0 })
})

test('a file that is removed while it is read is gone', async () => {
  const id = await addFile('big.csv', { stored: 'big' })
  const staging = stage(companyId, id)
  await untilReading(id)
  await inCompanyOf((trx) => removeFile(trx, id))
  await staging
  expect(await stored()).toEqual({ rows: 0, datasets: [], rejected: 0 })
})

test('of two readers of one file the later has it, and no row is there twice', async () => {
  const id = await addFile('big.csv', { stored: 'big' })
  const first = stage(companyId, id)
  await untilReading(id)
  await Promise.all([first, stage(companyId, id)])
  expect(await fileOf(id)).toMatchObject({ state: 'staged' })
  const { rows, datasets } = await stored()
  expect([rows, datasets.length, datasets[0]?.rowCount]).toEqual([bigRows, 1, bigRows])
})

test('a reader that is killed leaves nothing, and the next try has every row once', async () => {
  const id = await addFile('big.csv', { stored: 'big' })
  const staging = stage(companyId, id)
  await untilReading(id)
  children.at(-1)?.kill('SIGKILL')
  await expect(staging).rejects.toThrow('crash')
  expect(await stored()).toEqual({ rows: 0, datasets: [], rejected: 0 })
  await stage(companyId, id)
  expect((await stored()).rows).toBe(bigRows)
})

test('a database connection that is lost midway leaves nothing, and the next try has every row once', async () => {
  const id = await addFile('big.csv', { stored: 'big' })
  const staging = stage(companyId, id)
  await untilReading(id)
  await database.db.raw(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and query like 'COPY source_rows%'`,
  )
  await expect(staging).rejects.toThrow()
  expect(await stored()).toEqual({ rows: 0, datasets: [], rejected: 0 })
  await stage(companyId, id)
  expect((await stored()).rows).toBe(bigRows)
})

test('a reader that is killed between the members of an archive: the next try has every row once', async () => {
  const people = `id,email,_fname\n${Array.from({ length: 200_000 }, (_, n) => `${n},a${n}@b.ru,Anna\n`).join('')}`
  const id = await addFile('export.zip', await zipOf({ 'a.csv': 'id,email,_fname\n1,a@b.ru,Anna\n', 'b.csv': people }))
  const fresh = readersOf(1024 ** 3)
  const staging = fresh.stage(companyId, id)
  while ((await stored()).rows === 0) await sleep(5)
  children.at(-1)?.kill('SIGKILL')
  await expect(staging).rejects.toThrow('crash')
  fresh.stop()
  await stage(companyId, id)
  const { rows, datasets } = await stored()
  expect([rows, datasets.map(({ rowCount }) => rowCount)]).toEqual([200_001, [1, 200_000]])
})

test('a reader that ended while it had nothing to do is not asked again', async () => {
  const fresh = readersOf(1024 ** 3)
  const first = await addFile('first.csv', 'id,email\n1,a@b.ru\n')
  await fresh.stage(companyId, first)
  const child = children.at(-1)
  const ended = new Promise((resolve) => child?.on('exit', resolve))
  child?.kill('SIGKILL')
  await ended
  const second = await addFile('second.csv', 'id,email\n2,b@b.ru\n')
  await fresh.stage(companyId, second)
  fresh.stop()
  expect((await stored()).rows).toBe(2)
})

test('a file that needs more memory than a reader has is rejected, others are read', async () => {
  const small = readersOf(20 * 1024 ** 2)
  const id = await addFile('big.csv', { stored: 'big' })
  await makeStageInReader({ db: database.db, readers: small })(companyId, id)
  small.stop()
  const file = await inCompanyOf((trx) => trx('source_files').where({ id }).first())
  expect(file).toMatchObject({
    state: 'rejected',
    reason_code: 'file.reader_failed',
    reason_detail: { reason: 'memory' },
  })
  const other = await addFile('other.csv', 'id,email,_fname\n1,a@b.ru,Anna\n')
  await stage(companyId, other)
  expect(await fileOf(other)).toMatchObject({ state: 'staged' })
})

test('a file that ends its reader every time is given up', async () => {
  const id = await addFile('big.csv', { stored: 'big' })
  await inCompanyOf((trx) => trx('source_files').where({ id }).update({ staging_attempts: 5 }))
  await stage(companyId, id)
  const file = await inCompanyOf((trx) => trx('source_files').where({ id }).first())
  expect(file).toMatchObject({
    state: 'rejected',
    reason_code: 'file.reader_failed',
    reason_detail: { reason: 'crash' },
  })
})

test('the rows of a large file that is removed are deleted later, and only those', async () => {
  const id = await addFile('big.csv', { stored: 'big' })
  const other = await addFile('other.csv', 'id,email,_fname\n1,a@b.ru,Anna\n')
  await stage(companyId, id)
  await stage(companyId, other)
  const dropped: string[] = []
  await inCompanyOf((trx) =>
    removeFile(trx, id, async (_trx, { datasetId }) => {
      dropped.push(datasetId)
    }),
  )
  expect(dropped).toHaveLength(1)
  expect(await stored()).toMatchObject({ rows: bigRows + 1, datasets: [{ file: 'other.csv' }] })
  const dropRows = makeDropRows(database)
  await dropRows(companyId, dropped[0] ?? '')
  const [left] = (await stored()).datasets
  await dropRows(companyId, left?.id ?? '')
  expect(await stored()).toMatchObject({ rows: 1, datasets: [{ file: 'other.csv' }] })
})
