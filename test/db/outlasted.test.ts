import { afterAll, beforeAll, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { outlasted } from '../../server/importing/resolving.ts'
import { createRun, takeRun } from '../../server/importing/runs.ts'
import type { RunContext } from '../../server/importing/types.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { planOf } from '../unit/mapping-fixture.ts'

const companyId = 7
const began = new Date('2026-11-24T10:00:00Z').getTime()
const sliceMs = 60_000
const requestTimeoutMs = 120_000

let database: TestDatabase
let runId: string

beforeAll(async () => {
  database = await testDatabase()
  runId = await inCompany(database.db, companyId, async (trx) => {
    await trx('migrations').insert({
      company_id: companyId,
      id: 'mig',
      name: 'A',
      created_by: 1,
      created_at: new Date(began),
    })
    const run = { companyId, migrationId: 'mig', planId: 'plan', planChecksum: 'x', userId: 1, usageBefore: {} }
    return createRun(trx, { enqueue: async () => {} }, { ...run, kind: 'full', scope: {} }, new Date(began))
  })
})
afterAll(() => database.drop())

it('the wait for what a lost worker sent ends, though it is longer than a slice', async () => {
  const lost = await takeRun(database.db, companyId, runId, new Date(began))
  const doubtful = [
    {
      seq: 1,
      sourceKey: 'k',
      action: 'create' as const,
      record: {},
      body: {},
      intentAt: new Date(began),
      fence: lost?.fence ?? 0,
    },
  ]
  let now = began
  let slices = 0
  for (let isOver = false; !isOver && slices < 10; slices += 1) {
    const run = await takeRun(database.db, companyId, runId, new Date(now))
    if (run === undefined) throw new Error('the run was not there to take')
    const slice = new AbortController()
    const context: RunContext = {
      db: database.db,
      clock: {
        now: () => new Date(now),
        sleep: async (ms) => {
          now += Math.min(ms, sliceMs)
          if (ms > sliceMs) slice.abort()
        },
      },
      run,
      plan: planOf([]).document,
      pipedrive: {} as RunContext['pipedrive'],
      permissions: async () => undefined,
      requestTimeoutMs,
      openAttachments: () => ({ take: async () => undefined, close: async () => {} }),
      stop: slice.signal,
    }
    isOver = await outlasted(context, doubtful)
  }
  expect(slices).toBe(3)
  expect(now).toBeGreaterThanOrEqual(began + requestTimeoutMs)
})
