import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { findBinaries, othersMayEnter } from './embedded-binaries.ts'

const run = promisify(execFile)

export interface EmbeddedPostgres {
  /** Connection URL of the superuser for `database`. */
  url(database: string): string
  port: number
  /** Process id of the postmaster. */
  pid: number
  /** Stops the server cleanly (fast shutdown) and waits for its end. */
  stop(): Promise<void>
}

/**
 * Starts real PostgreSQL in `dataDir` (made on first use, kept afterwards) on a free loopback port, password-protected.
 * As root it runs as the unprivileged user `postgres`, who is created when missing. A server that outlived a killed parent
 * is taken over instead of started twice.
 */
export async function startEmbedded(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const user = process.getuid?.() === 0 ? await unprivilegedUser() : undefined
  const binaries = await findBinaries(user?.uid)
  const cluster = join(dataDir, 'cluster')
  const secretFile = join(dataDir, 'superuser-password')

  if (!existsSync(cluster)) {
    // Made under another name and renamed when whole: a process killed meanwhile leaves nothing that looks ready.
    const fresh = join(dataDir, 'cluster.new')
    await rm(fresh, { recursive: true, force: true })
    await mkdir(fresh, { recursive: true })
    if (user) await ownedBy(user, dataDir, fresh)
    await writeFile(secretFile, randomBytes(24).toString('hex'), { mode: 0o600 })
    if (user) await chown(secretFile, user.uid, user.gid)
    const flags = ['--auth=scram-sha-256', '--username=postgres', '--encoding=UTF8', '--locale=C.UTF-8']
    await run(binaries.initdb, [`--pgdata=${fresh}`, `--pwfile=${secretFile}`, ...flags], { ...user })
    await rename(fresh, cluster)
  }
  const password = await readFile(secretFile, 'utf8')
  const toUrl = (port: number) => (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`

  const survivor = await readPostmaster(cluster)
  if (survivor && (await accepts(toUrl(survivor.port)('postgres')))) {
    return { url: toUrl(survivor.port), ...survivor, stop: () => stop(survivor.pid) }
  }

  const port = await freePort()
  const options = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = await open(join(dataDir, 'postgres.log'), 'a')
  // Detached: a Ctrl-C in the terminal reaches us alone, and the server is stopped after its clients.
  const server = spawn(binaries.postgres, ['-D', cluster, '-p', String(port), ...flags], {
    ...user,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  await log.close()
  const { pid } = server
  if (pid === undefined) throw new Error('PostgreSQL did not start: its binary could not be executed.')
  server.unref()
  await ready(toUrl(port)('postgres'), () => server.exitCode, join(dataDir, 'postgres.log'))
  return { url: toUrl(port), port, pid, stop: () => stop(pid) }
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout)
  const exists = await id('-u').catch(() => undefined)
  if (exists === undefined) await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
  return { uid: await id('-u'), gid: await id('-g') }
}

async function ownedBy(user: { uid: number; gid: number }, dataDir: string, cluster: string): Promise<void> {
  await chmod(dataDir, 0o755)
  if (!(await othersMayEnter(dataDir))) {
    throw new Error(
      `The user postgres cannot reach ${dataDir}: choose a DATA_DIR outside folders that only root may enter.`,
    )
  }
  await chown(cluster, user.uid, user.gid)
  await chmod(cluster, 0o700)
}

/** Lines of postmaster.pid: process id, data directory, start time, port (PostgreSQL manual, "Shutting Down the Server"). */
async function readPostmaster(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port] = text.split('\n').map(Number)
  return pid && port && isAlive(pid) ? { pid, port } : undefined
}

async function ready(url: string, exitCode: () => number | null, logFile: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (exitCode() !== null) break
    if (await accepts(url)) return
    await pause(100)
  }
  const log = await readFile(logFile, 'utf8').catch(() => '')
  throw new Error(`PostgreSQL did not start:\n${log.slice(-2_000)}`)
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written. */
async function stop(pid: number): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  while (isAlive(pid)) await pause(20)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
