import type { Knex } from 'knex'
import { fromKnex, PgBoss } from 'pg-boss'

/** Work that outlives a request. Jobs carry ids only, never rows. */
export interface JobData {
  'stage-file': { companyId: number; sourceFileId: string }
  'drop-rows': { companyId: number; datasetId: string }
  'propose-plan': { companyId: number; planId: string; userId: number }
  /** `fence`: of the run when it was queued. A run that was left since then has a job of its own. */
  'run-slice': { companyId: number; runId: string; fence?: number }
}
export type Queue = keyof JobData

export interface Jobs {
  /** Commits with `trx`: a fact and the work that follows from it. `startAfter`: not before then. */
  enqueue<Q extends Queue>(trx: Knex.Transaction, queue: Q, data: JobData[Q], startAfter?: Date): Promise<void>
}

// A worker that dies stops its heartbeats; supervision gives its jobs to another within this time and the monitor's interval.
const heartbeatSeconds = 10

/** One active slice per company; the rest waits in the same queue. */
const policies: Record<Queue, 'standard' | 'singleton'> = {
  'stage-file': 'standard',
  'drop-rows': 'standard',
  'propose-plan': 'standard',
  'run-slice': 'singleton',
}

export function makeBoss(databaseUrl: string, onError: (error: unknown) => void): PgBoss {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'altcraft-importer-jobs',
    max: 4,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 300,
    schedule: false,
  })
  boss.on('error', onError)
  return boss
}

/** Starts pg-boss (its schema is made and migrated on the way) and declares the queues. */
export async function startBoss(boss: PgBoss): Promise<void> {
  await boss.start()
  for (const [name, policy] of Object.entries(policies)) {
    const options = { heartbeatSeconds, expireInSeconds: 6 * 3600, retryLimit: 1_000, retryDelay: 1, notify: true }
    await boss.createQueue(name, { policy, ...options })
  }
}

export function makeJobs(boss: PgBoss): Jobs {
  return {
    async enqueue(trx, queue, data, startAfter) {
      await boss.send(queue, data, {
        db: fromKnex(trx),
        ...(policies[queue] === 'singleton' ? { singletonKey: String(data.companyId) } : {}),
        ...(startAfter ? { startAfter } : {}),
      })
    },
  }
}
