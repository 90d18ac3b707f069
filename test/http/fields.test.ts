import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FieldsView } from '../../server/mapping/fields/field-view.ts'
import { anna, stranger } from '../support/build-test-app.ts'
import type { FakeUser } from '../support/fake-oauth-host.ts'
import { account } from '../unit/mapping-fixture.ts'
import { type PlanClient, startPlanClient } from './plan-client.ts'

let client: PlanClient
let migrationId = ''

const people = [
  'id;email;Любимый цвет;Размер обуви',
  '1;anna@firm.example;синий;37',
  '2;ivan@firm.example;красный;42',
  '3;olga@firm.example;синий;38',
  '4;petr@firm.example;красный;',
].join('\n')
const color = 'person:lyubimyy_tsvet__c'
const shoe = 'person:razmer_obuvi__c'

beforeAll(async () => {
  client = await startPlanClient()
})
afterAll(() => client.close())
beforeEach(async () => {
  client.accounts[anna.companyId] = { ...account, fieldCap: 100, fieldsInUse: 0 }
  migrationId = await client.newMigration()
  await client.add(migrationId, 'clients.csv', people)
  await client.propose(migrationId)
})

const path = () => `${migrationId}/plan/fields`
const read = async (): Promise<FieldsView & { checksum: string }> => (await client.request('GET', path())).json()
const field = async (id: string) => (await read()).fields.find((one) => one.id === id)
const decide = (fields: object, user: FakeUser = anna, checksum?: string) =>
  client.request('PUT', path(), { fields, ...(checksum === undefined ? {} : { checksum }) }, user)

describe('the fields of a plan', () => {
  it('are told with what fills them, their place and why', async () => {
    expect(await field(color)).toMatchObject({
      name: 'Любимый цвет',
      type: 'enum',
      options: 2,
      fillRate: 1,
      place: 'own',
      reason: 'column',
      examples: ['синий', 'красный'],
      columns: [{ file: 'clients.csv', column: 'Любимый цвет' }],
      decision: null,
    })
    expect((await read()).room).toMatchObject({ cap: 100, inUse: 0 })
  })

  it('change by decisions, several at once, which are taken back by null', async () => {
    const before = await read()
    const answer = await decide({ [color]: { name: 'Цвет', type: 'varchar' }, [shoe]: { place: 'none' } })
    expect(answer.statusCode).toBe(200)
    expect(await field(color)).toMatchObject({
      name: 'Цвет',
      type: 'varchar',
      decision: { name: 'Цвет', type: 'varchar' },
    })
    expect(await field(shoe)).toMatchObject({ place: 'none', reason: 'decided' })
    await decide({ [color]: null, [shoe]: null })
    expect(await read()).toEqual(before)
  })

  it('change all together or not at all', async () => {
    const before = await read()
    const answer = await decide({ [shoe]: { place: 'folded' }, [color]: { type: 'date' } })
    expect(answer.statusCode).toBe(409)
    expect(answer.json().error).toMatchObject({ code: 'field.type_unfit', detail: { field: 'Любимый цвет' } })
    expect(await read()).toEqual(before)
  })

  it('that are none, and decisions that are none, are refused', async () => {
    expect((await decide({ 'person:nothing__c': { place: 'own' } })).json().error.code).toBe('field.unknown')
    expect((await decide({ __proto__: { place: 'own' }, [color]: { place: 'elsewhere' } })).statusCode).toBe(400)
    expect((await decide({ [color]: { place: 'own' } }, anna, 'another')).json().error.code).toBe('plan.changed')
    expect((await decide({})).statusCode).toBe(200)
  })

  it('decided at the same time by two people are decided one after the other', async () => {
    const answers = await Promise.all([decide({ [color]: { name: 'A' } }), decide({ [shoe]: { name: 'B' } })])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    expect([(await field(color))?.name, (await field(shoe))?.name]).toEqual(['A', 'B'])
  })

  it('cannot be given room that is not there', async () => {
    client.accounts[anna.companyId] = { ...account, fieldCap: 12, fieldsInUse: 0 }
    await client.propose(migrationId)
    const { fields, room } = await read()
    expect(fields.filter(({ place, use }) => place === 'own' && use === null)).toHaveLength(12)
    expect(room).toMatchObject({ cap: 12, left: 0 })
    const every = Object.fromEntries(
      fields.filter(({ key }) => key !== 'altcraft_other_values__c').map(({ id }) => [id, { place: 'own' }]),
    )
    expect((await decide(every)).json().error.code).toBe('field.no_room')
  })

  it('keep a decision whose field was deleted meanwhile, and say that it does not hold', async () => {
    const existing = {
      entity: 'person',
      code: 'f'.repeat(40),
      name: 'Цвет',
      type: 'varchar',
      options: [],
      isCustom: true,
    } as const
    client.accounts[anna.companyId] = { ...account, fields: [...account.fields, { ...existing, options: [] }] }
    await client.propose(migrationId)
    expect((await decide({ [color]: { use: existing.code } })).statusCode).toBe(200)
    expect(await field(color)).toMatchObject({ use: existing.code, type: 'varchar', reason: 'existing' })
    client.accounts[anna.companyId] = account
    await client.propose(migrationId)
    expect(await field(color)).toMatchObject({ use: null, refused: 'use_unknown', decision: { use: existing.code } })
  })

  it('are nobody else’s business', async () => {
    for (const request of [
      client.request('GET', path(), undefined, stranger),
      decide({ [color]: { place: 'none' } }, stranger),
    ]) {
      expect((await request).statusCode).toBe(404)
    }
    expect((await client.request('GET', `${migrationId}/plan/catalog`, undefined, stranger)).statusCode).toBe(404)
  })
})

describe('the catalog of fields', () => {
  it('is of the account as the plan saw it', async () => {
    const { fields } = (await client.request('GET', `${migrationId}/plan/catalog`)).json()
    expect(fields).toContainEqual(expect.objectContaining({ entity: 'organization', code: 'website', available: true }))
    expect(fields).toContainEqual(expect.objectContaining({ entity: 'person', code: 'birthday', available: false }))
  })

  it('is not there before a plan is', async () => {
    const empty = await client.newMigration()
    for (const part of ['catalog', 'fields']) {
      const answer = await client.request('GET', `${empty}/plan/${part}`)
      expect([answer.statusCode, answer.json().error.code]).toEqual([409, 'plan.not_proposed'])
    }
  })
})
