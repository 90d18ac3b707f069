import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunView } from '../../examples/demo/views.ts'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { expectBalanced, expectNothingDoubled } from '../support/books.ts'
import {
  kill,
  startTestSandbox,
  startTestStack,
  type TestCompany,
  type TestSandbox,
  type TestStack,
} from '../support/stack.ts'

const isLong = process.env['FAULTS'] === 'long'
const companies = isLong ? 20 : 6
const profiles = isLong ? 150 : 60

describe(`${companies} companies on one worker`, { timeout: 600_000 }, () => {
  let folder: string
  let sandbox: TestSandbox
  let stack: TestStack
  let tenants: { company: TestCompany; migrationId: string }[]
  let worker: Awaited<ReturnType<TestStack['startWorker']>>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-many-'))
    await writeAccount(folder, profiles, 11)
    sandbox = await startTestSandbox({ plan: 'lite', seats: 20, latencyMs: 30, companies: companies + 2 })
    stack = await startTestStack(sandbox, { workers: 0 })
    worker = await stack.startWorker()
    tenants = []
    for (let n = 1; n <= companies; n += 1) {
      const company = await stack.installIn(5_000 + n, 30_000 + n)
      tenants.push({ company, migrationId: await company.prepare(folder) })
    }
  }, 600_000)
  afterAll(async () => {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('share it fairly, and another worker takes all of them over when it is killed', async () => {
    const runs = await Promise.all(
      tenants.map(async ({ company, migrationId }) => ({
        company,
        runId: (await company.api.send<{ id: string }>('POST', `/api/migrations/${migrationId}/runs`, { kind: 'full' }))
          .id,
      })),
    )
    const written = () =>
      Promise.all(tenants.map(async ({ company }) => (await sandbox.stats(company.companyId)).recordPosts))
    const total = (counts: number[]) => counts.reduce((sum, n) => sum + n, 0)

    const isDone = async () => {
      const views = await Promise.all(runs.map(({ company, runId }) => company.api.get<RunView>(`/api/runs/${runId}`)))
      return views.some(({ phase, state }) => phase === 'verify' || state === 'completed')
    }
    while (!(await isDone())) await pause(500)
    const shares = await written()
    console.log(
      `records written per company when the first had written all: ${shares.join(' ')}; worker ${await residentMegabytes(worker.pid)} MB`,
    )
    expect(Math.min(...shares)).toBeGreaterThan((total(shares) / companies) * 0.33)

    await kill(worker)
    const before = await requests()
    const killedAt = Date.now()
    worker = await stack.startWorker()
    const resumed = new Map<number, number>()
    const goesOn = async () => {
      const views = await Promise.all(runs.map(({ company, runId }) => company.api.get<RunView>(`/api/runs/${runId}`)))
      return views.map(({ state }) => state !== 'completed')
    }
    // A run that was nearly through may end without a request.
    for (
      let open = await goesOn();
      open.some((isOpen, index) => isOpen && !resumed.has(index));
      open = await goesOn()
    ) {
      for (const [index, n] of (await requests()).entries()) {
        if (n > (before[index] ?? 0) && !resumed.has(index)) resumed.set(index, Date.now() - killedAt)
      }
      await pause(200)
    }
    const seconds = [...resumed.values()].map((ms) => ms / 1_000)
    console.log(`taken over after ${Math.min(...seconds)} to ${Math.max(...seconds)} s`)
    expect(Math.max(...seconds)).toBeLessThan(60)

    for (const { company, runId } of runs) {
      await company.reach(runId, ['completed'], 900_000)
      const report = await company.report(runId)
      expect(report.clean, `company ${company.companyId}`).toBe(true)
      await expectBalanced(report, sandbox, company.companyId)
      await expectNothingDoubled(sandbox, undefined, company.companyId)
    }
  })

  const requests = () =>
    Promise.all(tenants.map(async ({ company }) => (await sandbox.stats(company.companyId)).totalRequests))
})

async function residentMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024)
}
