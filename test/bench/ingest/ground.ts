import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../../../db/embedded.ts'
import { migrate } from '../../../db/migrate.ts'
import { asOwner, inCompany, makeDatabase } from '../../../db/pool.ts'
import { prepareEmbedded } from '../../../db/prepare.ts'
import { systemClock } from '../../../server/lib/clock.ts'
import { makeReaders } from '../../../server/staging/readers.ts'

const companyId = 4711

/** A database with the settings of the product, and readers as the product starts them. */
export interface Ground {
  /** Of the superuser, for the plain COPY that staging is compared with. */
  superuserUrl: string
  /** Where to put the file called `key`. */
  pathOf(key: string): string
  /** Stages the file `key` under this name; leaves nothing behind. `rows` is what staging counted. */
  stage(key: string, name: string): Promise<{ ms: number; rows: number; peakBytes: number }>
  stop(): Promise<void>
}

export async function prepareGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-ingest-'))
  // The embedded server runs as another user than root.
  await chmod(folder, 0o755)
  const server = await startEmbedded(join(folder, 'postgres'))
  const url = await prepareEmbedded(server, join(folder, 'postgres'), 'ingest')
  const db = makeDatabase(url, { max: 3 })
  await migrate(db)
  const uploadDir = join(folder, 'uploads')
  const pathOf = (key: string) => join(uploadDir, String(companyId), key)
  await mkdir(pathOf('.'), { recursive: true })

  async function stage(key: string, name: string) {
    let reader: ChildProcess | undefined
    const readers = makeReaders({
      clock: systemClock,
      limits: { memoryBytes: 1024 ** 3, silenceMs: 120_000 },
      databaseUrl: url,
      uploadDir,
      fork() {
        reader = forkReader()
        return reader
      },
    })
    const { size } = await stat(pathOf(key))
    await inCompany(db, companyId, async (trx) => {
      await trx('migrations').insert({
        company_id: companyId,
        id: 'mig_1',
        name: 'Bench',
        created_by: 1,
        created_at: new Date(),
      })
      await trx('source_files').insert({
        company_id: companyId,
        id: 'file_1',
        migration_id: 'mig_1',
        name,
        size_bytes: size,
        storage_key: `${companyId}/${key}`,
        state: 'uploaded',
        created_at: new Date(),
      })
    })
    const startedAt = performance.now()
    await readers.stage(companyId, 'file_1')
    const ms = performance.now() - startedAt
    const peakBytes = peakOf(reader?.pid)
    readers.stop()
    const [file] = await inCompany(db, companyId, (trx) =>
      trx('source_files').select('state', 'staged_rows', 'reason_code'),
    )
    if (file.state !== 'staged') throw new Error(`The file was not staged: ${JSON.stringify(file)}`)
    await asOwner(db, async (trx) => {
      await trx.raw('truncate source_rows, rejected_rows')
      await trx.raw('truncate migrations cascade')
    })
    return { ms, rows: file.staged_rows, peakBytes }
  }

  return {
    superuserUrl: server.url('ingest'),
    pathOf,
    stage,
    async stop() {
      await db.destroy()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** As server/main.ts does. */
function forkReader(): ChildProcess {
  return fork(join(import.meta.dirname, '../../../server/reader.ts'), {
    env: {},
    execArgv: ['--max-old-space-size=512', '--max-semi-space-size=8'],
  })
}

/** The largest resident size that the process ever had (VmHWM of proc(5)). */
function peakOf(pid: number | undefined): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}
