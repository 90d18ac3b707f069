import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { expectBalanced, expectNothingDoubled } from '../support/books.ts'
import { startTestSandbox, startTestStack, type TestSandbox, type TestStack } from '../support/stack.ts'

const isLong = process.env['FAULTS'] === 'long'
const seed = Number(process.env['FAULTS_SEED'] ?? 20_261_124)

describe('an import', { timeout: 600_000 }, () => {
  let folder: string
  const open: { close(): Promise<void> }[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-account-'))
    await writeAccount(folder, isLong ? 600 : 300, seed)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close()
  })

  async function sandboxWith(options: Parameters<typeof startTestSandbox>[0]): Promise<TestSandbox> {
    const sandbox = await startTestSandbox(options)
    open.push(sandbox)
    return sandbox
  }
  async function stackOn(sandbox: TestSandbox, options?: Parameters<typeof startTestStack>[1]): Promise<TestStack> {
    const stack = await startTestStack(sandbox, options)
    open.push(stack)
    return stack
  }

  it('that runs again in a company whose app lost its memory sends no second creation', async () => {
    const sandbox = await sandboxWith({ plan: 'ultimate' })
    const first = await stackOn(sandbox)
    const before = await first.begin(folder)
    await first.reach(before.runId, ['completed'])
    const report = await first.report(before.runId)
    expect(report.clean).toBe(true)
    await expectBalanced(report, sandbox)
    await expectNothingDoubled(sandbox)

    await sandbox.control('POST', 'stats/reset')
    const second = await stackOn(sandbox)
    const again = await second.begin(folder)
    await second.reach(again.runId, ['completed'])
    expect(Object.keys((await sandbox.stats()).methods)).toEqual(['GET'])
    const repeated = await second.report(again.runId)
    expect(repeated.clean).toBe(true)
    expect(repeated.outcomes['profiles']).toMatchObject({ created: 0, updated: 0, failed: 0 })
    expect(repeated.money).toEqual(report.money)
  })

  it('whose answers are lost before and after commit doubles nothing and loses nothing', async () => {
    const sandbox = await sandboxWith({ plan: 'ultimate' })
    const stack = await stackOn(sandbox)
    const rule = (kind: string, probability: number) => ({
      match: { method: 'POST', path: '/(persons|organizations|products|deals)' },
      kind,
      times: 40,
      probability,
      seed,
    })
    await sandbox.control('POST', 'faults', [
      rule('lostAfterCommit', 0.1),
      rule('lostBeforeCommit', 0.1),
      rule('503', 0.05),
    ])
    const { runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    const report = await stack.report(runId)
    expect(report.clean).toBe(true)
    await expectBalanced(report, sandbox)
    await expectNothingDoubled(sandbox)
  })

  it('that meets the end of the day’s budget pauses above the reserve, and goes on after the reset', async () => {
    const dailyBudget = 3_000
    const sandbox = await sandboxWith({ plan: 'growth', dailyBudget })
    const stack = await stackOn(sandbox)
    const { runId } = await stack.begin(folder)
    const paused = await stack.reach(runId, ['paused'])
    expect(paused.pause?.code).toBe('budget.reserve')
    expect(Date.parse(paused.pause?.until ?? '')).toBeGreaterThan(Date.now())
    const { budget } = await sandbox.stats()
    expect(budget.remaining).toBeGreaterThanOrEqual(dailyBudget * 0.3)

    await sandbox.control('PUT', 'options', { dailyBudget: 300_000 })
    await sandbox.control('POST', 'budget', { reset: true })
    await stack.api.send('POST', `/api/runs/${runId}/resume`, {})
    await stack.reach(runId, ['completed'])
    const report = await stack.report(runId)
    expect(report.clean).toBe(true)
    await expectBalanced(report, sandbox)
    await expectNothingDoubled(sandbox)
  })

  it('pauses and goes on when a person says so', async () => {
    const sandbox = await sandboxWith({ plan: 'growth', latencyMs: 20 })
    const stack = await stackOn(sandbox)
    const { runId } = await stack.begin(folder)
    await stack.reach(runId, ['running'])
    await pause(3_000)
    await stack.api.send('POST', `/api/runs/${runId}/pause`, {})
    await stack.reach(runId, ['paused'], 10_000)
    const { totalRequests } = await sandbox.stats()
    await pause(1_500)
    expect((await sandbox.stats()).totalRequests).toBe(totalRequests)
    await stack.api.send('POST', `/api/runs/${runId}/resume`, {})
    await stack.reach(runId, ['completed'])
    expect((await stack.report(runId)).clean).toBe(true)
    await expectNothingDoubled(sandbox)
  })
})
