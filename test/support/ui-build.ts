import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../../extension-ui')
const dist = join(root, 'dist')

/**
 * The built panel's folder; builds it when a source is newer. Several processes may ask at once: each builds aside and
 * puts its result in place by renaming, and all results are equal.
 */
export async function buildUi(): Promise<string> {
  if (newestSource(root) < builtAt()) return dist
  const aside = resolve(root, '../.data', `ui-${process.pid}`)
  mkdirSync(aside, { recursive: true })
  await build(join(aside, 'next'))
  rename(dist, join(aside, 'last'))
  rename(join(aside, 'next'), dist)
  rmSync(aside, { recursive: true, force: true })
  return dist
}

/** In a process of its own, as `npm run build` does it: test runners set NODE_ENV, and with it React's slow build. */
async function build(outDir: string): Promise<void> {
  const vite = resolve(root, '../node_modules/vite/bin/vite.js')
  const env = { ...process.env, NODE_ENV: 'production' }
  await promisify(execFile)(process.execPath, [vite, 'build', root, '--outDir', outDir, '--logLevel', 'warn'], { env })
}

/** Fails only where somebody else was faster, or where there was no build before. */
function rename(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code !== 'ENOENT' && error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  }
}

function builtAt(): number {
  return statSync(join(dist, 'settings/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function newestSource(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== 'dist')
  const times = entries.map((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? newestSource(path) : statSync(path).mtimeMs
  })
  return Math.max(0, ...times)
}
