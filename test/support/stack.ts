import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { inCompany } from '../../db/pool.ts'
import { type Api, makeApi } from '../../examples/demo/api.ts'
import { install } from '../../examples/demo/install.ts'
import { answerQuestions, proposePlan } from '../../examples/demo/plan.ts'
import { makeSession } from '../../examples/demo/session.ts'
import { listFiles, uploadFile } from '../../examples/demo/upload.ts'
import type { FileView, Report, RunView } from '../../examples/demo/views.ts'
import type { SandboxOptions } from '../../sandbox/options.ts'
import { buildSandbox } from '../../sandbox/sandbox.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** A sandbox whose books a test can read. */
export interface TestSandbox {
  url: string
  control<T>(method: string, path: string, body?: unknown): Promise<T>
  /** Live records of a company (4711 unless told) by entity. */
  records(companyId?: number): Promise<Record<string, Record<string, unknown>[]>>
  stats(companyId?: number): Promise<SandboxStats>
  close(): Promise<void>
}

export interface SandboxStats {
  recordPosts: number
  /** Requests by method. */
  methods: Record<string, number>
  tooMany: number
  totalTokens: number
  totalRequests: number
  burst: { limit: number; meanUse: number | null; peak: number | null }
  budget: { limit: number; remaining: number }
}

/** One company's view of an app: its own installation and session. */
export interface TestCompany {
  api: Api
  companyId: number
  /** Uploads a folder, takes every proposal, confirms and starts; answers the run's id. */
  begin(directory: string): Promise<{ migrationId: string; runId: string }>
  /** Uploads and confirms, and starts nothing. `follows`: the migration whose later export or corrected rows these are. */
  prepare(directory: string, follows?: string): Promise<string>
  /** Waits until the run is in one of these states. */
  reach(runId: string, states: RunView['state'][], timeoutMs?: number): Promise<RunView>
  report(runId: string): Promise<Report>
  /** A file of the API as text. */
  download(path: string): Promise<string>
}

/** One app (a web process, and workers that come and go) with a database of its own, installed in a sandbox. */
export interface TestStack extends TestCompany {
  database: TestDatabase
  startWorker(): Promise<ChildProcess>
  /** Requests of a run of company 4711 that nobody knows the end of. */
  unsettled(runId: string): Promise<number>
  /** Ends every connection of the app's processes, as a restart of the database does. */
  cutConnections(): Promise<void>
  /** Installs the app in another company, too. */
  installIn(companyId: number, userId: number): Promise<TestCompany>
  close(): Promise<void>
}

export interface RecordedRequest {
  method: string
  url: string
  body: unknown
}

/** `record`: is told of every API request before it is answered. */
export async function startTestSandbox(
  options: Partial<SandboxOptions> = {},
  record?: (request: RecordedRequest) => unknown,
): Promise<TestSandbox> {
  const sandbox = await buildSandbox({ autoApprove: true, ...options })
  sandbox.app.addHook('preHandler', async ({ method, url, body }) => {
    if (/^\/(api|v1)\//.test(url)) await record?.({ method, url, body })
  })
  const url = await sandbox.listen()
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await fetch(`${url}/__sandbox/${path}`, { method, ...init })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    const text = await answer.text()
    return text === '' ? (undefined as T) : JSON.parse(text)
  }
  return {
    url,
    control,
    records: async (companyId = 4711) =>
      (await control<{ records: Record<string, Record<string, unknown>[]> }>('GET', `state?company=${companyId}`))
        .records,
    stats: (companyId = 4711) => control<SandboxStats>('GET', `stats?company=${companyId}`),
    close: () => sandbox.close(),
  }
}

/** `env`: settings of the app's processes. A worker is started unless `workers` is 0. */
export async function startTestStack(
  sandbox: TestSandbox,
  { env = {}, workers = 1 }: { env?: Record<string, string>; workers?: number } = {},
): Promise<TestStack> {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-stack-'))
  const port = await freePort()
  const appUrl = `http://127.0.0.1:${port}`
  await sandbox.control('PUT', 'app', {
    callbackUrl: `${appUrl}/oauth/callback`,
    settingsUrl: `${appUrl}/settings/`,
    panelUrl: `${appUrl}/panel/`,
  })
  const settings = {
    ...process.env,
    PUBLIC_URL: appUrl,
    PORT: String(port),
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    PIPEDRIVE_OAUTH_URL: sandbox.url,
    PIPEDRIVE_CLIENT_ID: 'sandbox-client',
    PIPEDRIVE_CLIENT_SECRET: 'sandbox-secret',
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    REQUEST_TIMEOUT_MS: '3000',
    LOG_LEVEL: 'warn',
    ...env,
  }
  const children: ChildProcess[] = []
  const start = (role: string) => {
    const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
    const child = spawn(process.execPath, [main], {
      env: { ...settings, ROLE: role },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    children.push(child)
    return child
  }
  const web = start('web')
  await isReady(`${appUrl}/ready`, web)
  const startWorker = async () => start('worker')
  const company = await companyOf(appUrl, sandbox)
  for (let i = 0; i < workers; i += 1) await startWorker()

  return {
    ...company,
    database,
    startWorker,
    async unsettled(runId) {
      const row = await inCompany(database.db, company.companyId, (trx) =>
        trx('journal').where({ run_id: runId, state: 'sending' }).count('* as n').first(),
      )
      return Number(row?.['n'])
    },
    cutConnections: () => database.cutConnections(),
    async installIn(companyId, userId) {
      await sandbox.control('PUT', 'app', { consentAs: { companyId, userId } })
      return companyOf(appUrl, sandbox)
    },
    async close() {
      for (const child of children) await kill(child)
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Installs the app for whoever consents in the sandbox now. */
async function companyOf(appUrl: string, sandbox: TestSandbox): Promise<TestCompany> {
  const signal = new AbortController().signal
  const installed = await install(appUrl, sandbox.url, signal)
  const bearer = makeSession({ appUrl, jwtSecret: 'sandbox-secret' }, installed)
  const api = makeApi(appUrl, bearer, signal)

  async function prepare(directory: string, follows?: string): Promise<string> {
    const named = { name: 'Test', ...(follows === undefined ? {} : { follows }) }
    const { id } = await api.send<{ id: string }>('POST', '/api/migrations', named)
    for (const path of await listFiles(directory)) await uploadFile(path, { appUrl, migrationId: id, bearer, signal })
    for (;;) {
      const { files } = await api.get<{ files: FileView[] }>(`/api/migrations/${id}/files`)
      if (files.every(({ state }) => ['staged', 'rejected', 'duplicate'].includes(state))) break
      await pause(200)
    }
    const proposed = await proposePlan(api, id, signal)
    const plan = await answerQuestions(api, id, proposed, { answers: {}, acceptProposed: true, mayMisfit: true })
    await api.send('POST', `/api/migrations/${id}/plan/confirm`, { checksum: plan.checksum })
    return id
  }

  return {
    api,
    companyId: installed.companyId,
    prepare,
    async begin(directory) {
      const migrationId = await prepare(directory)
      const run = await api.send<RunView>('POST', `/api/migrations/${migrationId}/runs`, { kind: 'full' })
      return { migrationId, runId: run.id }
    },
    async reach(runId, states, timeoutMs = 240_000) {
      const deadline = Date.now() + timeoutMs
      for (;;) {
        const run = await api.get<RunView>(`/api/runs/${runId}`)
        if (states.includes(run.state)) return run
        if (run.state === 'failed') throw new Error(`the run failed in ${run.phase}: ${run.pause?.code}`)
        if (Date.now() > deadline) throw new Error(`the run is still ${run.state} in ${run.phase} (${run.pause?.code})`)
        await pause(250)
      }
    },
    report: (runId) => api.get<Report>(`/api/runs/${runId}/report`),
    async download(path) {
      const answer = await fetch(`${appUrl}${path}`, { headers: { authorization: `Bearer ${await bearer()}` } })
      // Response.text() would take a byte order mark away.
      return Buffer.from(await answer.arrayBuffer()).toString('utf8')
    },
  }
}

/** What the app's ledger charged the company in all, in API tokens. */
export async function chargedTokens({ database, companyId }: TestStack): Promise<number> {
  const row = await inCompany(database.db, companyId, (trx) => trx('api_usage').sum('tokens as n').first())
  return Number(row?.['n'])
}

/** As a power cut does. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function isReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await pause(100)
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
