import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { planChecksum } from '../../server/mapping/plan-checksum.ts'
import { readLatestPlan } from '../../server/mapping/plan-store.ts'
import { anna, stranger } from '../support/build-test-app.ts'
import { columnsOf, type PlanClient, startPlanClient } from './plan-client.ts'

let client: PlanClient
let migrationId = ''

const people = [
  'id;email;Имя;Фамилия;Размер обуви;Любимый цвет',
  '1;anna@firm.example;Анна;Петрова;37;синий',
  '2;ivan@firm.example;Иван;Орлов;42;красный',
  '3;olga@firm.example;Ольга;Кузнецова;38;синий',
].join('\n')

beforeAll(async () => {
  client = await startPlanClient()
})
afterAll(() => client.close())
beforeEach(async () => {
  await inCompany(client.test.database.db, anna.companyId, (trx) => trx('mapping_precedents').delete())
  migrationId = await client.newMigration()
  await client.add(migrationId, 'clients.csv', people)
})

const decide = (columns: object, checksum?: string | null) =>
  client.decide(migrationId, { columns: { 'clients.csv': columns } }, checksum)

describe('the plan as a person sees it', () => {
  it('says of each column where it goes, why, and what is in it', async () => {
    const plan = await client.propose(migrationId)
    const [dataset] = plan.datasets
    expect(dataset).toMatchObject({ kind: 'profiles', files: ['clients.csv'], rows: 3 })
    expect(Object.values(dataset?.tiers ?? {}).reduce((sum, count) => sum + count, 0)).toBe(6)
    const { email, id } = columnsOf(plan, 'clients.csv')
    expect(email).toMatchObject({
      target: 'person.email',
      tier: 'certain',
      source: 'rules',
      fillRate: 1,
      distinct: 3,
      samples: ['anna@firm.example', 'ivan@firm.example', 'olga@firm.example'],
      types: { email: 3 },
      isNew: false,
    })
    expect(email?.reasons.length).toBeGreaterThan(0)
    expect(id).toMatchObject({ target: 'person.source_id' })
  })

  it('of a wide file says everything of 700 columns', async () => {
    const columns = Array.from({ length: 700 }, (_, at) => `Поле ${at + 1}`)
    const rows = ['a', 'b'].map((value) => columns.map((_, at) => `${value}${at}`).join(';'))
    await client.add(migrationId, 'wide.csv', [columns.join(';'), ...rows].join('\n'))
    const plan = await client.propose(migrationId)
    expect(Object.keys(columnsOf(plan, 'wide.csv'))).toHaveLength(700)
  })
})

describe('a decision about a column', () => {
  it('holds, is the person’s, and takes the place from whoever had it', async () => {
    const before = columnsOf(await client.propose(migrationId), 'clients.csv')
    expect(before.Имя?.target).toBe('person.first_name')
    const answer = await decide({ 'Любимый цвет': { target: 'person.first_name', onFailure: 'keep_text' } })
    expect(answer.statusCode).toBe(200)
    const after = columnsOf(answer.json(), 'clients.csv')
    expect(after['Любимый цвет']).toMatchObject({
      target: 'person.first_name',
      tier: 'certain',
      source: 'person',
      onFailure: 'keep_text',
      reasons: [{ code: 'mapping.person_chose', detail: {} }],
    })
    expect(after.Имя).toMatchObject({
      target: 'person.custom',
      reasons: [{ code: 'mapping.person_released', detail: { target: 'person.first_name', by: 'Любимый цвет' } }],
    })
    expect(after.Фамилия).toEqual(before.Фамилия)
  })

  it('is taken back by null, and the proposal is what it was', async () => {
    const before = await client.propose(migrationId)
    await decide({ 'Любимый цвет': { target: 'person.first_name' } })
    const answer = await decide({ 'Любимый цвет': null })
    expect(answer.json().document).toEqual(before.document)
  })

  it('for a place that another decision has takes it from there', async () => {
    await client.propose(migrationId)
    await decide({ 'Любимый цвет': { target: 'person.first_name' } })
    const answer = await decide({ 'Размер обуви': { target: 'person.first_name' } })
    const columns = columnsOf(answer.json(), 'clients.csv')
    expect(columns['Размер обуви']?.target).toBe('person.first_name')
    expect(columns['Любимый цвет']?.source).toBe('rules')
  })

  it('may be about its steps alone', async () => {
    await client.propose(migrationId)
    const transforms = [{ name: 'trim' }, { name: 'case', to: 'upper' }]
    const columns = columnsOf((await decide({ Фамилия: { transforms } })).json(), 'clients.csv')
    expect(columns.Фамилия).toMatchObject({ target: 'person.last_name', source: 'rules', transforms })
  })

  it('of a plan that is another one by now is refused, and nothing of it holds', async () => {
    const { checksum } = await client.propose(migrationId)
    const first = await decide({ Фамилия: { target: 'ignore' } }, checksum)
    const second = await decide({ Имя: { target: 'ignore' } }, checksum)
    expect([first.statusCode, second.statusCode]).toEqual([200, 409])
    expect(second.json().error.code).toBe('plan.changed')
    expect(columnsOf(await client.get(migrationId), 'clients.csv').Имя?.target).toBe('person.first_name')
  })

  it('of two people at once, one is told to look again', async () => {
    const { checksum } = await client.propose(migrationId)
    const columns = ['Имя', 'Фамилия', 'Размер обуви']
    const answers = await Promise.all(
      columns.map((column) => decide({ [column]: { target: 'person.job_title' } }, checksum)),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409])
    const decided = Object.values(columnsOf(await client.get(migrationId), 'clients.csv'))
    expect(decided.filter(({ target }) => target === 'person.job_title')).toHaveLength(1)
  })

  it.each(['\u0000', '\ud800'])('with characters that no database holds is kept without them: %j', async (odd) => {
    await client.propose(migrationId)
    const answer = await decide({ Фамилия: { transforms: [{ name: 'constant', value: `a${odd}` }] } })
    expect(answer.statusCode).toBe(200)
    const { checksum } = answer.json()
    expect(columnsOf(answer.json(), 'clients.csv').Фамилия?.transforms).toEqual([
      { name: 'constant', value: 'a\ufffd' },
    ])
    const stored = await inCompany(client.test.database.db, anna.companyId, (trx) => readLatestPlan(trx, migrationId))
    expect(planChecksum(stored?.stored ?? {})).toBe(checksum)
  })

  it('that cannot be made is refused with all problems and their places', async () => {
    const { checksum } = await client.propose(migrationId)
    const answer = await client.decide(migrationId, {
      columns: {
        'no.csv': { x: { target: 'ignore' } },
        'clients.csv': {
          Возраст: null,
          Имя: { target: 'order.total' },
          Фамилия: { target: 'person.name' },
          id: { target: 'person.name' },
        },
      },
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error).toEqual({
      code: 'decision.invalid',
      detail: {
        places: ['no.csv', 'clients.csv › Возраст', 'clients.csv › Имя › order.total', 'clients.csv › id'],
        problems: [
          'decision.unknown_file',
          'decision.unknown_column',
          'decision.unknown_target',
          'decision.target_twice',
        ],
      },
    })
    expect((await client.get(migrationId)).checksum).toBe(checksum)
  })

  it('shows what was proposed among what else it could be, and never what was chosen', async () => {
    const before = columnsOf(await client.propose(migrationId), 'clients.csv')
    const [other] = before.Фамилия?.alternatives ?? []
    const answer = await decide({ Фамилия: { target: other?.target } })
    const alternatives = columnsOf(answer.json(), 'clients.csv').Фамилия?.alternatives ?? []
    expect(alternatives[0]).toEqual({ target: 'person.last_name', tier: before.Фамилия?.tier })
    expect(alternatives.map(({ target }) => target)).not.toContain(other?.target)
  })

  it.each([
    [{ name: 'date', zone: 'Mars/One' }, 'Mars/One'],
    [{ name: 'phone', region: 'XX' }, 'XX'],
    [{ name: 'jsonPath', path: '$..[' }, '$..['],
    [{ name: 'template', text: '{Имя} {Отчество}' }, 'Отчество'],
    [{ name: 'firstNonEmpty', columns: ['Имя', 'Прозвище'] }, 'Прозвище'],
  ])('with a step that could never do anything is refused: %j', async (step, value) => {
    const { checksum } = await client.propose(migrationId)
    const answer = await decide({ Фамилия: { transforms: [step] } })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error).toEqual({
      code: 'decision.invalid',
      detail: { places: [`clients.csv › Фамилия › ${value}`], problems: ['decision.step_unusable'] },
    })
    expect((await client.get(migrationId)).checksum).toBe(checksum)
  })

  it.each([
    { columns: { 'clients.csv': { Имя: { target: 5 } } } },
    { columns: { 'clients.csv': { Имя: { transforms: [{ name: 'eval', code: '1' }] } } } },
    { columns: { 'clients.csv': { Имя: { transforms: [{ name: 'case', to: 'lower', extra: 1 }] } } } },
    { columns: { 'clients.csv': { Имя: { target: 'ignore', secret: true } } } },
    { columns: [] },
    { tables: {} },
    { values: { owners: { olga: 'anna@shop.example' } } },
  ])('of another shape is refused: %j', async (changes) => {
    await client.propose(migrationId)
    const answer = await client.decide(migrationId, changes)
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'request.invalid'])
  })

  it('with a step that there is not is refused with the place, said once', async () => {
    await client.propose(migrationId)
    const answer = await decide({ Имя: { transforms: [{ name: 'trim' }, { name: 'eval' }] } })
    expect(answer.json().error.detail.places).toEqual(['body/columns/clients.csv/Имя/transforms/1/name'])
  })

  it('waits for a plan, and ends with its confirmation', async () => {
    expect((await decide({ Имя: { target: 'ignore' } }, 'x')).json().error.code).toBe('plan.not_proposed')
    const { checksum } = await client.propose(migrationId)
    const confirm = await client.request('POST', `${migrationId}/plan/confirm`, { checksum })
    expect(confirm.json().state).toBe('confirmed')
    expect((await decide({ Имя: { target: 'ignore' } })).json().error.code).toBe('plan.confirmed')
  })

  it('is another company’s neither to see nor to make', async () => {
    const { checksum } = await client.propose(migrationId)
    const body = { checksum, columns: {} }
    const answer = await client.request('PUT', `${migrationId}/plan/decisions`, body, stranger)
    expect(answer.statusCode).toBe(404)
  })

  it('about files that are other ones by now is refused', async () => {
    await client.propose(migrationId)
    await client.add(migrationId, 'more.csv', 'id;email\n9;z@firm.example')
    expect((await decide({ Имя: { target: 'ignore' } })).json().error.code).toBe('plan.files_changed')
  })
})

describe('accepting', () => {
  it('takes all certain proposals, and leaves the others open', async () => {
    const before = columnsOf(await client.propose(migrationId), 'clients.csv')
    const { checksum } = await client.get(migrationId)
    const answer = await client.request('POST', `${migrationId}/plan/accept`, { checksum, tier: 'certain' })
    const after = columnsOf(answer.json(), 'clients.csv')
    for (const [column, { tier, target }] of Object.entries(before)) {
      expect(after[column]).toMatchObject({ target, source: tier === 'certain' ? 'person' : 'rules' })
    }
    expect(after.email?.reasons[0]?.code).toBe('mapping.person_accepted')
  })

  it('of another kind of file changes nothing', async () => {
    const { checksum, document } = await client.propose(migrationId)
    const body = { checksum, tier: 'certain', kind: 'orders' }
    const answer = await client.request('POST', `${migrationId}/plan/accept`, body)
    expect(answer.json().document).toEqual(document)
  })
})

describe('what is confirmed', () => {
  it('is what the company’s next plan follows: decided and certain columns, no guesses', async () => {
    await client.propose(migrationId)
    await decide({ 'Любимый цвет': { target: 'person.job_title' } })
    const { checksum } = await client.get(migrationId)
    await client.request('POST', `${migrationId}/plan/confirm`, { checksum })
    const kept = await inCompany(client.test.database.db, anna.companyId, (trx) =>
      trx('mapping_precedents').orderBy('column_name').select('column_name', 'target'),
    )
    expect(kept).toContainEqual({ column_name: 'любимый цвет', target: 'person.job_title' })
    expect(kept).toContainEqual({ column_name: 'email', target: 'person.email' })
    expect(kept.map(({ column_name }) => column_name)).not.toContain('размер обуви')

    const next = await client.newMigration()
    await client.add(next, 'export.csv', people)
    const columns = columnsOf(await client.propose(next), 'export.csv')
    expect(columns['Любимый цвет']).toMatchObject({ target: 'person.job_title', source: 'precedent' })
  })
})
