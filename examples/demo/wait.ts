import { setTimeout as sleep } from 'node:timers/promises'
import { DemoFailure } from './failure.ts'

/**
 * Asks every `everyMs` until there is an answer. Throws `DemoFailure` with `sentence` when none came in `timeoutMs`, and the
 * signal's reason when it aborts.
 */
export async function until<T>(
  probe: () => Promise<T | undefined>,
  {
    everyMs,
    timeoutMs,
    sentence,
    signal,
  }: { everyMs: number; timeoutMs: number; sentence: string; signal: AbortSignal },
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  while (performance.now() < deadline) {
    signal.throwIfAborted()
    const answer = await probe()
    if (answer !== undefined) return answer
    await sleep(everyMs, undefined, { signal })
  }
  throw new DemoFailure(sentence)
}
