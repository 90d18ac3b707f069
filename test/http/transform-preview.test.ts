import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stranger } from '../support/build-test-app.ts'
import { type PlanClient, startPlanClient } from './plan-client.ts'

let client: PlanClient
let migrationId = ''
let datasetId = ''

const people = [
  'id;email;phone;ФИО;город;Комментарий',
  '1;anna@firm.example;8 900 123-45-67;Петрова Анна Сергеевна;Омск;yes',
  '2;IVAN@firm.example; ;Орлов Иван;;maybe',
  '3;olga@firm.example;call me;Кузнецова Ольга;Казань;no',
  `4;nobody;+79001234568;X;Омск;${'долго '.repeat(200)}`,
].join('\n')

beforeAll(async () => {
  client = await startPlanClient()
  migrationId = await client.newMigration()
  await client.add(migrationId, 'clients.csv', people)
  const plan = await client.propose(migrationId)
  datasetId = plan.datasets[0]?.datasetId ?? ''
})
afterAll(() => client.close())

function ask(column: string, mapping: object, more: object = {}, user?: Parameters<PlanClient['request']>[3]) {
  return client.request('POST', `${migrationId}/plan/preview`, { datasetId, column, mapping, ...more }, user)
}

async function preview(column: string, mapping: object) {
  const answer = await ask(column, mapping)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

describe('the preview of a column', () => {
  it('shows real rows before, after each step, and as they would be imported', async () => {
    const transforms = [
      { name: 'namePart', part: 'last' },
      { name: 'case', to: 'upper' },
    ]
    const shown = await preview('ФИО', { target: 'person.last_name', transforms })
    expect(shown.steps).toEqual([
      { name: 'namePart', params: { part: 'last' } },
      { name: 'case', params: { to: 'upper' } },
    ])
    expect(shown.implied).toEqual([{ name: 'trim', params: {} }])
    expect(shown.samples[0]).toEqual({
      rowNumber: 1,
      before: 'Петрова Анна Сергеевна',
      steps: ['Петрова', 'ПЕТРОВА'],
      after: 'ПЕТРОВА',
      outcome: 'ok',
      problem: null,
    })
  })

  it('says what the target does without any step, and what cannot be read', async () => {
    const shown = await preview('phone', { target: 'person.phone' })
    expect(shown.implied).toEqual([{ name: 'phone', params: { region: 'RU' } }])
    expect(shown.samples).toMatchObject([
      { rowNumber: 1, after: ['+79001234567'], outcome: 'ok', problem: null },
      { rowNumber: 3, after: [], outcome: 'blank', problem: 'phone.invalid' },
      { rowNumber: 4, after: '+79001234568', outcome: 'ok' },
    ])
    expect(shown.counts).toEqual({ ok: 2, failed: 1 })
    expect(shown.tops).toContainEqual({
      value: 'call me',
      count: 1,
      after: null,
      outcome: 'blank',
      problem: 'phone.invalid',
    })
  })

  it('rejects rows or keeps the text, as the policy says', async () => {
    const transforms = [{ name: 'yesNo' }]
    const rejected = await preview('Комментарий', { target: 'person.custom', transforms, onFailure: 'reject_row' })
    expect(rejected.samples[1]).toMatchObject({ after: null, outcome: 'rejected', problem: 'yes_no.unclear' })
    const kept = await preview('Комментарий', { target: 'person.notes', transforms, onFailure: 'keep_text' })
    expect(kept.samples[0]).toMatchObject({ after: 'Yes', outcome: 'ok' })
    expect(kept.samples[1]).toMatchObject({ after: 'maybe', outcome: 'kept', problem: 'yes_no.unclear' })
  })

  it('cuts long texts', async () => {
    const { samples } = await preview('Комментарий', { target: 'person.notes' })
    expect(samples[3].before).toHaveLength(500)
    expect(samples[3].after).toHaveLength(500)
  })

  it('shows a column that is made of others with the cells beside it', async () => {
    const transforms = [{ name: 'template', text: '{ФИО} ({город})' }]
    const shown = await preview('Имя целиком', { target: 'person.name', transforms })
    expect(shown.samples.map(({ before, after }: Record<string, unknown>) => [before, after])).toEqual([
      [null, 'Петрова Анна Сергеевна (Омск)'],
      [null, 'Орлов Иван'],
      [null, 'Кузнецова Ольга (Казань)'],
      [null, 'X (Омск)'],
    ])
    expect(shown.tops).toEqual([])
  })

  it('keeps every parameter of every step', async () => {
    const transforms = [
      { name: 'split', by: ' ', part: 1 },
      { name: 'valueMap', values: { Омск: 'OMS' }, otherwise: 'other' },
    ]
    const shown = await preview('город', { target: 'person.custom:city', transforms })
    expect(shown.steps.map(({ params }: { params: object }) => params)).toEqual([
      { by: ' ', part: 1 },
      { values: { Омск: 'OMS' }, otherwise: 'other' },
    ])
    expect(shown.tops).toContainEqual(expect.objectContaining({ value: 'Омск', count: 2, after: 'OMS' }))
  })

  it('stores nothing', async () => {
    const before = await client.get(migrationId)
    await preview('phone', { target: 'ignore' })
    expect(await client.get(migrationId)).toEqual(before)
  })
})

describe('a preview that cannot be', () => {
  it.each([
    [
      'an unknown step',
      'phone',
      { target: 'person.phone', transforms: [{ name: 'eval', code: '1' }] },
      'request.invalid',
    ],
    ['a target of another kind of file', 'phone', { target: 'order.total' }, 'transform.target_unknown'],
    ['a column that nobody has', 'nope', { target: 'person.name' }, 'transform.column_unknown'],
    [
      'a step that names such a column',
      'phone',
      { target: 'person.name', transforms: [{ name: 'template', text: '{nope}' }] },
      'transform.unusable',
    ],
    [
      'a path that is none',
      'phone',
      { target: 'person.name', transforms: [{ name: 'jsonPath', path: '$..x' }] },
      'transform.unusable',
    ],
    [
      'too many steps',
      'phone',
      { target: 'person.name', transforms: Array(21).fill({ name: 'trim' }) },
      'request.invalid',
    ],
  ])('%s', async (_, column, mapping, code) => {
    const answer = await ask(column, mapping)
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, code])
  })

  it('of another company’s file, of no file, before there is a plan', async () => {
    const mapping = { target: 'person.phone' }
    const codeOf = async (answer: ReturnType<typeof ask>) => (await answer).json().error.code
    expect(await codeOf(ask('phone', mapping, {}, stranger))).toBe('migration.unknown')
    expect(await codeOf(ask('phone', mapping, { datasetId: 'ds_nope' }))).toBe('dataset.unknown')
    const other = await client.newMigration()
    const theirs = await client.newMigration(stranger)
    await client.add(theirs, 'clients.csv', people, stranger)
    const preview = { datasetId, column: 'phone', mapping }
    expect(await codeOf(client.request('POST', `${other}/plan/preview`, preview))).toBe('dataset.unknown')
    expect(await codeOf(client.request('POST', `${theirs}/plan/preview`, preview, stranger))).toBe('dataset.unknown')
  })
})
