import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { DemoFailure } from './failure.ts'

export interface Child {
  pid: number
  /** The first line of standard output. Throws `DemoFailure` when the process ends before. */
  firstLine(): Promise<string>
  hasEnded(): boolean
  /** The end of what it printed, for a message about its failure. */
  lastWords(): string
  /** SIGTERM, and SIGKILL when it is still there after a minute. */
  stop(): Promise<void>
}

const keptCharacters = 4_000
const patienceMs = 60_000

/**
 * Starts one of the project's entry points, with these flags of Node before it. The child gets a process group of its own: a Ctrl-C in the terminal reaches the
 * demo alone, which then stops its children in order.
 */
export function startChild(entry: string, args: string[], env: NodeJS.ProcessEnv, nodeFlags: string[] = []): Child {
  const script = fileURLToPath(new URL(`../../${entry}`, import.meta.url))
  const child = spawn(process.execPath, [...nodeFlags, script, ...args], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  let line = ''
  const lineRead = Promise.withResolvers<string>()
  lineRead.promise.catch(() => undefined)
  const keep = (text: string) => {
    words = (words + text).slice(-keptCharacters)
  }
  child.stderr.setEncoding('utf8').on('data', keep)
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    keep(text)
    line += line.includes('\n') ? '' : text
    if (line.includes('\n')) lineRead.resolve(line.slice(0, line.indexOf('\n')))
  })
  child.once('close', () => lineRead.reject(new DemoFailure(`${entry} ended at once:\n${words}`)))
  child.once('error', (error) => lineRead.reject(new DemoFailure(`${entry} could not be started: ${error.message}`)))
  return {
    pid: child.pid ?? 0,
    firstLine: () => lineRead.promise,
    hasEnded: () => hasEnded(child),
    lastWords: () => words.trim(),
    stop: () => stop(child),
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  const impatience = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await closed
  clearTimeout(impatience)
}
