import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import type { RunView } from '../../examples/demo/views.ts'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { asAnotherApp } from '../support/another-app.ts'
import { expectBalanced, expectNothingDoubled } from '../support/books.ts'
import {
  chargedTokens,
  kill,
  startTestSandbox,
  startTestStack,
  type TestSandbox,
  type TestStack,
} from '../support/stack.ts'
import { writing } from '../support/writing.ts'

const open: { close(): Promise<void> }[] = []
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-budget-'))
  await writeAccount(folder, 120, 20_261_124)
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function begin(
  options: Parameters<typeof startTestSandbox>[0] = {},
  stackOptions: Parameters<typeof startTestStack>[1] = {},
): Promise<{ sandbox: TestSandbox; stack: TestStack }> {
  const sandbox = await startTestSandbox({ plan: 'growth', latencyMs: 30, ...options })
  open.push(sandbox)
  const stack = await startTestStack(sandbox, stackOptions)
  open.push(stack)
  return { sandbox, stack }
}

/** The run as a test waits for it: also when it comes to rest in a pause. */
async function settle(stack: TestStack, runId: string): Promise<void> {
  await stack.reach(runId, ['completed'], 400_000)
  expect((await stack.report(runId)).clean).toBe(true)
}

/** The run's row as soon as it is paused, for 10 s at most. */
async function pausedRow({ database, companyId }: TestStack, runId: string) {
  for (let i = 0; ; i += 1) {
    const row = await inCompany(database.db, companyId, (trx) => trx('runs').where({ id: runId }).first())
    if (row.state === 'paused' || i === 40) return row
    await pause(250)
  }
}

async function isSilent(sandbox: TestSandbox): Promise<void> {
  const { totalRequests } = await sandbox.stats()
  await pause(2_500)
  expect((await sandbox.stats()).totalRequests).toBe(totalRequests)
}

const settings = (reserveShare: number | null, window: object | null = null) => ({ reserveShare, window })

/** An hour of the UTC day, some hours from now. */
const hour = (later: number) => `${String((new Date().getUTCHours() + later + 24) % 24).padStart(2, '0')}:00`

describe('the ledger', { timeout: 600_000 }, () => {
  it('says what Pipedrive counted, however often workers were killed', async () => {
    const { sandbox, stack } = await begin({}, { workers: 0 })
    let worker = await stack.startWorker()
    const { runId } = await stack.begin(folder)
    for (const requests of [1, 70, 15, 33]) {
      await writing(sandbox, requests)
      await kill(worker)
      worker = await stack.startWorker()
    }
    await settle(stack, runId)
    expect(await chargedTokens(stack)).toBe((await sandbox.stats()).totalTokens)
  })

  it('says so, too, after answers that cost nothing', async () => {
    const { sandbox, stack } = await begin()
    const { runId } = await stack.begin(folder)
    await writing(sandbox, 10)
    await sandbox.control('POST', 'faults', [{ match: { method: 'POST' }, kind: '429', times: 3 }])
    await sandbox.control('POST', 'tokens/expire')
    await settle(stack, runId)
    expect(await chargedTokens(stack)).toBe((await sandbox.stats()).totalTokens)
  })
})

describe('the reserve', { timeout: 600_000 }, () => {
  it('of a migration is left to other apps while they spend, and lowering it lets the run go on at once', async () => {
    const dailyBudget = 4_000
    const { sandbox, stack } = await begin({ dailyBudget, plan: 'ultimate' })
    const other = await asAnotherApp(sandbox)
    const migrationId = await stack.prepare(folder)
    await stack.api.send('PUT', `/api/migrations/${migrationId}/settings`, settings(0.6))
    const { id: runId } = await stack.api.send<RunView>('POST', `/api/migrations/${migrationId}/runs`, { kind: 'full' })
    let isOver = false
    const competing = (async () => {
      for (; !isOver; await pause(150)) await other('GET', '/api/v2/pipelines')
    })()
    const paused = await stack.reach(runId, ['paused'])
    isOver = true
    await competing
    expect(paused.pause?.code).toBe('budget.reserve')
    const { budget } = await sandbox.stats()
    // What the other app took after our last answer is its own.
    expect(budget.remaining).toBeGreaterThanOrEqual(dailyBudget * 0.6 - 100)

    await sandbox.control('PUT', 'options', { dailyBudget: 300_000 })
    await stack.api.send('PUT', `/api/migrations/${migrationId}/settings`, settings(0.1))
    await settle(stack, runId)
  })
})

describe('hours of work', { timeout: 600_000 }, () => {
  it('pause a run at work within seconds, and changing them lets it go on', async () => {
    const { sandbox, stack } = await begin()
    const { runId, migrationId } = await stack.begin(folder)
    await writing(sandbox, 10)
    const closed = { from: hour(5), to: hour(7), zone: 'UTC' }
    await stack.api.send('PUT', `/api/migrations/${migrationId}/settings`, settings(null, closed))
    const paused = await stack.reach(runId, ['paused'], 10_000)
    expect(paused.pause).toMatchObject({ code: 'budget.window', detail: closed })
    expect(paused.pause?.until?.slice(11, 16)).toBe(closed.from)
    await isSilent(sandbox)
    // A person cannot resume it against the hours.
    await stack.api.send('POST', `/api/runs/${runId}/resume`, {})
    await pause(1_500)
    await stack.reach(runId, ['paused'], 10_000)

    const wide = { from: hour(-2), to: hour(4), zone: 'UTC' }
    await stack.api.send('PUT', `/api/migrations/${migrationId}/settings`, settings(null, wide))
    await settle(stack, runId)
  })
})

describe('when Pipedrive does not serve', { timeout: 600_000 }, () => {
  it('the run pauses instead of burning its rows, looks by itself, and goes on when it is well again', async () => {
    const { sandbox, stack } = await begin()
    const { runId } = await stack.begin(folder)
    await writing(sandbox, 20)
    const before = (await sandbox.stats()).totalRequests
    await sandbox.control('POST', 'faults', [{ match: { path: '' }, kind: '503' }])
    const paused = await stack.reach(runId, ['paused'], 30_000)
    expect(paused.pause?.code).toBe('pipedrive.unavailable')
    expect(Date.parse(paused.pause?.until ?? '')).toBeGreaterThan(Date.now())
    // One burst was under way; nothing was sent again and again.
    expect((await sandbox.stats()).totalRequests - before).toBeLessThan(250)
    for (;;) {
      const run = await stack.api.get<RunView>(`/api/runs/${runId}`)
      if (Number(run.pause?.detail?.['failures']) >= 2) break
      await pause(250)
    }
    await sandbox.control('DELETE', 'faults')
    await settle(stack, runId)
    await expectBalanced(await stack.report(runId), sandbox)
    await expectNothingDoubled(sandbox)
  })

  it('a block of our traffic stops everything until a person resumes', async () => {
    const { sandbox, stack } = await begin()
    const { runId } = await stack.begin(folder)
    await writing(sandbox, 20)
    await sandbox.control('POST', 'faults', [{ match: { path: '' }, kind: 'html403', times: 1 }])
    const paused = await stack.reach(runId, ['paused'], 20_000)
    expect(paused.pause).toMatchObject({ code: 'traffic.blocked', until: null })
    await isSilent(sandbox)
    await stack.api.send('POST', `/api/runs/${runId}/resume`, {})
    await pause(1_500)
    await stack.reach(runId, ['paused'], 10_000)
    await isSilent(sandbox)
  })

  it('an uninstallation ends the run’s requests within seconds, and an installation lets it go on', async () => {
    const { sandbox, stack } = await begin()
    const { runId } = await stack.begin(folder)
    await writing(sandbox, 20)
    const { installations } = await sandbox.control<{ installations: object[] }>('GET', 'app')
    expect(await sandbox.control('POST', 'uninstall', installations[0])).toEqual({ callbackStatus: 204 })
    // Nobody has a session any more: the run is read from the database.
    const left = await pausedRow(stack, runId)
    expect(left).toMatchObject({ pause_code: 'oauth.uninstalled', pause_until: null })
    await isSilent(sandbox)
    await stack.installIn(stack.companyId, (installations[0] as { userId: number }).userId)
    await pause(2_000)
    await stack.api.send('POST', `/api/runs/${runId}/resume`, {})
    await settle(stack, runId)
  })
})

describe('several migrations', { timeout: 600_000 }, () => {
  it('of a company are imported in the order of their starts', async () => {
    const { sandbox, stack } = await begin({ plan: 'ultimate' })
    const first = await stack.begin(folder)
    const second = await stack.begin(folder)
    const third = await stack.begin(folder)
    const waiting = await stack.api.get<RunView & { waitsFor: { id: string }[] }>(`/api/runs/${third.runId}`)
    expect(waiting.state).toBe('waiting')
    expect(waiting.waitsFor.map(({ id }) => id)).toEqual([first.runId, second.runId])
    const again = stack.api.send('POST', `/api/migrations/${second.migrationId}/runs`, { kind: 'full' })
    await expect(again).rejects.toThrow(/409|another_is_active/)
    await stack.api.send('POST', `/api/runs/${second.runId}/cancel`, {})
    await stack.reach(second.runId, ['cancelled'], 5_000)
    await settle(stack, third.runId)
    expect((await stack.api.get<RunView>(`/api/runs/${first.runId}`)).state).toBe('completed')
    await expectNothingDoubled(sandbox)
  })
})
