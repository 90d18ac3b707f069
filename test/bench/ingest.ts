import { type ChildProcess, fork } from 'node:child_process'
import { createReadStream, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Knex } from 'knex'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { startEmbedded } from '../../db/embedded.ts'
import { migrate } from '../../db/migrate.ts'
import { inCompany, makeDatabase } from '../../db/pool.ts'
import { prepareEmbedded } from '../../db/prepare.ts'
import { systemClock } from '../../server/lib/clock.ts'
import { makeReaders, type Readers } from '../../server/staging/readers.ts'
import { profileColumns, writeProfilesCsv } from './profiles-csv.ts'

/**
 * How fast files come into PostgreSQL, and in how much memory: profiles as CSV against a plain COPY of the same file into a
 * table of texts, side by side in one run; a workbook; the first preview of a huge file. Prints a table and, last, one JSON
 * object. `INGEST_ROWS` (default 1000000) scales it.
 */
const rows = Number(process.env.INGEST_ROWS ?? 1_000_000)
const companyId = 4711
const megabyte = 1024 ** 2

interface Bench {
  db: Knex
  url: string
  superuserUrl: string
  folder: string
  uploadDir: string
  readers: Readers
  /** Of the reader that worked last: the largest resident size it ever had. */
  peakBytes(): number
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-ingest-'))
  await chmod(folder, 0o755)
  const server = await startEmbedded(join(folder, 'postgres'))
  const url = await prepareEmbedded(server, join(folder, 'postgres'), 'ingest')
  const db = makeDatabase(url, { max: 3 })
  await migrate(db)
  const uploadDir = join(folder, 'uploads')
  await mkdir(join(uploadDir, String(companyId)), { recursive: true })
  let last: ChildProcess | undefined
  const readers = makeReaders({
    clock: systemClock,
    limits: { memoryBytes: 1024 ** 3, silenceMs: 120_000 },
    databaseUrl: url,
    uploadDir,
    fork() {
      last = forkReader()
      return last
    },
  })
  const bench: Bench = {
    db,
    url,
    superuserUrl: server.url('ingest'),
    folder,
    uploadDir,
    readers,
    peakBytes: () => peakOf(last?.pid),
  }
  try {
    await run(bench)
  } finally {
    readers.stop()
    await db.destroy()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function forkReader(): ChildProcess {
  return fork(join(import.meta.dirname, '../../server/reader.ts'), {
    env: {},
    execArgv: ['--max-old-space-size=512', '--max-semi-space-size=8'],
  })
}

/** VmHWM of proc(5). */
function peakOf(pid: number | undefined): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}

async function run(bench: Bench): Promise<void> {
  for (const count of [rows, 2 * rows]) {
    const path = join(bench.uploadDir, String(companyId), `csv${count}`)
    await writeProfilesCsv(path, count, 1)
    for (let i = 0; i < 2; i += 1) {
      const copyMs = await rawCopy(bench, path)
      const stageMs = await stage(bench, `csv${count}`, 'profiles.csv', path)
      console.log(count, 'copy', copyMs, 'stage', stageMs, (stageMs / copyMs).toFixed(2), Math.round(bench.peakBytes() / megabyte), 'MB')
    }
    await rm(path)
  }
}

async function rawCopy({ superuserUrl }: Bench, path: string): Promise<number> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  await client.query(`create table raw (${profileColumns.map((column) => `"${column}" text`).join(', ')})`)
  const startedAt = performance.now()
  await pipeline(createReadStream(path, { highWaterMark: megabyte }), client.query(copyFrom('copy raw from stdin csv header')))
  const ms = performance.now() - startedAt
  await client.query('drop table raw')
  await client.end()
  return Math.round(ms)
}

async function stage({ db, readers }: Bench, key: string, name: string, path: string): Promise<number> {
  const { size } = await stat(path)
  await inCompany(db, companyId, async (trx) => {
    await trx('migrations').where({ company_id: companyId }).del()
    await trx('migrations').insert({ company_id: companyId, id: 'mig_1', name: 'Bench', created_at: new Date(), created_by: 1 })
    await trx('source_files').insert({
      company_id: companyId, id: 'file_1', migration_id: 'mig_1', name, size_bytes: size, storage_key: `${companyId}/${key}`, state: 'uploaded', created_at: new Date(),
    })
  })
  const startedAt = performance.now()
  await readers.stage(companyId, 'file_1')
  const ms = Math.round(performance.now() - startedAt)
  const file = await inCompany(db, companyId, (trx) => trx('source_files').first())
  if (file.state !== 'staged') throw new Error(JSON.stringify(file))
  await inCompany(db, companyId, async (trx) => {
    await trx('datasets').del()
  })
  await db.transaction(async (trx) => {
    await trx.raw('set local role importer_owner')
    await trx.raw('truncate source_rows')
  })
  return ms
}

await main()
