import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inCompany, type Trx } from '../../db/pool.ts'
import { readBindings, saveBinding } from '../../server/importing/bindings.ts'
import {
  claimField,
  claimFilter,
  claimOptions,
  dropIntendedParts,
  intendParts,
} from '../../server/importing/made-parts.ts'
import { createRun, takeRun } from '../../server/importing/runs.ts'
import type { HeldRun } from '../../server/importing/types.ts'
import { forgetParts, planParts, readParts } from '../../server/importing/undo/parts.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const companyId = 7
const now = new Date('2026-11-24T10:00:00Z')
let database: TestDatabase
let run: HeldRun

const inOurs = <T>(work: (trx: Trx) => Promise<T>) => inCompany(database.db, companyId, work)
const made = () =>
  inOurs((trx) => trx('made_parts').orderBy('id').select('kind', 'label', 'field_code', 'pipedrive_id'))

beforeAll(async () => {
  database = await testDatabase()
  await inOurs((trx) =>
    trx('migrations').insert({ company_id: companyId, id: 'mig', name: 'One', created_by: 1, created_at: now }),
  )
})
afterAll(() => database.drop())
beforeEach(async () => {
  const wanted = { companyId, migrationId: 'mig', planId: 'plan', planChecksum: 'x', userId: 1, usageBefore: {} }
  const id = await inOurs(async (trx) => {
    for (const table of ['made_parts', 'bindings', 'journal', 'runs']) await trx(table).del()
    return createRun(trx, { enqueue: async () => {} }, { ...wanted, kind: 'full', scope: {} }, now)
  })
  const held = await takeRun(database.db, companyId, id, now)
  if (held === undefined) throw new Error('the run was not there to take')
  run = held
})

it('a part is ours that was announced before it was there, however often it was announced', async () => {
  const field = { kind: 'field', entity: 'person', label: 'Tier' } as const
  await inOurs((trx) => intendParts(trx, run, [field], now))
  await inOurs((trx) => intendParts(trx, run, [field], now))
  const claim = () => inOurs((trx) => claimField(trx, run, { entity: 'person', label: 'Tier', code: 'abc' }))
  expect(await claim()).toBe(true)
  expect(await claim()).toBe(false)
  expect(await made()).toEqual([{ kind: 'field', label: 'Tier', field_code: 'abc', pipedrive_id: null }])
  expect(await inOurs((trx) => claimField(trx, run, { entity: 'person', label: 'Theirs', code: 'def' }))).toBe(false)
})

it('a part whose creation was refused is not ours when people make it by hand', async () => {
  await inOurs((trx) => intendParts(trx, run, [{ kind: 'filter', entity: 'person', label: 'VIP' }], now))
  await inOurs((trx) => dropIntendedParts(trx, run, 'filter'))
  await inOurs((trx) => claimFilter(trx, run, 'VIP', 3))
  expect(await made()).toEqual([])
})

it('what was removed is no longer bound; of options only those that went, and those of a field go with it', async () => {
  const option = (code: string, label: string) => ({ kind: 'option', entity: 'person', code, label }) as const
  await inOurs(async (trx) => {
    const parts = [option('theirs', 'gold'), option('theirs', 'silver'), option('ours', 'late')]
    await intendParts(trx, run, [{ kind: 'field', entity: 'person', label: 'Ours' }, ...parts], now)
    await claimField(trx, run, { entity: 'person', label: 'Ours', code: 'ours' })
    const found = [
      { id: 1, label: 'gold' },
      { id: 2, label: 'silver' },
      { id: 9, label: 'people’s' },
    ]
    await claimOptions(trx, run, { entity: 'person', code: 'theirs', options: found })
    await claimOptions(trx, run, { entity: 'person', code: 'ours', options: [{ id: 5, label: 'late' }] })
    for (const code of ['theirs', 'ours']) {
      const binding = { entity: 'person', key: code, code, type: 'enum', name: code, createdByUs: false } as const
      await saveBinding(trx, companyId, { ...binding, options: { gold: 1, silver: 2 } }, now)
    }
    await planParts(trx, run, [run.id])
    await planParts(trx, run, [run.id])
  })
  const parts = await inOurs((trx) => readParts(trx, run, ['option', 'field']))
  expect(parts.map(({ entity, record }) => [entity, record.code, record.options.map(({ id }) => id)])).toEqual([
    ['field', 'ours', []],
    ['option', 'theirs', [1, 2]],
  ])
  await inOurs(async (trx) => {
    const verdict = { do: 'delete', ids: [1], kept: ['silver'] }
    await trx('journal')
      .where({ run_id: run.id })
      .update({
        state: 'settled',
        outcome: 'deleted',
        record: trx.raw("jsonb_set(record, '{verdict}', ?::jsonb)", [JSON.stringify(verdict)]),
      })
    await forgetParts(trx, run, now)
    await forgetParts(trx, run, now)
  })
  const bindings = await inOurs(readBindings)
  expect(bindings.get('person', 'ours')).toBeUndefined()
  expect(bindings.get('person', 'theirs')?.options).toEqual({ silver: 2 })
  const left = await inOurs((trx) => trx('made_parts').whereNull('removed_at').pluck('label'))
  expect(left).toEqual(['silver'])
})
