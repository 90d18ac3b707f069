import type { Api } from './api.ts'
import { isFinished, type RunView } from './types.ts'

/** How the view of a run is kept up: pushed, asked for, or not at all at the moment. */
export type Channel = 'live' | 'polling' | 'lost'

export interface Watch {
  api: Pick<Api, 'run' | 'runEvents'>
  runId: string
  signal: AbortSignal
  sleep(ms: number): Promise<void>
  onRun(run: RunView): void
  onChannel(channel: Channel): void
}

const pollMs = 3_000
/** Longer than the server's heartbeat; a proxy that swallows the stream is noticed by its silence. */
const silenceMs = 45_000

/**
 * Follows a run until it is finished or `signal` aborts: by its event stream, and where that breaks, is refused or falls
 * silent, by asking every three seconds while trying the stream again. Never rejects.
 */
export async function watchRun(watch: Watch): Promise<void> {
  while (!watch.signal.aborted) {
    if (await followStream(watch)) return
    if (watch.signal.aborted || (await ask(watch))) return
    await watch.sleep(pollMs)
  }
}

async function followStream({ api, runId, signal, onRun, onChannel }: Watch): Promise<boolean> {
  const silence = new AbortController()
  const abort = () => silence.abort()
  signal.addEventListener('abort', abort, { once: true })
  let timer = setTimeout(abort, silenceMs)
  try {
    for await (const run of api.runEvents(runId, silence.signal)) {
      clearTimeout(timer)
      timer = setTimeout(abort, silenceMs)
      onChannel('live')
      if (!run) continue
      onRun(run)
      if (isFinished(run)) return true
    }
  } catch {
    // A broken stream is replaced by asking.
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
  return false
}

async function ask({ api, runId, onRun, onChannel }: Watch): Promise<boolean> {
  try {
    const run = await api.run(runId)
    onChannel('polling')
    onRun(run)
    return isFinished(run)
  } catch {
    onChannel('lost')
    return false
  }
}
