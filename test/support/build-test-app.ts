import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import { SignJWT } from 'jose'
import { type AppDeps, buildApp } from '../../server/app.ts'
import { type Config, readConfig } from '../../server/config.ts'
import type { App } from '../../server/http/app-type.ts'
import { type Clock, systemClock } from '../../server/lib/clock.ts'
import { makeSecretBox } from '../../server/lib/secret-box.ts'
import { makeReaders } from '../../server/staging/readers.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type FakeOAuthHost, type FakeUser, startFakeOAuthHost } from './fake-oauth-host.ts'

export interface TestApp {
  app: App
  deps: AppDeps
  config: Config
  clock: TestClock
  database: TestDatabase
  host: FakeOAuthHost
  /** Files whose staging was queued. */
  staged: { companyId: number; sourceFileId: string }[]
  /** Every line that was logged. */
  logged: string[]
  /** As a browser: begins at /oauth/install, consents, and answers what the callback answers. */
  install(user: FakeUser, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  /** A bearer for an installed user. */
  signIn(user: FakeUser): Promise<string>
  close(): Promise<void>
}

export const anna: FakeUser = { companyId: 4711, userId: 12, name: 'Анна Петрова' }
export const stranger: FakeUser = { companyId: 4712, userId: 77, name: 'Jane Roe' }

/** A fresh app on a database and an OAuth host of its own; nothing listens until a test says so. */
export async function buildTestApp(overrides: Record<string, string> = {}): Promise<TestApp> {
  const host = await startFakeOAuthHost()
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-http-'))
  const config = readConfig({
    PUBLIC_URL: 'http://127.0.0.1:3000',
    PIPEDRIVE_CLIENT_ID: host.credentials.clientId,
    PIPEDRIVE_CLIENT_SECRET: host.credentials.clientSecret,
    PIPEDRIVE_OAUTH_URL: host.url,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    DATA_DIR: folder,
    LOG_LEVEL: 'trace',
    ...overrides,
  })
  const clock = makeTestClock()
  const staged: TestApp['staged'] = []
  const logged: string[] = []
  const readers = makeReaders({
    clock: systemClock,
    limits: { memoryBytes: 1024 ** 3, silenceMs: 30_000 },
    databaseUrl: database.url,
    uploadDir: config.uploadDir,
    fork: () => fork(join(import.meta.dirname, '../../server/reader.ts'), { env: {}, execArgv: [] }),
  })
  const deps: AppDeps = {
    config,
    db: database.db,
    clock,
    http: fetch,
    secretBox: makeSecretBox(config.encryptionKeys),
    jobs: { enqueue: async () => undefined },
    enqueueStaging: async (_trx, companyId, sourceFileId) => {
      staged.push({ companyId, sourceFileId })
    },
    readers,
    readRunView: async () => null,
    uiDir: join(folder, 'ui'),
    logStream: { write: (line) => logged.push(line) },
  }
  const app = await buildApp(deps)

  async function install(user: FakeUser, headers: Record<string, string> = {}) {
    const { state, cookies } = await begin(app)
    const query = { state, code: host.consent(user) }
    return app.inject({ url: '/oauth/callback', query, cookies, headers })
  }

  return {
    app,
    deps,
    config,
    clock,
    database,
    host,
    staged,
    logged,
    install,
    async signIn(user) {
      const token = await signEmbedded(config.pipedrive.jwtSecret, user, clock.now())
      const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { token } })
      return answer.json().bearer
    },
    async close() {
      await app.close()
      readers.stop()
      await host.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Follows /oauth/install as far as our side goes: the state in the redirect, and the cookies a browser would keep. */
export async function begin(app: App): Promise<{ state: string; cookies: Record<string, string>; authorizeUrl: URL }> {
  const answer = await app.inject({ url: '/oauth/install' })
  const authorizeUrl = new URL(String(answer.headers.location))
  const cookies = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
  return { state: authorizeUrl.searchParams.get('state') ?? '', cookies, authorizeUrl }
}

export interface TestClock extends Clock {
  advance(ms: number): void
}

/** Stands still until a test moves it; sleeping takes no time and moves it. */
export function makeTestClock(start = new Date()): TestClock {
  let nowMs = start.getTime()
  const advance = (ms: number) => {
    nowMs += ms
  }
  return { now: () => new Date(nowMs), sleep: async (ms) => advance(ms), advance }
}

/** The token that Pipedrive hands to an iframe. */
export function signEmbedded(secret: string, user: Pick<FakeUser, 'companyId' | 'userId'>, now: Date): Promise<string> {
  return new SignJWT({ userId: user.userId, companyId: user.companyId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(now)
    .setExpirationTime(new Date(now.getTime() + 300_000))
    .sign(new TextEncoder().encode(secret))
}
