import { randomBytes } from 'node:crypto'
import { type Config, readConfig } from '../../../server/config.ts'
import type { SecretBox } from '../../../server/lib/secret-box.ts'
import { buildEngine } from '../../../server/worker.ts'
import { type MortalProcess, startMortalProcess, type World } from './mortal-process.ts'

/** A worker process's engine: the real one, in a process that a test may kill, freeze and thaw. */
export interface TestEngine {
  process: MortalProcess
  /** One slice. Resolves when it is over or the process is dead; rejects as a job does that is to be tried again. */
  work(companyId: number, runId: string): Promise<void>
  openPipedrive: ReturnType<typeof buildEngine>['destinations']['open']
  /** An orderly end of one that works nothing any more. */
  close(): Promise<void>
}

export interface EngineWorld extends World {
  config: Config
  secretBox: SecretBox
  random(): number
  /** What the engine takes for a bug of its own. */
  onBug(error: unknown): void
}

/** Jobs are not queued: the test reads from the run who goes on, and when. */
export const noJobs = { enqueue: async () => undefined }

export function startTestEngine(world: EngineWorld): TestEngine {
  const process = startMortalProcess(world)
  const { config, secretBox, random, onBug } = world
  const { db, clock, send, http } = process
  const log = { error: (detail: object) => onBug(Reflect.get(detail, 'err')) }
  const engine = buildEngine({ config, db, clock, send, http, secretBox, random, jobs: noJobs, log })
  const shutdown = new AbortController()
  return {
    process,
    work: (companyId, runId) => Promise.race([engine.runSlice(companyId, runId, shutdown.signal), process.death]),
    openPipedrive: engine.destinations.open,
    async close() {
      await Promise.race([engine.destinations.flush(), process.death])
      await process.close()
    },
  }
}

/** `requestTimeoutMs`: of the clock that the engine is given. */
export function engineConfig(oauthUrl: string, requestTimeoutMs: number): Config {
  return readConfig({
    PUBLIC_URL: 'http://127.0.0.1',
    PIPEDRIVE_OAUTH_URL: oauthUrl,
    PIPEDRIVE_CLIENT_ID: 'sandbox-client',
    PIPEDRIVE_CLIENT_SECRET: 'sandbox-secret',
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    REQUEST_TIMEOUT_MS: String(requestTimeoutMs),
  })
}
