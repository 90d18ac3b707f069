import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'
import { DemoFailure } from './failure.ts'
import { until } from './wait.ts'

/** What runs: the app, and the Pipedrive it talks to. */
export interface Stack {
  appUrl: string
  oauthUrl: string
  /** Signs the token with which Pipedrive presents a user to the app. */
  jwtSecret: string
  /** Whether the app ended by itself. */
  hasEnded(): boolean
  /** The end of what the app logged. */
  lastWords(): string
  /** Stops what was started here, the app first. */
  stop(): Promise<void>
}

interface Pipedrive {
  oauthUrl: string
  clientId: string
  clientSecret: string
  stop(): Promise<void>
}

/**
 * Starts the sandbox (unless another Pipedrive is named) and the app with its embedded PostgreSQL, and waits until it is
 * ready. Without DATA_DIR and DATABASE_URL in the environment each start is a new app that knows nothing of earlier ones.
 */
export async function startStack(
  pipedriveUrl: string | undefined,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Stack> {
  const port = env.PORT ?? (pipedriveUrl === undefined ? String(await freePort()) : '3000')
  const appUrl = env.PUBLIC_URL ?? `http://127.0.0.1:${port}`
  const pipedrive = pipedriveUrl === undefined ? await startSandbox(appUrl, env) : namedPipedrive(pipedriveUrl, env)
  const ownDir = env.DATA_DIR === undefined ? await makeDataDir() : undefined
  const app = startChild('server/main.ts', [], {
    ...env,
    ROLE: 'all',
    PORT: port,
    PUBLIC_URL: appUrl,
    PIPEDRIVE_OAUTH_URL: pipedrive.oauthUrl,
    PIPEDRIVE_CLIENT_ID: pipedrive.clientId,
    PIPEDRIVE_CLIENT_SECRET: pipedrive.clientSecret,
    ENCRYPTION_KEYS: env.ENCRYPTION_KEYS ?? `demo:${randomBytes(32).toString('base64')}`,
    DATA_DIR: ownDir ?? env.DATA_DIR,
    LOG_LEVEL: env.LOG_LEVEL ?? 'warn',
  })
  const stop = async () => {
    await app.stop()
    await pipedrive.stop()
    if (ownDir !== undefined) await rm(ownDir, { recursive: true, force: true })
  }
  try {
    await ready(`http://127.0.0.1:${port}/ready`, app, signal)
  } catch (error) {
    await stop()
    throw error
  }
  const jwtSecret = env.PIPEDRIVE_JWT_SECRET ?? pipedrive.clientSecret
  return { appUrl, oauthUrl: pipedrive.oauthUrl, jwtSecret, hasEnded: app.hasEnded, lastWords: app.lastWords, stop }
}

/** Others may pass through, not look around: as root, PostgreSQL runs as a user of its own below it. */
async function makeDataDir(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'altcraft-demo-'))
  await chmod(directory, 0o711)
  return directory
}

async function startSandbox(appUrl: string, env: NodeJS.ProcessEnv): Promise<Pipedrive> {
  const sandbox: Child = startChild('sandbox/main.ts', ['--port', '0', '--auto-approve', '--app-url', appUrl], env)
  const { url, clientId, clientSecret } = JSON.parse(await sandbox.firstLine())
  return { oauthUrl: url, clientId, clientSecret, stop: sandbox.stop }
}

function namedPipedrive(
  oauthUrl: string,
  { PIPEDRIVE_CLIENT_ID, PIPEDRIVE_CLIENT_SECRET }: NodeJS.ProcessEnv,
): Pipedrive {
  if (!PIPEDRIVE_CLIENT_ID || !PIPEDRIVE_CLIENT_SECRET) {
    throw new DemoFailure('--pipedrive-url needs PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET in the environment.')
  }
  const stop = () => Promise.resolve()
  return { oauthUrl, clientId: PIPEDRIVE_CLIENT_ID, clientSecret: PIPEDRIVE_CLIENT_SECRET, stop }
}

async function ready(url: string, app: Child, signal: AbortSignal): Promise<void> {
  await until(
    async () => {
      if (app.hasEnded()) throw new DemoFailure(`The app did not start:\n${app.lastWords()}`)
      const answer = await fetch(url, { signal }).catch(() => undefined)
      return answer?.ok || undefined
    },
    { everyMs: 200, timeoutMs: 120_000, sentence: 'The app was not ready within two minutes.', signal },
  )
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new DemoFailure('No free port was found.')
  return address.port
}
