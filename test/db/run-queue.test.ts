import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany, type Trx } from '../../db/pool.ts'
import { leaveRun } from '../../server/importing/leaving.ts'
import { lockQueue, readQueue, startNext } from '../../server/importing/run-queue.ts'
import { readRunSettings, saveRunSettings } from '../../server/importing/run-settings.ts'
import { asHolder, createRun, requestCancel, requestPause, takeRun } from '../../server/importing/runs.ts'
import type { TakenRun } from '../../server/importing/types.ts'
import type { Jobs } from '../../server/jobs.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const companyId = 9
const now = new Date('2026-11-24T10:00:00Z')

let database: TestDatabase
let queued: { runId?: string; fence?: number | undefined }[]
let minute = 0
const jobs: Jobs = {
  enqueue: async (_trx, _queue, data) => {
    queued.push(data as { runId: string; fence?: number })
  },
}

const asPerson = <T>(work: (trx: Trx) => Promise<T>) => inCompany(database.db, companyId, work)
const rowOf = (id: string) => asPerson((trx) => trx('runs').where({ id }).first())
const stateOf = async (id: string) => (await rowOf(id)).state

/** Made a minute after the one before: runs are in order of their ids. */
function create(migrationId: string): Promise<string> {
  minute += 1
  const run = { companyId, migrationId, planId: 'plan_1', planChecksum: 'x', userId: 1, usageBefore: {} }
  const at = new Date(now.getTime() + minute * 60_000)
  return asPerson((trx) => createRun(trx, jobs, { ...run, kind: 'full', scope: {} }, at))
}

async function take(id: string, fence?: number, workerId = 'worker_1'): Promise<TakenRun | undefined> {
  return takeRun(database.db, companyId, id, now, { workerId, fence, disown: async () => {} })
}

async function finish(id: string): Promise<void> {
  const run = await take(id)
  if (run === undefined) throw new Error('the run was not there to take')
  await asHolder(database.db, run, async (trx) => {
    await lockQueue(trx, companyId)
    await leaveRun(trx, run, { state: 'completed', at: now, clean: true })
    await startNext(trx, jobs, companyId)
  })
}

beforeAll(async () => {
  database = await testDatabase()
  await asPerson((trx) =>
    trx('migrations').insert(
      ['mig_1', 'mig_2', 'mig_3'].map((id) => ({
        company_id: companyId,
        id,
        name: id,
        created_by: 1,
        created_at: now,
      })),
    ),
  )
})
afterAll(() => database.drop())
beforeEach(async () => {
  queued = []
  await asPerson((trx) => trx('runs').del())
})

describe('a run that is begun while another one is active', () => {
  it('waits, and is queued when that one ends, those that came first before the others', async () => {
    const [first, second, third] = [await create('mig_1'), await create('mig_2'), await create('mig_3')]
    expect([await stateOf(first), await stateOf(second), await stateOf(third)]).toEqual([
      'queued',
      'waiting',
      'waiting',
    ])
    expect(queued.map(({ runId }) => runId)).toEqual([first])
    expect((await asPerson((trx) => readQueue(trx))).map(({ id }) => id)).toEqual([first, second, third])
    await finish(first)
    expect([await stateOf(second), await stateOf(third)]).toEqual(['queued', 'waiting'])
    await finish(second)
    expect(await stateOf(third)).toBe('queued')
    expect(queued.map(({ runId }) => runId)).toEqual([first, second, third])
  })

  it('is refused where the same migration has one that is active or waits', async () => {
    await create('mig_1')
    await create('mig_2')
    await expect(create('mig_1')).rejects.toMatchObject({ code: 'run.another_is_active' })
    await expect(create('mig_2')).rejects.toMatchObject({ code: 'run.another_is_active' })
  })

  it('is cancelled without a worker, and then nobody waits for it', async () => {
    const [first, second, third] = [await create('mig_1'), await create('mig_2'), await create('mig_3')]
    await asPerson((trx) => requestCancel(trx, jobs, companyId, second))
    await asPerson((trx) => requestCancel(trx, jobs, companyId, second))
    expect(await stateOf(second)).toBe('cancelled')
    await finish(first)
    expect(await stateOf(third)).toBe('queued')
  })

  it('is made once, however many ask at once', async () => {
    const outcomes = await Promise.allSettled([create('mig_1'), create('mig_1'), create('mig_2'), create('mig_1')])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    const states = await asPerson((trx) => trx('runs').orderBy('state').pluck('state'))
    expect(states).toEqual(['queued', 'waiting'])
  })
})

describe('what a person asks for while a worker ends its slice', () => {
  async function asked(wish: (trx: Trx, id: string) => Promise<void>, leave: Parameters<typeof leaveRun>[2]) {
    const id = await create('mig_1')
    const run = await take(id)
    if (run === undefined) throw new Error('the run was not there to take')
    await asPerson((trx) => wish(trx, id))
    const left = await asHolder(database.db, run, (trx) => leaveRun(trx, run, leave))
    return { left, row: await rowOf(id) }
  }
  const until = new Date('2026-11-25T00:00:00Z')

  it('is a pause: a run that was to go on is paused', async () => {
    const { row } = await asked(requestPause, { state: 'queued', at: now })
    expect(row).toMatchObject({ state: 'paused', pause_code: 'user', pause_until: null })
  })

  it('is a pause: one that was to go on by itself no longer does', async () => {
    const { row } = await asked(requestPause, { state: 'paused', at: now, code: 'budget.reserve', until })
    expect(row).toMatchObject({ state: 'paused', pause_code: 'budget.reserve', pause_until: null })
  })

  it('is a pause too late: a run that is done is done', async () => {
    const { row } = await asked(requestPause, { state: 'completed', at: now, clean: true })
    expect(row).toMatchObject({ state: 'completed', clean: true })
  })

  it('is an end: its books are closed by the slice that is queued for it', async () => {
    const cancel = (trx: Trx, id: string) => requestCancel(trx, jobs, companyId, id)
    const { left, row } = await asked(cancel, { state: 'queued', at: now })
    expect(left).toBeUndefined()
    expect(row.state).toBe('cancelling')
    expect((await take(row.id))?.isCancelled).toBe(true)
  })

  it('does not wait for a statement of the worker that takes long', async () => {
    const id = await create('mig_1')
    const run = await take(id)
    if (run === undefined) throw new Error('the run was not there to take')
    await asHolder(database.db, run, async () => {
      await asPerson((trx) => requestPause(trx, id))
      expect(await stateOf(id)).toBe('pausing')
    })
  })
})

describe('a job that outlived its slice', () => {
  it('does nothing: the run has another one', async () => {
    const id = await create('mig_1')
    const run = await take(id, 0)
    if (run === undefined) throw new Error('the run was not there to take')
    await asHolder(database.db, run, (trx) => leaveRun(trx, run, { state: 'queued', at: now }))
    expect(await take(id, 0)).toBeUndefined()
    expect(await take(id, run.fence + 1)).toBeDefined()
  })

  it('takes a run whose worker died, whatever it says', async () => {
    const id = await create('mig_1')
    await take(id, 0)
    expect(await take(id, 0, 'worker_2')).toMatchObject({ fence: 2 })
    expect(await take(id, 0, 'worker_3')).toMatchObject({ fence: 3 })
  })
})

describe('settings of a migration', () => {
  it('are kept beside what others set, and give its waiting run to a worker', async () => {
    await asPerson((trx) =>
      trx('migrations').where({ id: 'mig_1' }).update({ settings: '{"gate":{"policy":"strict"}}' }),
    )
    const id = await create('mig_1')
    const run = await take(id)
    if (run === undefined) throw new Error('the run was not there to take')
    const until = new Date('2026-11-25T00:00:00Z')
    await asHolder(database.db, run, (trx) =>
      leaveRun(trx, run, { state: 'paused', at: now, code: 'budget.window', until }),
    )
    queued = []
    const window = { from: '22:00', to: '06:00', zone: 'Europe/Moscow' }
    const save = (settings: object) =>
      asPerson((trx) => saveRunSettings(trx, jobs, { companyId, migrationId: 'mig_1', settings }))
    await save({ reserveShare: 0.5, window })
    expect(queued).toEqual([{ companyId, runId: id, fence: run.fence + 1 }])
    expect(await asPerson((trx) => readRunSettings(trx, 'mig_1'))).toEqual({ reserveShare: 0.5, window })
    await save({})
    expect(await asPerson((trx) => readRunSettings(trx, 'mig_1'))).toEqual({})
    const { settings } = await asPerson((trx) => trx('migrations').where({ id: 'mig_1' }).first('settings'))
    expect(settings.gate).toEqual({ policy: 'strict' })
  })
})
