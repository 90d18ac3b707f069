import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { startTestSandbox, startTestStack, type TestSandbox, type TestStack } from '../support/stack.ts'
import { beginUndo, expectRestored, undone } from '../support/undoing.ts'

describe('an undo', { timeout: 600_000 }, () => {
  let folder: string
  const open: { close(): Promise<void> }[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-undo-'))
    await writeAccount(folder, 60, 20_261_124)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close()
  })

  async function start(
    options: Parameters<typeof startTestSandbox>[0] = {},
    settings?: Parameters<typeof startTestStack>[1],
  ): Promise<{ sandbox: TestSandbox; stack: TestStack }> {
    const sandbox = await startTestSandbox({ plan: 'ultimate', ...options })
    open.push(sandbox)
    const stack = await startTestStack(sandbox, settings)
    open.push(stack)
    return { sandbox, stack }
  }

  it('of an import into an empty account leaves it empty, and costs no more than was said; a second one sends nothing', async () => {
    const { sandbox, stack } = await start()
    const before = await sandbox.records()
    const { migrationId, runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    const preview = await stack.api.get<{ apiTokens: number; requests: number }>(
      `/api/migrations/${migrationId}/undo?setup=true`,
    )
    const spent = (await sandbox.stats()).totalTokens
    const undo = await beginUndo(stack, migrationId)
    const run = await stack.reach(undo.id, ['completed'])
    expect(await undone(stack, undo.id)).toEqual([])
    expect(run.clean).toBe(true)
    await expectRestored(sandbox, before)
    const after = await sandbox.stats()
    console.log('preview', preview, 'spent', after.totalTokens - spent, run.progress)
    expect(after.totalTokens - spent).toBeLessThanOrEqual(preview.apiTokens)

    const again = await beginUndo(stack, migrationId)
    await stack.reach(again.id, ['completed'])
    const { methods } = await sandbox.stats()
    expect(methods).toEqual({ ...after.methods, GET: methods['GET'] })
  })
})
