import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlanFile } from '../../server/mapping/transfer/plan-file.ts'
import type { AccountSnapshot } from '../../server/mapping/types.ts'
import { anna, stranger } from '../support/build-test-app.ts'
import { account } from '../unit/mapping-fixture.ts'
import { columnsOf, type PlanClient, startPlanClient } from './plan-client.ts'

let client: PlanClient
let ours = ''
let theirs = ''

/** Other ids, the same names; no stage Lost, no Boris. */
const elsewhere: AccountSnapshot = {
  ...account,
  users: [{ id: 51, name: 'Jane Roe', email: 'jane@other.example', active: true }],
  me: { ...account.me, id: 51, name: 'Jane Roe', email: 'jane@other.example', companyId: stranger.companyId },
  pipelines: [{ id: 77, name: 'Sales', order: 1 }],
  stages: [
    { id: 771, name: 'Planning', pipelineId: 77, order: 1 },
    { id: 772, name: 'Won', pipelineId: 77, order: 2 },
    { id: 773, name: 'Checked', pipelineId: 77, order: 3 },
  ],
}

const people = [
  'id;email;Имя;Размер обуви;Дата',
  '1;anna@firm.example;Анна;37;01/02/2024',
  '2;ivan@firm.example;Иван;42;03/04/2024',
]
const orders = [
  'order id;email;total;status;manager',
  '7;anna@firm.example;100;paid;Борис',
  '8;ivan@firm.example;50;odd;Борис',
]

beforeAll(async () => {
  client = await startPlanClient()
  client.accounts[anna.companyId] = {
    ...account,
    stages: [
      ...account.stages.filter(({ name }) => name !== 'Lost'),
      { id: 104, name: 'Checked', pipelineId: 10, order: 4 },
    ],
  }
  client.accounts[stranger.companyId] = elsewhere
})
afterAll(() => client.close())
beforeEach(async () => {
  ours = await client.newMigration(anna)
  theirs = await client.newMigration(stranger)
})

/** Anna's plan: decided, answered and confirmed. */
async function exported(): Promise<PlanFile> {
  await client.add(ours, 'clients.csv', people.join('\n'))
  await client.add(ours, 'orders.csv', orders.join('\n'))
  await client.propose(ours)
  await client.decide(ours, {
    columns: { 'clients.csv': { 'Размер обуви': { target: 'person.job_title', transforms: [{ name: 'trim' }] } } },
  })
  const seen = (await client.get(ours)).checksum
  await client.request('PUT', `${ours}/plan/titles`, { checksum: seen, order: 'Order {number}' })
  const { questions } = await client.get(ours)
  const answers = Object.fromEntries(
    questions.map(({ id, options, proposal }) => {
      const checked = options.find(({ detail }) => detail?.stage === 'Checked')
      const boris = options.find(({ value }) => value === 'boris@shop.example')
      return [id, checked?.value ?? boris?.value ?? (options.at(-1)?.value || proposal)]
    }),
  )
  expect((await client.request('PUT', `${ours}/plan/answers`, { answers })).statusCode).toBe(200)
  const { checksum } = await client.get(ours)
  expect((await client.request('POST', `${ours}/plan/confirm`, { checksum })).statusCode).toBe(200)
  return (await client.request('GET', `${ours}/plan/export`)).json()
}

async function take(file: unknown, options: object = {}) {
  const { checksum } = await client.get(theirs, stranger)
  return client.request('POST', `${theirs}/plan/import`, { checksum, file, ...options }, stranger)
}

async function ready(): Promise<void> {
  await client.add(theirs, 'clients.csv', people.join('\n'), stranger)
  await client.add(theirs, 'orders.csv', orders.join('\n'), stranger)
  await client.propose(theirs, stranger)
}

describe('an exported plan', () => {
  it('is a file without any id of the account', async () => {
    const file = await exported()
    expect(file).toMatchObject({ format: 'altcraft-importer-plan', formatVersion: 1 })
    const answer = await client.request('GET', `${ours}/plan/export`)
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename=".+\.json"$/)
    expect(file.plan.answers).toContainEqual({
      question: 'stages:order:lost',
      answer: { pipeline: 'Sales', stage: 'Checked' },
    })
    expect(JSON.stringify(file)).not.toMatch(/"10[0-9]"|datasetId|stageId/)
  })

  it('waits for a plan, and is not another company’s', async () => {
    expect((await client.request('GET', `${ours}/plan/export`)).json().error.code).toBe('plan.not_proposed')
    expect((await client.request('GET', `${ours}/plan/export`, undefined, stranger)).statusCode).toBe(404)
  })
})

describe('taking a plan over in another account', () => {
  it('decides and answers by names, and tells what is not there', async () => {
    const file = await exported()
    await ready()
    const answer = await take(file)
    expect(answer.statusCode).toBe(200)
    const { plan, told } = answer.json()
    expect(columnsOf(plan, 'clients.csv')['Размер обуви']).toMatchObject({
      target: 'person.job_title',
      source: 'person',
      transforms: [{ name: 'trim' }],
    })
    expect(plan.document.titles).toEqual({ order: 'Order {number}' })
    expect(plan.document.stages['order:lost']).toEqual({ pipelineId: 77, stageId: 773 })
    const answersOf = (code: string) =>
      plan.questions
        .filter((question: { code: string }) => question.code === code)
        .map(({ answer: given }: { answer: string }) => given)
    expect(answersOf('date_order')).toEqual(['mdy'])
    expect(answersOf('owner')).toEqual([null])
    expect(told).toEqual([{ code: 'import.user_missing', detail: { user: 'boris@shop.example' } }])
  })

  it('with files of other names and other columns goes by kind and column', async () => {
    const file = await exported()
    const other = people.map((line) => line.replace('Размер обуви', 'РАЗМЕР ОБУВИ').replace(';Дата', ';Клуб'))
    await client.add(theirs, 'export-11.csv', other.join('\n'), stranger)
    await client.propose(theirs, stranger)
    const { plan, told } = (await take(file)).json()
    expect(columnsOf(plan, 'export-11.csv')['РАЗМЕР ОБУВИ']).toMatchObject({
      target: 'person.job_title',
      source: 'person',
    })
    expect(told).toEqual([
      { code: 'import.column_new', detail: { file: 'export-11.csv', column: 'Клуб' } },
      { code: 'import.column_unused', detail: { file: 'clients.csv', column: 'Дата' } },
      { code: 'import.file_unused', detail: { file: 'orders.csv' } },
      { code: 'import.user_missing', detail: { user: 'boris@shop.example' } },
    ])
  })

  it('takes over what values become: stages by name, and cells that stay empty', async () => {
    await exported()
    const again = await client.newMigration(anna)
    await client.add(again, 'orders.csv', orders.join('\n'))
    await client.propose(again)
    for (const [map, values] of Object.entries({ stages: { 'order:paid': '104' }, owners: { борис: null } })) {
      const { checksum } = await client.get(again)
      const answer = await client.request('PUT', `${again}/plan/value-maps/${map}`, { checksum, values })
      expect(answer.statusCode).toBe(200)
    }
    const file: PlanFile = (await client.request('GET', `${again}/plan/export`)).json()
    expect(file.plan.values).toEqual([
      { map: 'owners', values: [{ value: 'борис', to: null }] },
      { map: 'stages', values: [{ value: 'order:paid', to: { pipeline: 'Sales', stage: 'Checked' } }] },
    ])
    await ready()
    const { plan, told } = (await take(file)).json()
    expect(plan.document.stages['order:status:paid']).toEqual({ pipelineId: 77, stageId: 773 })
    expect(plan.document.valueMaps.ownerless).toEqual(['борис'])
    expect(told).toEqual([{ code: 'import.file_new', detail: { file: 'clients.csv' } }])
  })

  it('leaves out a title with a column that is not here, and tells', async () => {
    const file = await exported()
    await ready()
    const odd = structuredClone(file)
    odd.plan.titles.order = 'Order {Nowhere}'
    const { told, plan } = (await take(odd, { edited: true })).json()
    expect(told).toContainEqual({ code: 'import.title_unfit', detail: { title: 'Order {Nowhere}' } })
    expect(plan.document.titles).toBeUndefined()
  })

  it('refuses a title that is none', async () => {
    const file = await exported()
    await ready()
    for (const order of ['', ' ', 'x'.repeat(256)]) {
      const answer = await take({ ...file, plan: { ...file.plan, titles: { order } } }, { edited: true })
      expect(answer.json().error).toMatchObject({ code: 'import.invalid', detail: { places: ['/plan/titles/order'] } })
    }
  })

  it('takes answers about long values, too', async () => {
    const long = 'С'.repeat(990)
    const rows = ['paid', 'new', 'paid', long].map((status, at) => `${at};p${at}@firm.example;10.50;${status};`)
    const lines = [orders[0], ...rows]
    for (const [migration, user] of [
      [ours, anna],
      [theirs, stranger],
    ] as const) {
      await client.add(migration, 'orders.csv', lines.join('\n'), user)
      await client.propose(migration, user)
    }
    const asked = (await client.get(ours)).questions.find(({ id }) => id.endsWith(long))
    await client.request('PUT', `${ours}/plan/answers`, { answers: { [asked?.id ?? '']: 'lost' } })
    const file = (await client.request('GET', `${ours}/plan/export`)).json()
    const { plan } = (await take(file)).json()
    const [question] = plan.questions.filter(({ id }: { id: string }) => id.endsWith(long))
    expect([question.id, question.answer]).toEqual([asked?.id, 'lost'])
  })

  it('leaves a question open whose answer is no option here', async () => {
    const file = await exported()
    await ready()
    const odd = structuredClone(file)
    for (const answer of odd.plan.answers) {
      if (answer.question.startsWith('date_order')) answer.answer = 'sideways'
    }
    const { told, plan } = (await take(odd, { edited: true })).json()
    const question = 'date_order:clients.csv:Дата'
    expect(told).toContainEqual({ code: 'import.answer_open', detail: { question } })
    expect(plan.questions.find(({ id }: { id: string }) => id === question).answer).toBeNull()
  })

  it('twice says the same', async () => {
    const file = await exported()
    await ready()
    const first = (await take(file)).json()
    const second = (await take(file)).json()
    expect(second.plan.document).toEqual(first.plan.document)
  })

  it('that was changed by hand is refused, unless it is said to be', async () => {
    const file = await exported()
    await ready()
    const edited = structuredClone(file)
    edited.plan.titles.order = 'Bestellung {number}'
    expect((await take(edited)).json().error.code).toBe('import.checksum')
    const answer = await take(edited, { edited: true })
    expect(answer.json().plan.document.titles).toEqual({ order: 'Bestellung {number}' })
  })

  it('on another plan than the one that was seen is refused', async () => {
    const file = await exported()
    await ready()
    const body = { checksum: 'f'.repeat(64), file }
    const answer = await client.request('POST', `${theirs}/plan/import`, body, stranger)
    expect([answer.statusCode, answer.json().error.code]).toEqual([409, 'plan.changed'])
  })
})

describe('a file that is no plan', () => {
  it.each([null, 'x', 5, [], {}, { format: 'other' }, { formatVersion: 1, plan: {} }])(
    'is refused: %j',
    async (file) => {
      await ready()
      expect((await take(file)).json().error.code).toBe('import.not_a_plan')
    },
  )

  it('of a later format is refused', async () => {
    await ready()
    const answer = await take({ format: 'altcraft-importer-plan', formatVersion: 2 })
    expect(answer.json().error).toMatchObject({ code: 'import.newer_format', detail: { formatVersion: 2 } })
  })

  it('is refused with all its problems and their places, and changes nothing', async () => {
    const file = await exported()
    await ready()
    const before = await client.get(theirs, stranger)
    const broken = structuredClone(file) as unknown as { plan: Record<string, unknown> }
    broken.plan.datasets = [{ file: 5, kind: 'treasure', columns: [{ column: 'x', target: 'ignore', decided: 'yes' }] }]
    broken.plan.titles = { order: 'x', constructor: 'y' }
    broken.plan.answers = Array.from({ length: 20 }, (_, at) => ({ question: at, answer: 'x' }))
    const answer = await take(broken, { edited: true })
    expect(answer.statusCode).toBe(400)
    const { code, detail } = answer.json().error
    expect(code).toBe('import.invalid')
    for (const place of [
      'datasets/0/file',
      'datasets/0/kind',
      'datasets/0/columns/0/decided',
      'titles',
      'answers/19/question',
    ]) {
      expect(detail.places).toContain(`/plan/${place}`)
    }
    expect(await client.get(theirs, stranger)).toEqual(before)
  })

  it('with keys that would reach behind objects is refused', async () => {
    await ready()
    const { checksum } = await client.get(theirs, stranger)
    const answer = await client.test.app.inject({
      method: 'POST',
      url: `/api/migrations/${theirs}/plan/import`,
      headers: {
        authorization: `Bearer ${await client.test.signIn(stranger)}`,
        'content-type': 'application/json',
      },
      payload: `{"checksum":"${checksum}","file":{"format":"altcraft-importer-plan","__proto__":{"plan":{}}}}`,
    })
    expect(answer.statusCode).toBe(400)
    expect(Object.hasOwn(Object.prototype, 'plan')).toBe(false)
  })

  it('without end is refused', async () => {
    await ready()
    const answer = await take({ format: 'altcraft-importer-plan', plan: 'x'.repeat(5 * 1024 * 1024) })
    expect([answer.statusCode, answer.json().error.code]).toEqual([413, 'request.too_large'])
  })

  it('with targets that no column can have takes over the rest, and tells', async () => {
    const file = await exported()
    await ready()
    const odd = structuredClone(file)
    const clients = odd.plan.datasets.find(({ file: name }) => name === 'clients.csv')
    for (const column of clients?.columns ?? []) {
      if (column.column === 'Имя') column.target = 'order.total'
      if (column.column === 'Дата') column.target = 'person.job_title'
    }
    const { told, plan } = (await take(odd, { edited: true })).json()
    const problems = told.map(({ code, detail }: { code: string; detail: { column: string } }) => [code, detail.column])
    expect(problems).toContainEqual(['import.target_unknown', 'Имя'])
    expect(problems).toContainEqual(['import.target_twice', 'Дата'])
    expect(columnsOf(plan, 'clients.csv').Имя?.target).toBe('person.first_name')
  })
  it('with steps about columns that are not here tells so, and the proposal stands', async () => {
    const file = await exported()
    await ready()
    const odd = structuredClone(file)
    const clients = odd.plan.datasets.find(({ file: name }) => name === 'clients.csv')
    for (const column of clients?.columns ?? []) {
      if (column.column === 'Имя') column.transforms = [{ name: 'template', text: '{Имя} {Прозвище}' }]
    }
    const { told, plan } = (await take(odd, { edited: true })).json()
    expect(told).toContainEqual({
      code: 'import.step_unusable',
      detail: { file: 'clients.csv', column: 'Имя', value: 'Прозвище' },
    })
    expect(columnsOf(plan, 'clients.csv').Имя).toMatchObject({ target: 'person.first_name', source: 'rules' })
  })
})
