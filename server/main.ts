import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { startEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { makeDatabase } from '../db/pool.ts'
import { prepareEmbedded } from '../db/prepare.ts'
import { ConfigError, readConfig } from './config.ts'
import { readLatestRunProgress } from './importing/run-view.ts'
import { makeBoss, makeJobs, startBoss } from './jobs.ts'
import { systemClock } from './lib/clock.ts'
import { makeSecretBox } from './lib/secret-box.ts'
import { makeHttpSend } from './pipedrive/http-send.ts'
import { makeReaders } from './staging/readers.ts'
import { isRemovable, removeFile } from './staging/remove-file.ts'
import { makeStorage } from './uploads/storage.ts'
import { type SweepDeps, sweepUploads } from './uploads/sweep-uploads.ts'
import { buildWorker } from './worker.ts'

const sweepEveryMs = 3_600_000

/** Process entry: config → database → roles → signals → orderly stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = pino({ level: config.logLevel })
  const clock = systemClock
  const embedded = config.databaseUrl === undefined ? await startEmbedded(join(config.dataDir, 'postgres')) : undefined
  const databaseUrl =
    config.databaseUrl ?? (embedded && (await prepareEmbedded(embedded, join(config.dataDir, 'postgres'), 'importer')))
  if (databaseUrl === undefined) throw new Error('no database')
  const db = makeDatabase(databaseUrl, { max: 20 })
  await migrate(db)
  const boss = makeBoss(databaseUrl, (error) => log.error({ err: error }, 'job engine'))
  await startBoss(boss)
  const jobs = makeJobs(boss)
  const secretBox = makeSecretBox(config.encryptionKeys)
  const storage = makeStorage(config.uploadDir)

  const uploads: SweepDeps = {
    db,
    clock,
    storage,
    uploadDir: config.uploadDir,
    isRemovable,
    removeFile: (trx, fileId) =>
      removeFile(trx, fileId, (within, dropped) => jobs.enqueue(within, 'drop-rows', dropped)),
    enqueueStaging: (trx, companyId, sourceFileId) => jobs.enqueue(trx, 'stage-file', { companyId, sourceFileId }),
  }

  const readers = makeReaders({
    clock,
    limits: { memoryBytes: config.readerMemoryBytes, silenceMs: 120_000 },
    databaseUrl,
    uploadDir: config.uploadDir,
    fork: () => forkReader(config.readerMemoryBytes),
  })

  const worker =
    config.role === 'web'
      ? undefined
      : buildWorker({
          config,
          db,
          clock,
          boss,
          http: fetch,
          send: makeHttpSend(),
          secretBox,
          readers,
          random: Math.random,
          log,
        })
  // Loaded where it is needed: its code and its packages are 20 MB that a worker alone does without.
  const app =
    config.role === 'worker'
      ? undefined
      : await (await import('./app.ts')).buildApp({
          config,
          db,
          clock,
          http: fetch,
          jobs,
          secretBox,
          enqueueStaging: uploads.enqueueStaging,
          readRunView: (trx, migrationId) => readLatestRunProgress(trx, migrationId, config.reserveShare),
          readers,
          uiDir: join(import.meta.dirname, '..', 'extension-ui', 'dist'),
        })
  const sweep = () =>
    sweepUploads(uploads).catch((error: unknown) => log.error({ err: error }, 'uploads were not swept'))
  const sweeping = app && setInterval(sweep, sweepEveryMs)
  if (app) await sweep()
  await worker?.start()
  await app?.listen({ host: '0.0.0.0', port: config.port })
  log.info({ role: config.role, port: config.port }, 'ready')

  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  log.info('stopping')
  clearInterval(sweeping)
  await app?.close()
  await worker?.stop()
  readers.stop()
  await boss.stop({ graceful: true, timeout: 30_000 })
  await db.destroy()
  await embedded?.stop()
}

/**
 * A reader's process. It gets no environment: our secrets are none of its business. A small young generation keeps the garbage of
 * strings from piling up; it costs no time that could be measured.
 */
function forkReader(memoryBytes: number): ChildProcess {
  const heapMegabytes = Math.floor(memoryBytes / 2 / 1024 ** 2)
  // Copies of archives' members, which a reader that is ended cannot take away itself.
  const folder = mkdtempSync(join(tmpdir(), 'altcraft-reader-'))
  const reader = fork(join(import.meta.dirname, 'reader.ts'), {
    env: { TMPDIR: folder },
    execArgv: [`--max-old-space-size=${heapMegabytes}`, '--max-semi-space-size=8'],
  })
  reader.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return reader
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
})
