import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { OutcomeUnknown } from '../../server/errors.ts'
import { readBindings } from '../../server/importing/bindings.ts'
import { intendParts } from '../../server/importing/made-parts.ts'
import { provisionFields } from '../../server/importing/provisioning.ts'
import { createRun, takeRun } from '../../server/importing/runs.ts'
import type { RunContext, RunPipedrive } from '../../server/importing/types.ts'
import type { PlanDocument, PlannedField } from '../../server/mapping/types.ts'
import type { FieldDefinition } from '../../server/pipedrive/types.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { planOf } from '../unit/mapping-fixture.ts'

const companyId = 7
const now = new Date('2026-11-24T10:00:00Z')

let database: TestDatabase
let far: ReturnType<typeof makeFields>
let context: RunContext

/** The far side: person fields of an account. `lose`: what it does is done, and the answer is lost. */
function makeFields() {
  const all: FieldDefinition[] = []
  const state = { all, lose: false, posts: 0, lastOption: 0 }
  const answer = <T>(value: T): T => {
    if (state.lose) throw new OutcomeUnknown('answer.lost')
    return value
  }
  const toOptions = (labels: string[]) =>
    labels.map((label) => {
      state.lastOption += 1
      return { id: state.lastOption, label }
    })
  const pipedrive: Pick<RunPipedrive, 'fields' | 'createField' | 'addFieldOptions'> = {
    fields: async (entity) => structuredClone(all.filter((field) => field.entity === entity)),
    createField: async (entity, { name, type, options = [] }) => {
      state.posts += 1
      const code = `${all.length + 1}`.padStart(40, 'a')
      const field = { entity, code, name, type, options: toOptions(options), isCustom: true }
      all.push(field)
      return answer(structuredClone(field))
    },
    addFieldOptions: async (_entity, code, labels) => {
      state.posts += 1
      const added = toOptions(labels)
      all.find((field) => field.code === code)?.options.push(...added)
      return answer(added)
    },
  }
  return Object.assign(state, { pipedrive: pipedrive as RunPipedrive })
}

function planned(given: Partial<PlannedField> = {}): PlannedField {
  return {
    entity: 'person',
    key: 'tier__c',
    name: 'Tier',
    type: 'enum',
    options: ['gold', 'silver'],
    fillRate: 1,
    origin: 'column',
    ...given,
  }
}

const provision = (...fields: PlannedField[]) =>
  provisionFields({ ...context, plan: { ...planOf([]).document, fields } satisfies PlanDocument })

const binding = async (key = 'tier__c') => (await inCompany(database.db, companyId, readBindings)).get('person', key)
const findings = () => inCompany(database.db, companyId, (trx) => trx('findings').pluck('code'))
const ours = async () => await inCompany(database.db, companyId, (trx) => trx('bindings').pluck('created_by_us'))

beforeAll(async () => {
  database = await testDatabase()
  await inCompany(database.db, companyId, (trx) =>
    trx('migrations').insert({ company_id: companyId, id: 'mig_1', name: 'One', created_by: 1, created_at: now }),
  )
})
afterAll(() => database.drop())
beforeEach(async () => {
  far = makeFields()
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
  const id = await inCompany(database.db, companyId, async (trx) => {
    await trx('findings').del()
    await trx('bindings').del()
    await trx('made_parts').del()
    await trx('runs').del()
    return createRun(trx, { enqueue: async () => {} }, run, now)
  })
  const held = await takeRun(database.db, companyId, id, now)
  if (held === undefined) throw new Error('the run was not there to take')
  context = {
    db: database.db,
    clock: { now: () => now, sleep: async () => {} },
    run: held,
    plan: planOf([]).document,
    pipedrive: far.pipedrive,
    permissions: async () => undefined,
    requestTimeoutMs: 1,
    openAttachments: () => ({ take: async () => undefined, close: async () => {} }),
    stop: new AbortController().signal,
  }
})

describe('a field of the plan', () => {
  it('is created once, also when its answer was lost and when all is done again', async () => {
    far.lose = true
    await provision(planned())
    far.lose = false
    await provision(planned())
    expect(far.all).toMatchObject([{ name: 'Tier', options: [{ label: 'gold' }, { label: 'silver' }] }])
    expect(await binding()).toMatchObject({ code: far.all[0]?.code, options: { gold: 1, silver: 2 } })
    expect(await ours()).toEqual([true])
  })

  it('that a worker who died was about to make is waited for, not made beside it', async () => {
    await inCompany(database.db, companyId, (trx) =>
      intendParts(trx, context.run, [{ kind: 'field', entity: 'person', label: 'Tier' }], now),
    )
    const arrives = async () => {
      const options = planned().options.map((label, at) => ({ id: at + 1, label }))
      far.all.push({ entity: 'person', code: 'b'.repeat(40), name: 'Tier', type: 'enum', options, isCustom: true })
    }
    context = { ...context, clock: { now: () => now, sleep: arrives } }
    await provision(planned())
    expect(far.posts).toBe(0)
    expect(await ours()).toEqual([true])
  })

  it('takes the field that was chosen, with options that differ in case alone as one', async () => {
    const [bronze, gold] = [
      { id: 31, label: 'Bronze' },
      { id: 32, label: 'GOLD' },
    ]
    const chosen = {
      entity: 'person',
      code: 'c'.repeat(40),
      name: 'Level',
      type: 'enum',
      options: [bronze, gold],
      isCustom: true,
    } as const
    far.all.push({ ...chosen, options: [...chosen.options] })
    await provision(planned({ use: chosen.code, name: 'Level' }))
    expect(far.all).toHaveLength(1)
    expect(far.all[0]?.options.map(({ label }) => label)).toEqual(['Bronze', 'GOLD', 'silver'])
    expect((await binding())?.options).toMatchObject({ gold: 32, silver: 1 })
    expect(await ours()).toEqual([false])
  })

  it('takes Да and Нет for Yes and No', async () => {
    const options = [
      { id: 5, label: 'Да' },
      { id: 6, label: 'Нет' },
    ]
    far.all.push({ entity: 'person', code: 'd'.repeat(40), name: 'Consent', type: 'enum', options, isCustom: true })
    await provision(planned({ use: 'd'.repeat(40), name: 'Consent', options: ['Yes', 'No'] }))
    expect(far.posts).toBe(0)
    expect((await binding())?.options).toMatchObject({ Yes: 5, No: 6 })
  })

  it('gets all its missing options in one request, looked for when the answer was lost', async () => {
    await provision(planned())
    far.posts = 0
    far.lose = true
    await provision(planned({ options: ['gold', 'silver', 'bronze', 'iron'] }))
    expect(far.posts).toBe(1)
    expect((await binding())?.options).toEqual({ gold: 1, silver: 2, bronze: 3, iron: 4 })
  })

  it('that would have more than 10,000 options is refused before anything is sent', async () => {
    const options = Array.from({ length: 10_001 }, (_, at) => `o${at}`)
    await expect(provision(planned({ options }))).rejects.toMatchObject({ code: 'field.too_many_options' })
    await provision(planned({ options: options.slice(0, 10_000) }))
    far.posts = 0
    await expect(provision(planned({ options }))).rejects.toMatchObject({ code: 'field.too_many_options' })
    expect(far.posts).toBe(0)
  })

  it('that was deleted in Pipedrive is made again, and that is told', async () => {
    await provision(planned())
    far.all.length = 0
    await provision(planned())
    expect(far.all).toHaveLength(1)
    expect(await findings()).toEqual(['field.recreated'])
    await provision(planned({ key: 'other__c', name: 'Other', use: 'e'.repeat(40) }))
    expect(await findings()).toHaveLength(2)
  })

  it('is the one bound before, whatever people call it now', async () => {
    await provision(planned())
    const [field] = far.all
    if (field) field.name = 'Renamed'
    await provision(planned())
    expect(far.all).toHaveLength(1)
  })

  it('of another type than before takes texts in the old field, and a new field for anything else', async () => {
    await provision(planned({ type: 'varchar', options: [] }))
    await provision(planned())
    expect(far.all).toHaveLength(1)
    expect(await binding()).toMatchObject({ type: 'varchar' })
    await provision(planned({ key: 'sum__c', name: 'Sum', type: 'double', options: [] }))
    await provision(planned({ key: 'sum__c', name: 'Sum', type: 'date', options: [] }))
    expect(far.all.map(({ type }) => type)).toEqual(['varchar', 'double', 'date'])
  })

  it('never shares a field of the account with another field of the plan', async () => {
    await provision(planned(), planned({ key: 'second__c' }))
    expect(far.all).toHaveLength(2)
    expect((await binding('second__c'))?.code).not.toBe((await binding())?.code)
  })

  it('that Pipedrive has built in is bound to it', async () => {
    const birthday = {
      entity: 'person',
      code: 'birthday',
      name: 'Birthday',
      type: 'date',
      options: [],
      isCustom: false,
    } as const
    far.all.push({ ...birthday, options: [] })
    await provision(planned({ key: 'birthday__c', type: 'date', options: [], use: 'birthday' }))
    expect(await binding('birthday__c')).toMatchObject({ code: 'birthday', type: 'date' })
    expect(far.posts).toBe(0)
  })
})
