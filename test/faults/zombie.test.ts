import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { expectBalanced, expectNothingDoubled } from '../support/books.ts'
import { startTestSandbox, startTestStack, type TestSandbox } from '../support/stack.ts'
import { writing } from '../support/writing.ts'

describe('a worker', { timeout: 600_000 }, () => {
  let folder: string
  const open: { close(): Promise<void> }[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-zombie-'))
    await writeAccount(folder, 250, 12)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close()
  })

  async function begin() {
    const sandbox = await startTestSandbox({ plan: 'growth', latencyMs: 40 })
    open.push(sandbox)
    const stack = await startTestStack(sandbox, { workers: 0 })
    open.push(stack)
    const worker = await stack.startWorker()
    const { runId } = await stack.begin(folder)
    await writing(sandbox, 100)
    return { sandbox, stack, worker, runId }
  }

  it('that is frozen while it writes doubles nothing when it wakes after another one took over', async () => {
    const { sandbox, stack, worker, runId } = await begin()
    worker.kill('SIGSTOP')
    await stack.startWorker()
    await writing(sandbox, 30)
    worker.kill('SIGCONT')
    await stack.reach(runId, ['completed'], 500_000)
    await expectWhole(sandbox, stack, runId)

    // The one that woke serves on.
    const again = await stack.begin(folder)
    await stack.reach(again.runId, ['completed'], 300_000)
    expect((await stack.report(again.runId)).clean).toBe(true)
    expect(worker.exitCode).toBe(null)
  })

  it('that is told to stop settles what is under way, and the next one goes on at once', async () => {
    const { sandbox, stack, worker, runId } = await begin()
    worker.kill('SIGTERM')
    while (worker.exitCode === null && worker.signalCode === null) await pause(50)
    expect(worker.exitCode).toBe(0)
    expect(await stack.unsettled(runId)).toBe(0)
    await stack.startWorker()
    await stack.reach(runId, ['completed'], 300_000)
    await expectWhole(sandbox, stack, runId)
  })

  it('whose database connections are cut goes on by itself', async () => {
    const { sandbox, stack, worker, runId } = await begin()
    for (let i = 0; i < 3; i += 1) {
      await stack.cutConnections()
      await writing(sandbox, 20)
    }
    await stack.reach(runId, ['completed'], 500_000)
    await expectWhole(sandbox, stack, runId)
    expect(worker.exitCode).toBe(null)
  })

  async function expectWhole(
    sandbox: TestSandbox,
    stack: Awaited<ReturnType<typeof startTestStack>>,
    runId: string,
  ): Promise<void> {
    const report = await stack.report(runId)
    expect(report.clean).toBe(true)
    await expectBalanced(report, sandbox)
    await expectNothingDoubled(sandbox)
  }
})
