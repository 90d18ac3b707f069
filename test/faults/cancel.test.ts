import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { expectBalanced, expectNothingDoubled } from '../support/books.ts'
import { startTestSandbox, startTestStack } from '../support/stack.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const example = fileURLToPath(new URL('../../examples/altcraft-export', import.meta.url))

it('a cancelled import closes its books over what was written', { timeout: 300_000 }, async () => {
  const sandbox = await startTestSandbox({ plan: 'growth' })
  open.push(sandbox)
  const stack = await startTestStack(sandbox)
  open.push(stack)
  const { runId } = await stack.begin(example)
  for (;;) {
    const run = await stack.reach(runId, ['running'])
    if ((run.progress['persons']?.created ?? 0) > 100) break
    await pause(200)
  }
  await stack.api.send('POST', `/api/runs/${runId}/cancel`, {})
  await stack.reach(runId, ['cancelled'], 20_000)
  const report = await stack.report(runId)
  expect(report.clean).toBe(false)
  expect(report.outcomes['profiles']?.created).toBeGreaterThan(100)
  expect(report.outcomes['orders']?.unprocessed).toBeGreaterThan(0)
  await expectBalanced(report, sandbox)
  await expectNothingDoubled(sandbox, ['persons', 'organizations'])
})
