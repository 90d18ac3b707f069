import { setTimeout as pause } from 'node:timers/promises'
import type { TestSandbox } from './stack.ts'

/** Resolves when this many more requests have arrived. */
export async function writing(sandbox: TestSandbox, requests = 5): Promise<void> {
  const { totalRequests } = await sandbox.stats()
  while ((await sandbox.stats()).totalRequests < totalRequests + requests) await pause(50)
}
