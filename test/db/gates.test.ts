import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany, type Trx } from '../../db/pool.ts'
import { acceptGate } from '../../server/importing/gates/accept-gate.ts'
import { readFound } from '../../server/importing/gates/found.ts'
import { defaultGatePolicy, judge } from '../../server/importing/gates/judge.ts'
import { readGatePolicy, saveGatePolicy } from '../../server/importing/gates/policy-store.ts'
import { nameBlockers } from '../../server/importing/held/name-blockers.ts'
import { readRunProgress } from '../../server/importing/run-view.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const companyId = 7
const runId = 'run_1'
const run = { id: runId, migrationId: 'mig_1' }
const now = new Date('2026-11-24T10:00:00Z')
const common = { company_id: companyId, run_id: runId }

let database: TestDatabase
const asCompany = <T>(work: (trx: Trx) => Promise<T>) => inCompany(database.db, companyId, work)

beforeAll(async () => {
  database = await testDatabase()
  await asCompany(async (trx) => {
    const of = { company_id: companyId, migration_id: 'mig_1', created_at: now }
    await trx('migrations').insert({ company_id: companyId, id: 'mig_1', name: 'One', created_by: 1, created_at: now })
    for (const [file, kind] of [
      ['clients.csv', 'profiles'],
      ['orders.csv', 'orders'],
      ['goods.csv', 'products'],
    ]) {
      await trx('source_files').insert({ ...of, id: file, name: file, size_bytes: 1, state: 'staged' })
      const counts = { columns: '[]', column_profiles: '[]', row_count: 9, rejected_count: 0 }
      await trx('datasets').insert({ ...of, id: `set ${kind}`, source_file_id: file, kind, ...counts })
    }
  })
})
afterAll(() => database.drop())
beforeEach(() =>
  asCompany(async (trx) => {
    for (const table of ['journal', 'drafts', 'row_outcomes', 'record_keys', 'findings', 'runs']) await trx(table).del()
    const made = { plan_id: 'p', plan_checksum: 'x', kind: 'full', created_by: 1, created_at: now }
    await trx('runs').insert({ company_id: companyId, id: runId, migration_id: 'mig_1', ...made, state: 'running' })
  }),
)

function journalRow(entity: string, seq: number, more: object = {}) {
  return { ...common, entity, seq, source_key: `${entity}:${seq}`, record: '{}', state: 'planned', ...more }
}

/** One draft of its own per row, with the outcome of its record. */
function draftOf(entity: string, seq: number, dataset: string, record: object = {}) {
  const keys = { source_key: `${entity}:${seq}`, match_keys: [], own: true, root_seq: seq }
  return { ...common, entity, seq, dataset_id: dataset, row_number: seq, record: JSON.stringify(record), ...keys }
}

describe('the counts of a run', () => {
  const expectExact = async (trx: Trx) => {
    const kept = await trx('run_counts')
      .where({ run_id: runId })
      .whereNot({ n: 0 })
      .select('of_table', 'entity', 'state', 'outcome', 'n')
    const { rows } = await trx.raw(
      `select 'journal' as of_table, entity, state, coalesce(outcome, '') as outcome, count(*) as n from journal group by 1, 2, 3, 4
       union all select 'drafts', entity, '', '', count(*) from drafts group by 1, 2
       union all select 'row_outcomes', coalesce(entity, ''), '', outcome, count(*) from row_outcomes group by 1, 2, 4`,
    )
    const inOrder = (counts: object[]) => counts.map((count) => JSON.stringify(count)).sort()
    expect(inOrder(kept)).toEqual(inOrder(rows))
  }

  it('are those of its rows, whatever is done to them', async () => {
    await asCompany(async (trx) => {
      await trx('journal').insert(Array.from({ length: 50 }, (_, seq) => journalRow('person', seq)))
      await trx('drafts').insert(Array.from({ length: 50 }, (_, seq) => draftOf('person', seq, 'set profiles')))
      await trx('journal').where('seq', '<', 30).update({ state: 'sending' })
      await trx('journal').where('seq', '<', 20).update({ state: 'settled', outcome: 'created' })
      await trx('journal').whereBetween('seq', [20, 24]).update({ state: 'planned' })
      await trx('journal').where('seq', 49).del()
      await trx('journal').update({ read_back_at: now })
      await trx.raw('update drafts set root_seq = 1')
      const outcome = { ...common, dataset_id: 'set profiles', entity: 'person', outcome: 'created' }
      await trx('row_outcomes').insert([1, 2, 3].map((row_number) => ({ ...outcome, row_number })))
      await trx('row_outcomes').where({ row_number: 2 }).del()
      await expectExact(trx)
    })
    await expect(
      asCompany(async (trx) => {
        await trx('journal').insert(journalRow('person', 99))
        throw new Error('the worker dies')
      }),
    ).rejects.toThrow()
    const { progress } = (await asCompany((trx) => readRunProgress(trx, runId, 0.3))) ?? {}
    expect(progress?.['persons']).toMatchObject({ total: 49, done: 20, created: 20 })
  })

  it('add up when two write at once', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, part) =>
        asCompany(async (trx) => {
          const rows = Array.from({ length: 25 }, (_, i) => journalRow(i % 2 ? 'person' : 'order', part * 100 + i))
          await trx('journal').insert(rows)
        }),
      ),
    )
    await asCompany(expectExact)
  })
})

describe('a held row', () => {
  const outcomes = (trx: Trx) => trx('row_outcomes').orderBy('row_number')
  const held = (row_number: number, code: string) => ({
    ...{ ...common, dataset_id: 'set orders', row_number, outcome: 'unprocessed', code, entity: 'order' },
  })
  const addOrders = async (trx: Trx, records: object[], code: string) => {
    for (const [index, record] of records.entries()) {
      const settled = { record: JSON.stringify(record), state: 'settled', outcome: 'unprocessed', error_code: code }
      await trx('drafts').insert(draftOf('order', index + 1, 'set orders', record))
      await trx('journal').insert(journalRow('order', index + 1, settled))
      await trx('row_outcomes').insert(held(index + 1, code))
    }
  }

  it('names the row that failed, was skipped, was refused, or waits itself', async () => {
    await asCompany(async (trx) => {
      const profile = { ...common, dataset_id: 'set profiles' }
      await trx('record_keys').insert([
        {
          ...common,
          entity: 'person',
          key: 'id:a',
          code: 'profile.no_email',
          dataset_id: 'set profiles',
          row_number: 812,
        },
        { ...common, entity: 'person', key: 'id:b', code: 'value.rejected', dataset_id: 'set profiles', row_number: 5 },
        { ...common, entity: 'person', key: 'id:c', seq: 3 },
        { ...common, entity: 'person', key: 'id:fine', seq: 4 },
      ])
      await trx('row_outcomes').insert([
        { ...profile, row_number: 812, outcome: 'skipped', code: 'profile.no_email' },
        { ...profile, row_number: 5, outcome: 'failed', code: 'value.rejected', detail: '{"column":"birth"}' },
      ])
      const finding = { company_id: companyId, migration_id: 'mig_1', run_id: runId, dataset_id: 'set profiles' }
      const malformed = { code: 'email.malformed', level: 'warning', column_name: 'E-mail' }
      await trx('findings').insert({ ...finding, ...malformed, row_number: 812 })
      await trx('drafts').insert([draftOf('person', 3, 'set profiles'), draftOf('person', 4, 'set profiles')])
      await trx('journal').insert([
        journalRow('person', 3, { state: 'settled', outcome: 'failed', error_code: 'pipedrive.400', action: 'create' }),
        journalRow('person', 4, { state: 'settled', outcome: 'created' }),
      ])
      const people = [['id:a'], ['id:fine', 'id:b'], ['id:nobody', 'id:c'], ['id:nobody']]
      await addOrders(
        trx,
        people.map((person) => ({ person })),
        'order.waits_for_person',
      )
      for (let times = 0; times < 2; times += 1) await nameBlockers(trx, runId, 'orders')
      const details = (await outcomes(trx).where({ dataset_id: 'set orders' })).map(({ detail }) => detail)
      const blocker = { waitsFor: 'person', file: 'clients.csv', datasetId: 'set profiles' }
      expect(details).toEqual([
        { ...blocker, key: 'id:a', row: 812, code: 'email.malformed', column: 'E-mail' },
        { ...blocker, key: 'id:b', row: 5, code: 'value.rejected', column: 'birth' },
        { ...blocker, key: 'id:c', row: 3, code: 'pipedrive.400' },
        null,
      ])
    })
  })

  it('names the product of one of its lines', async () => {
    await asCompany(async (trx) => {
      const wrong = { code: 'product.name_missing', dataset_id: 'set products', row_number: 2 }
      await trx('record_keys').insert({ ...common, entity: 'product', key: 'code:cup', ...wrong })
      const lines = ['product:mug', 'product:cup'].map((product) => ({ product }))
      await addOrders(trx, [{ person: [], lines }], 'order.waits_for_product')
      await nameBlockers(trx, runId, 'orders')
      const [order] = await outcomes(trx)
      expect(order.detail).toEqual({
        ...{ waitsFor: 'product', key: 'code:cup', file: 'goods.csv', datasetId: 'set products' },
        ...{ row: 2, code: 'product.name_missing' },
      })
    })
  })
})

describe('what a gate found', () => {
  it('accounts for every record, and for deals whose lines or cents differ', async () => {
    await asCompany(async (trx) => {
      const deal = { state: 'settled', record: '{"totalMinor":500,"currency":"EUR","status":"won"}', action: 'create' }
      const written = { ...deal, outcome: 'created', found_minor: 500, read_back_at: now }
      await trx('journal').insert([
        journalRow('order', 1, { ...written, pipedrive_id: 1 }),
        journalRow('order', 2, { ...written, pipedrive_id: 2, found_minor: 499 }),
        journalRow('order', 3, { ...written, pipedrive_id: 3 }),
        journalRow('order', 4, { ...deal, outcome: 'failed', error_code: 'pipedrive.400' }),
        journalRow('order', 5, { ...deal, outcome: 'failed', action: 'none', error_code: 'order.profile_missing' }),
        journalRow('order', 6, {
          ...deal,
          outcome: 'unprocessed',
          action: 'none',
          error_code: 'order.waits_for_person',
        }),
        journalRow('order', 7),
        journalRow('order_line', 3_000, { state: 'settled', outcome: 'failed', action: 'create' }),
      ])
      const detail = JSON.stringify({ entity: 'order', pipedriveId: 2, field: 'title' })
      const finding = { company_id: companyId, migration_id: 'mig_1', run_id: runId, level: 'error', detail }
      await trx('findings').insert({ ...finding, code: 'verify.difference' })
      const row = { ...common, dataset_id: 'set orders', row_number: 9, outcome: 'failed', code: 'order.id_missing' }
      await trx('row_outcomes').insert(row)
      expect(await readFound(trx, run, 'orders')).toEqual({
        ...{ planned: 7, created: 3, updated: 0, unchanged: 0, skipped: 0, failed: 2, held: 1, unaccounted: 1 },
        ...{ refused: 1, rowsFailed: 1, compared: 3, different: 2 },
        codes: {
          'order.id_missing': 1,
          'order.profile_missing': 1,
          'order.waits_for_person': 1,
          'pipedrive.400': 1,
        },
        money: [{ currency: 'EUR', status: 'won', exportedMinor: 1_500, importedMinor: 1_499 }],
      })
    })
  })
})

describe('a gate that waits', () => {
  const waiting = async (state: string, pauseCode: string | null = 'gate.differences') =>
    asCompany(async (trx) => {
      await trx('journal').insert(journalRow('person', 1))
      const gate = judge('full', { policy: 'strict' }, await readFound(trx, run, 'persons'), now)
      const gates = JSON.stringify({ persons: gate, orders: { ...gate, state: 'clean' } })
      await trx('runs').update({ state, pause_code: pauseCode, gates })
      return gate
    })
  const accept = (checksum: string, phase: 'persons' | 'orders' | 'labels' = 'persons') =>
    asCompany((trx) => acceptGate(trx, runId, phase, { checksum, note: 'known', userId: 5, at: now }))

  it('is accepted by who saw it, once, and the run goes on', async () => {
    const { checksum } = await waiting('paused')
    const gate = { state: 'accepted', acceptedBy: 5, acceptedAt: now.toISOString(), note: 'known' }
    expect(await accept(checksum)).toMatchObject({ gate, isNew: true, follows: 'resume' })
    expect(await accept(checksum)).toMatchObject({ gate, isNew: false, follows: 'none' })
    const view = await asCompany((trx) => readRunProgress(trx, runId, 0.3))
    expect(view?.gates.persons).toMatchObject(gate)
  })

  it('is not accepted by who saw something else, nor where nothing waits', async () => {
    const { checksum } = await waiting('paused')
    await expect(accept('other')).rejects.toMatchObject({ status: 409, code: 'gate.changed' })
    await expect(accept(checksum, 'orders')).rejects.toMatchObject({ code: 'gate.not_waiting' })
    await expect(accept(checksum, 'labels')).rejects.toMatchObject({ code: 'gate.not_waiting' })
    await asCompany((trx) => trx('runs').update({ state: 'cancelled' }))
    await expect(accept(checksum)).rejects.toMatchObject({ code: 'gate.not_waiting' })
  })

  it('is accepted, and leaves a run alone that somebody paused', async () => {
    const { checksum } = await waiting('paused', 'user')
    expect(await accept(checksum)).toMatchObject({ isNew: true, follows: 'none' })
  })
})

it('the policy of a migration touches no other setting', async () => {
  await asCompany(async (trx) => {
    expect(await readGatePolicy(trx, 'mig_1')).toEqual(defaultGatePolicy)
    await trx('migrations').update({ settings: JSON.stringify({ reserveShare: 0.5 }) })
    await saveGatePolicy(trx, 'mig_1', { policy: 'strict' })
    expect((await trx('migrations').first()).settings).toEqual({ reserveShare: 0.5, gate: { policy: 'strict' } })
  })
})
