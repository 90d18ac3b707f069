import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { LeaseLost } from '../../server/errors.ts'
import { commitIntents } from '../../server/importing/journal.ts'
import { leaveRun } from '../../server/importing/leaving.ts'
import {
  asHolder,
  createRun,
  readWish,
  requestCancel,
  requestPause,
  requestResume,
  takeRun,
} from '../../server/importing/runs.ts'
import type { Jobs } from '../../server/jobs.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const companyId = 7
const now = new Date('2026-11-24T10:00:00Z')

describe('a run', () => {
  let database: TestDatabase
  let queued: { runId?: string; startAfter?: Date | undefined }[]
  let id: string
  const jobs: Jobs = {
    enqueue: async (_trx, _queue, data, startAfter) => {
      queued.push({ ...data, startAfter })
    },
  }
  const state = () => inCompany(database.db, companyId, async (trx) => (await trx('runs').where({ id }).first()).state)
  const asPerson = (wish: (trx: Parameters<Parameters<typeof inCompany>[2]>[0]) => Promise<void>) =>
    inCompany(database.db, companyId, wish)
  const take = async () => {
    const run = await takeRun(database.db, companyId, id, now)
    if (run === undefined) throw new Error('the run was not there to take')
    return run
  }

  beforeAll(async () => {
    database = await testDatabase()
    await inCompany(database.db, companyId, (trx) =>
      trx('migrations').insert(
        ['mig_1', 'mig_2'].map((one) => ({
          company_id: companyId,
          id: one,
          name: one,
          created_by: 1,
          created_at: now,
        })),
      ),
    )
  })
  afterAll(() => database.drop())
  beforeEach(async () => {
    queued = []
    const run = {
      companyId,
      migrationId: 'mig_1',
      planId: 'plan_1',
      planChecksum: 'x',
      userId: 1,
      usageBefore: {},
      kind: 'full' as const,
      scope: {},
    }
    id = await inCompany(database.db, companyId, async (trx) => {
      await trx('runs').del()
      return createRun(trx, jobs, run, now)
    })
  })

  it('is the only active one of its company', async () => {
    const run = {
      companyId,
      migrationId: 'mig_1',
      planId: 'plan_1',
      planChecksum: 'x',
      userId: 1,
      usageBefore: {},
      kind: 'full' as const,
      scope: {},
    }
    await expect(asPerson(async (trx) => void (await createRun(trx, jobs, run, now)))).rejects.toMatchObject({
      code: 'run.another_is_active',
    })
  })

  it('lets a worker from which it was taken write nothing any more', async () => {
    const zombie = await take()
    const holder = await take()
    expect(holder.fence).toBe(zombie.fence + 1)
    const write = (run: typeof zombie) =>
      asHolder(database.db, run, async (trx) => {
        await trx('journal').insert({
          company_id: companyId,
          run_id: id,
          entity: 'person',
          seq: run.fence,
          source_key: 'k',
          record: '{}',
        })
        const intent = { seq: run.fence, action: 'create', desired: {}, body: {} } as const
        await commitIntents(trx, run, 'person', [intent], now)
      })
    await expect(write(zombie)).rejects.toBeInstanceOf(LeaseLost)
    await expect(readWish(database.db, zombie)).rejects.toBeInstanceOf(LeaseLost)
    await write(holder)
    expect(await inCompany(database.db, companyId, (trx) => trx('journal').pluck('seq'))).toEqual([holder.fence])
  })

  it('pauses when asked, once or twice, and is queued again by a resume', async () => {
    const run = await take()
    await asPerson((trx) => requestPause(trx, id))
    await asPerson((trx) => requestPause(trx, id))
    expect(await readWish(database.db, run)).toBe('pausing')
    await asHolder(database.db, run, (trx) => leaveRun(trx, run, { state: 'queued', at: now }))
    expect(await takeRun(database.db, companyId, id, now)).toBeUndefined()
    await asPerson((trx) => requestResume(trx, jobs, companyId, id))
    await asPerson((trx) => requestResume(trx, jobs, companyId, id))
    expect(queued).toHaveLength(2)
    expect((await take()).wasPaused).toBe(true)
    expect((await take()).wasPaused).toBe(false)
  })

  it('whose worker died while a pause was asked is paused by the next', async () => {
    await take()
    await asPerson((trx) => requestPause(trx, id))
    expect(await takeRun(database.db, companyId, id, now)).toBeUndefined()
    expect(await state()).toBe('paused')
  })

  it('that waits for the budget goes on by itself, unless a person paused it', async () => {
    const run = await take()
    const until = new Date('2026-11-25T00:00:00Z')
    await asHolder(database.db, run, (trx) =>
      leaveRun(trx, run, { state: 'paused', at: now, code: 'budget.reserve', until }),
    )
    expect((await take()).wasPaused).toBe(true)
    const again = await take()
    await asHolder(database.db, again, (trx) =>
      leaveRun(trx, again, { state: 'paused', at: now, code: 'budget.reserve', until }),
    )
    await asPerson((trx) => requestPause(trx, id))
    expect(await takeRun(database.db, companyId, id, now)).toBeUndefined()
  })

  it('that failed goes on where it stopped, but not when another one has worked since', async () => {
    const other = {
      companyId,
      migrationId: 'mig_2',
      planId: 'plan_1',
      planChecksum: 'x',
      userId: 1,
      usageBefore: {},
      kind: 'full' as const,
      scope: {},
    }
    const resume = () => asPerson((trx) => requestResume(trx, jobs, companyId, id))
    const end = async (run: Awaited<ReturnType<typeof take>>, ended: 'failed' | 'completed', at: Date) =>
      asHolder(database.db, run, (trx) => leaveRun(trx, run, { state: ended, at }))
    await end(await take(), 'failed', now)
    await resume()
    expect(await state()).toBe('queued')
    await end(await take(), 'failed', now)
    const later = new Date(now.getTime() + 60_000)
    const otherId = await inCompany(database.db, companyId, (trx) => createRun(trx, jobs, other, later))
    await expect(resume()).rejects.toMatchObject({ code: 'run.overtaken' })
    const taken = await takeRun(database.db, companyId, otherId, later)
    if (taken === undefined) throw new Error('the other run was not there to take')
    await end(taken, 'completed', later)
    await expect(resume()).rejects.toMatchObject({ code: 'run.overtaken' })
    expect(await state()).toBe('failed')
  })

  it('that is cancelled while paused is given to a worker, who closes its books', async () => {
    await asPerson((trx) => requestPause(trx, id))
    await asPerson((trx) => requestCancel(trx, jobs, companyId, id))
    await asPerson((trx) => requestCancel(trx, jobs, companyId, id))
    expect(queued).toHaveLength(2)
    expect((await take()).isCancelled).toBe(true)
    await expect(asPerson((trx) => requestPause(trx, id))).rejects.toMatchObject({ code: 'run.cannot_pause' })
  })
})
