import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../../../db/embedded.ts'
import { prepareEmbedded } from '../../../db/prepare.ts'
import { type Api, makeApi } from '../../../examples/demo/api.ts'
import { type Child, startChild } from '../../../examples/demo/child.ts'
import { install } from '../../../examples/demo/install.ts'
import { makeSession } from '../../../examples/demo/session.ts'
import { until } from '../../../examples/demo/wait.ts'
import packageFile from '../../../package.json' with { type: 'json' }
import { freePort } from '../free-port.ts'
import { cpuSeconds, cpuSecondsOfTree, residentBytes } from './process-figures.ts'
import { type BenchSandbox, startSandbox } from './sandbox.ts'

/** A PostgreSQL with the settings of the product, in which any number of apps may be started one after the other. */
export interface Ground {
  /** A sandbox alone, with these flags. */
  startSandbox(flags: string[]): Promise<BenchSandbox>
  /** A sandbox with these flags, and an app of its own that is installed in it: web and worker as processes, as in production. */
  start(sandboxFlags: string[]): Promise<Scene>
  folder: string
  /** Also what was started here and still runs. */
  stop(): Promise<void>
}

export interface Scene {
  sandbox: BenchSandbox
  api: Api
  appUrl: string
  bearer: () => Promise<string>
  signal: AbortSignal
  /** CPU seconds used so far. */
  cpu(): { worker: number; sandbox: number; postgres: number }
  /** Resident memory of the worker in bytes. */
  workerBytes(): number
  stop(): Promise<void>
}

export async function prepareGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-import-bench-'))
  // The embedded server runs as another user than root.
  await chmod(folder, 0o755)
  const postgresDir = join(folder, 'postgres')
  const server = await startEmbedded(postgresDir)
  let scenes = 0
  const running = new Set<{ stop(): Promise<void> }>()
  function kept<T extends { stop(): Promise<void> }>(started: T): T {
    running.add(started)
    const stop = async () => {
      running.delete(started)
      await started.stop()
    }
    return { ...started, stop }
  }

  return {
    folder,
    startSandbox: async (flags) => kept(await startSandbox(['--app-url', 'http://127.0.0.1:9', ...flags])),
    async start(sandboxFlags) {
      scenes += 1
      const databaseUrl = await prepareEmbedded(server, postgresDir, `import_${scenes}`)
      const dataDir = join(folder, `app_${scenes}`)
      return kept(await startScene({ databaseUrl, postgresPid: server.pid, dataDir, sandboxFlags }))
    },
    async stop() {
      for (const started of running) await started.stop()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startScene({
  databaseUrl,
  postgresPid,
  dataDir,
  sandboxFlags,
}: {
  databaseUrl: string
  postgresPid: number
  dataDir: string
  sandboxFlags: string[]
}): Promise<Scene> {
  const port = await freePort()
  const appUrl = `http://127.0.0.1:${port}`
  const sandbox = await startSandbox(['--app-url', appUrl, ...sandboxFlags])
  const settings = {
    ...process.env,
    PUBLIC_URL: appUrl,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PIPEDRIVE_OAUTH_URL: sandbox.url,
    PIPEDRIVE_CLIENT_ID: sandbox.clientId,
    PIPEDRIVE_CLIENT_SECRET: sandbox.clientSecret,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'warn',
  }
  const start = (role: string) => startChild('server/main.ts', [], { ...settings, ROLE: role }, memoryFlags)
  const { signal } = new AbortController()
  const web = start('web')
  await isReady(`${appUrl}/ready`, web, signal)
  const worker = start('worker')
  const installed = await install(appUrl, sandbox.url, signal)
  const bearer = makeSession({ appUrl, jwtSecret: sandbox.clientSecret }, installed)

  return {
    sandbox,
    api: makeApi(appUrl, bearer, signal),
    appUrl,
    bearer,
    signal,
    cpu: () => ({
      worker: cpuSeconds(worker.pid),
      sandbox: cpuSeconds(sandbox.pid),
      postgres: cpuSecondsOfTree(postgresPid),
    }),
    workerBytes: () => residentBytes(worker.pid),
    async stop() {
      await worker.stop()
      await web.stop()
      await sandbox.stop()
    },
  }
}

/** Those of `npm start`. */
const memoryFlags = packageFile.scripts.start.split(' ').filter((word) => /^--max-.*-size=/.test(word))

async function isReady(url: string, web: Child, signal: AbortSignal): Promise<void> {
  const probe = async () => {
    if (web.hasEnded()) throw new Error(`the app ended at once:\n${web.lastWords()}`)
    const answer = await fetch(url).catch(() => undefined)
    return answer?.ok || undefined
  }
  await until(probe, { everyMs: 100, timeoutMs: 120_000, sentence: 'The app was not ready in two minutes.', signal })
}
