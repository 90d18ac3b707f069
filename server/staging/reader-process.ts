import type { ChildProcess } from 'node:child_process'
import type { Preview } from '../altcraft/preview.ts'
import type { Clock } from '../lib/clock.ts'
import type { FromReader, ToReader } from './reader-protocol.ts'

/**
 * The process that read a file ended without an answer: it needed too much memory, stood still for too long, or was ended by
 * somebody else (`crash`).
 */
export class ReaderFailed extends Error {
  readonly reason: 'memory' | 'time' | 'crash'

  constructor(reason: ReaderFailed['reason']) {
    super(`reader ended: ${reason}`)
    this.name = 'ReaderFailed'
    this.reason = reason
  }
}

export interface ReaderLimits {
  /** Resident memory at which a reader is ended. */
  memoryBytes: number
  /** How long a reader may show no sign of life. */
  silenceMs: number
}

export interface ReaderProcess {
  /** One at a time. Rejects with `ReaderFailed`, or with what went wrong inside. `timeoutMs` ends the process when it is over. */
  perform(task: ToReader, timeoutMs?: number): Promise<Preview | undefined>
  /** The process can take another task. */
  isUsable(): boolean
  rssBytes(): number
  end(): void
}

/** Node exits so when its heap limit is reached. */
const outOfMemoryCodes: readonly (number | null)[] = [134, 5]

/** Drives one reader. `child` was just forked. */
export function makeReaderProcess(child: ChildProcess, clock: Clock, limits: ReaderLimits): ReaderProcess {
  let rssBytes = 0
  let lastSignAt = clock.now().getTime()
  let ended = false
  let reason: ReaderFailed['reason'] = 'crash'
  let settle: ((outcome: FromReader | ReaderFailed) => void) | undefined

  child.on('message', (message: FromReader) => {
    lastSignAt = clock.now().getTime()
    if (message.type !== 'failed') rssBytes = message.rssBytes
    if (message.type !== 'alive') settle?.(message)
    else if (rssBytes > limits.memoryBytes) kill('memory')
  })
  child.on('exit', (code, signal) => {
    ended = true
    if (reason === 'crash' && (outOfMemoryCodes.includes(code) || signal === 'SIGABRT')) reason = 'memory'
    settle?.(new ReaderFailed(reason))
  })
  child.on('error', () => {
    ended = true
    settle?.(new ReaderFailed('crash'))
  })

  function kill(why: ReaderFailed['reason']): void {
    reason = why
    child.kill('SIGKILL')
  }

  async function watch(done: AbortSignal, timeoutMs: number): Promise<void> {
    const startedAt = clock.now().getTime()
    while (!done.aborted) {
      await clock.sleep(Math.min(1_000, timeoutMs), done)
      const now = clock.now().getTime()
      if (!done.aborted && (now - lastSignAt > limits.silenceMs || now - startedAt >= timeoutMs)) return kill('time')
    }
  }

  return {
    async perform(task, timeoutMs = Number.POSITIVE_INFINITY) {
      if (ended) throw new ReaderFailed('crash')
      lastSignAt = clock.now().getTime()
      const done = new AbortController()
      const outcome = await new Promise<FromReader | ReaderFailed>((resolve) => {
        settle = resolve
        child.send(task, (error) => error && resolve(new ReaderFailed('crash')))
        void watch(done.signal, timeoutMs)
      })
      done.abort()
      settle = undefined
      if (outcome instanceof ReaderFailed) throw outcome
      if (outcome.type === 'failed') throw Object.assign(new Error(outcome.message), { stack: outcome.stack })
      return outcome.type === 'done' ? outcome.preview : undefined
    },
    isUsable: () => !ended && child.connected,
    rssBytes: () => rssBytes,
    end() {
      child.kill('SIGKILL')
    },
  }
}
