import type { Knex } from 'knex'
import type { PgBoss } from 'pg-boss'
import { makeAccessTokens } from './auth/access-tokens.ts'
import type { Http } from './auth/http-port.ts'
import type { Config } from './config.ts'
import { deltaSteps } from './importing/delta-steps.ts'
import { withGates } from './importing/gates/with-gates.ts'
import { settleRest } from './importing/outcomes.ts'
import { makeRunSlice, type RunProgram } from './importing/runner.ts'
import { asHolder } from './importing/runs.ts'
import { importSteps } from './importing/step-list.ts'
import type { RunPipedrive } from './importing/types.ts'
import { makeUndoProgram } from './importing/undo/undo-program.ts'
import { type JobData, type Jobs, makeJobs, type Queue } from './jobs.ts'
import type { Clock } from './lib/clock.ts'
import { newId } from './lib/ids.ts'
import type { SecretBox } from './lib/secret-box.ts'
import { makeModelSuggester } from './mapping/model/suggest-targets.ts'
import { makeProposeJob } from './mapping/propose-job.ts'
import { makeDestinations } from './pipedrive/destinations.ts'
import type { HttpSend } from './pipedrive/http-send.ts'
import { disownLeases } from './pipedrive/leases.ts'
import { makeAttachmentReader } from './staging/attachments.ts'
import { makeDropRows } from './staging/drop-rows.ts'
import type { Readers } from './staging/readers.ts'
import { makeStageInReader } from './staging/stage-in-reader.ts'
import { makeStorage } from './uploads/storage.ts'
import { makeReportWriter } from './verifying/report-store.ts'
import { gateChecks, verifySteps } from './verifying/steps.ts'

export interface WorkerDeps {
  config: Config
  db: Knex
  clock: Clock
  boss: PgBoss
  http: Http
  send: HttpSend
  secretBox: SecretBox
  readers: Pick<Readers, 'stage'>
  random(): number
  log: {
    error(detail: object, message: string): void
    warn(detail: object, message: string): void
    info(detail: object, message: string): void
  }
}

export interface Worker {
  /** Begins to take jobs. */
  start(): Promise<void>
  /** Takes no more jobs, lets running slices settle what is under way, and returns when they have. */
  stop(): Promise<void>
}

export type EngineDeps = Pick<WorkerDeps, 'config' | 'db' | 'clock' | 'http' | 'send' | 'secretBox' | 'random'> & {
  jobs: Jobs
  log: Pick<WorkerDeps['log'], 'error'>
}

/** What carries runs out in one process, whoever calls it when: its view of Pipedrive, and one slice of a run. */
export function buildEngine(deps: EngineDeps) {
  const { db, clock, config, log, jobs } = deps
  const workerId = newId('worker', clock.now())
  const destinations = makeDestinations({
    db,
    clock,
    workerId,
    send: deps.send,
    random: deps.random,
    reserveShare: config.reserveShare,
    requestTimeoutMs: config.requestTimeoutMs,
    tokensOf: (companyId, userId) => makeAccessTokens({ ...deps, companyId, userId }),
  })
  const storage = makeStorage(config.uploadDir)
  const openStored = (key: string, name: string, sizeBytes: number) => ({
    name,
    sizeBytes,
    path: storage.path(key),
    open: () => storage.open(key),
  })
  const report = makeReportWriter({ db, clock })
  const imports: RunProgram = {
    steps: [...withGates(importSteps, gateChecks), ...verifySteps],
    async close(run, how) {
      const code = how === 'completed' ? 'run.unprocessed' : 'run.cancelled'
      await asHolder(db, run, (trx) => settleRest(trx, run, code))
      return report(run, how === 'completed')
    },
  }
  const deltas: RunProgram = { ...imports, steps: [...withGates(deltaSteps, gateChecks), ...verifySteps] }
  const runSlice = makeRunSlice({
    db,
    clock,
    jobs,
    kinds: {
      full: imports,
      sample: imports,
      delta: deltas,
      remediation: imports,
      retry: imports,
      undo: makeUndoProgram({ db, clock }),
    },
    requestTimeoutMs: config.requestTimeoutMs,
    workerId,
    reserveShare: config.reserveShare,
    random: deps.random,
    openPipedrive: (companyId, userId, stop): Promise<RunPipedrive> => destinations.open(companyId, userId, stop),
    disown: (trx, companyId, lost) => disownLeases(trx, { companyId, lost, by: workerId, now: clock.now() }),
    openAttachments: () => makeAttachmentReader(openStored),
    onBug: (error, run) => log.error({ err: error, run: run.id, company: run.companyId }, 'run stopped by a bug'),
  })
  return { destinations, runSlice }
}

/** The worker role: one handler per queue. Several workers may run on several machines. */
export function buildWorker(deps: WorkerDeps): Worker {
  const { db, clock, boss, config, log } = deps
  const shutdown = new AbortController()
  const { destinations, runSlice } = buildEngine({ ...deps, jobs: makeJobs(boss) })
  const stageFile = makeStageInReader(deps)
  const dropRows = makeDropRows(deps)
  const settings = config.mappingModel
  const suggestTargets = settings && makeModelSuggester({ settings, http: deps.http, clock, log })
  const propose = makeProposeJob({ db, openPipedrive: destinations.open, suggestTargets })

  const handlers: { [Q in Queue]: (data: JobData[Q]) => Promise<void> } = {
    'stage-file': ({ companyId, sourceFileId }) => stageFile(companyId, sourceFileId),
    'drop-rows': ({ companyId, datasetId }) => dropRows(companyId, datasetId),
    'propose-plan': ({ companyId, planId, userId }) => propose(companyId, planId, userId),
    'run-slice': ({ companyId, runId, fence }) => runSlice(companyId, runId, shutdown.signal, fence),
  }
  const concurrency: Record<Queue, number> = {
    'stage-file': 2,
    'drop-rows': 1,
    'propose-plan': 2,
    'run-slice': 20,
  }

  async function work<Q extends Queue>(queue: Q): Promise<void> {
    const options = {
      localConcurrency: concurrency[queue],
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: 2,
    }
    await boss.work<JobData[Q]>(queue, options, async (jobs) => {
      for (const { id, data } of jobs) {
        try {
          await handlers[queue](data)
        } catch (error) {
          log.error({ err: error, job: id, queue }, 'job failed and will be tried again')
          throw error
        }
      }
    })
  }

  return {
    async start() {
      await work('stage-file')
      await work('drop-rows')
      await work('propose-plan')
      await work('run-slice')
    },
    async stop() {
      shutdown.abort()
      await Promise.all(
        (['stage-file', 'drop-rows', 'propose-plan', 'run-slice'] as const).map((queue) =>
          boss.offWork(queue, { wait: true }),
        ),
      )
      await destinations.flush()
    },
  }
}
