import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../server/lib/json.ts'
import { type ColumnDecision, type Decisions, noDecisions } from '../../server/mapping/decisions.ts'
import type { Transform } from '../../server/mapping/transforms/types.ts'
import { changeValues } from '../../server/mapping/value-maps/change-values.ts'
import type { ValueMap } from '../../server/mapping/value-maps/value-map.ts'
import { account, datasetOf, draftsOf, type File, fieldOf, type Given, planOf, recordOf } from './mapping-fixture.ts'

const orders = (...rows: JsonObject[]): File => ({
  name: 'orders.csv',
  kind: 'orders',
  rows: rows.map((row, at) => ({ order_id: `${at}`, total: '1.50', ...row })),
})
const profiles = (...rows: JsonObject[]): File => ({
  name: 'clients.csv',
  kind: 'profiles',
  rows: rows.map((row, at) => ({ id: `${at}`, email: `p${at}@b.ru`, ...row })),
})
const decided = (values: Decisions['values']): Given => ({ decisions: { ...noDecisions, values } })
const mapOf = (files: File[], id: string, given?: Given): ValueMap => {
  const map = planOf(files, given).valueMaps.find((one) => one.id === id)
  if (map === undefined) throw new Error(`no map ${id}`)
  return map
}
const outcomes = ({ entries }: ValueMap) =>
  entries.map(({ value, count, proposed, decided }) => [value, count, proposed, decided])

describe('order statuses', () => {
  const file = orders({ status: 'new' }, { status: 'New ' }, { status: 'В пути' }, { status: 'Потерялся' })

  test('are all listed with their counts; spellings of one are one', () => {
    const map = mapOf([file], 'orderStatus')
    expect(outcomes(map)).toEqual([
      ['new', 2, 'open', undefined],
      ['В пути', 1, 'open', undefined],
      ['Потерялся', 1, undefined, undefined],
    ])
    expect(map).toMatchObject({ complete: true, unknown: 1 })
  })

  test('what a person decided is no question any more, also over a known word', () => {
    const given = decided({ orderStatus: { потерялся: 'lost', new: 'won' } })
    const { document, questions } = planOf([file], given)
    expect(questions).toEqual([])
    expect(document.valueMaps.orderStatus).toMatchObject({ потерялся: 'lost', new: 'won' })
    expect(mapOf([file], 'orderStatus', given).unknown).toBe(0)
  })

  test('a default for the rest is enough', () => {
    const { document, questions } = planOf([file], decided({ orderStatus: { '*': 'lost' } }))
    expect(questions).toEqual([])
    expect(document.valueMaps.orderStatus.потерялся).toBe('lost')
  })

  test('a decision that no status can be is ignored', () => {
    expect(planOf([file], decided({ orderStatus: { потерялся: 'sold', '*': null } })).questions).toHaveLength(1)
  })

  test('over twenty unknown ones are one question, with how many there are', () => {
    const many = orders(...Array.from({ length: 21 }, (_, at) => ({ status: `Статус ${at}` })))
    const { questions } = planOf([many])
    expect(questions).toMatchObject([
      { id: 'value_map:orderStatus', code: 'order_statuses', valueMap: 'orderStatus', values: 21, proposal: 'open' },
    ])
    const { document } = planOf([many], { answers: { 'value_map:orderStatus': 'lost' } })
    expect(document.valueMaps.orderStatus['статус 20']).toBe('lost')
  })

  test('a status may go to a stage of its own', () => {
    const given = decided({ stages: { 'order:в пути': '103', 'order:new': 'gone' }, orderStatus: { '*': 'open' } })
    const stages = draftsOf([file], given).map((draft) => recordOf(draft, 'deal').stage)
    expect(stages).toEqual(['order:open', 'order:open', 'order:status:в пути', 'order:open'])
    expect(planOf([file], given).document.stages['order:status:в пути']).toEqual({ pipelineId: 10, stageId: 103 })
  })

  test('all orders may go to a chosen pipeline', () => {
    const given = {
      ...decided({ 'pipeline:orders': { '*': '20' } }),
      account: {
        pipelines: [...account.pipelines, { id: 20, name: 'Shop', order: 2 }],
        stages: [
          ...account.stages,
          ...['New', 'Won', 'Lost'].map((name, at) => ({ id: 201 + at, name, pipelineId: 20, order: at })),
        ],
      },
    }
    expect(planOf([orders({ status: 'new' })], given).document.stages).toEqual({
      'order:open': { pipelineId: 20, stageId: 201 },
      'order:won': { pipelineId: 20, stageId: 202 },
      'order:lost': { pipelineId: 20, stageId: 203 },
    })
  })
})

describe('owners', () => {
  const owned = (...names: string[]) => profiles(...names.map((name) => ({ Ответственный: name })))
  const asked = (name: string) => planOf([owned(name)]).questions.find(({ code }) => code === 'owner')

  test.each(['Orlov Boris', 'Борис Орлов', 'ОРЛОВ, Борис'])(
    '%s is proposed as Boris Orlov, and asked about',
    (name) => {
      expect(asked(name)).toMatchObject({ proposal: 'boris@shop.example', reason: { code: 'owner_name' } })
    },
  )

  test('one letter off is only a question', () => {
    expect(asked('Boris Orlof')).toMatchObject({ proposal: 'boris@shop.example' })
    expect(asked('Boris Arlov')?.reason.code).toBe('owner_near_name')
    expect(asked('Boris')).toMatchObject({ proposal: 'anna@shop.example', reason: { code: 'owner_unknown' } })
  })

  test('deactivated users are told, by address and by name', () => {
    const { document } = planOf([owned('oleg@shop.example', 'Гон Олег', 'Gone Oleg')])
    expect(document.findings).toEqual([
      {
        code: 'plan.owners_deactivated',
        level: 'warning',
        detail: { count: 2, owners: ['oleg@shop.example', 'Gone Oleg'] },
      },
    ])
  })

  test('that other users are hidden is told where there are owners', () => {
    const hidden = { account: { permissions: { can_see_other_users: false } } }
    expect(planOf([owned('boris@shop.example')], hidden).document.findings).toMatchObject([
      { code: 'plan.users_hidden' },
    ])
    expect(planOf([profiles({})], hidden).document.findings).toBeUndefined()
  })

  test('an owner may be nobody, and the rest somebody', () => {
    const given = decided({ owners: { ghost: null, '*': 'boris@shop.example' } })
    const drafts = draftsOf([owned('ghost', 'someone', '')], given)
    expect(drafts.map((draft) => recordOf(draft, 'person').ownerId)).toEqual([undefined, 2, undefined])
  })

  test('somebody who is no user of this account is no decision', () => {
    expect(planOf([owned('ghost')], decided({ owners: { ghost: 'gone@elsewhere.example' } })).questions).toHaveLength(1)
  })
})

describe('currencies', () => {
  const file = (...currencies: string[]) => orders(...currencies.map((currency) => ({ currency, status: 'new' })))

  test.each([
    ['руб.', 'RUB'],
    ['₽', 'RUB'],
    ['RUR', 'RUB'],
    ['USD', 'USD'],
    ['тг', 'KZT'],
    ['бел. руб.', 'BYN'],
    ['byn', 'BYN'],
  ])('%s is %s', (written, code) => {
    const [draft] = draftsOf([file(written)])
    expect(draft && recordOf(draft, 'deal').currency).toBe(code)
  })

  test('what is none fails, is told, and can be decided', () => {
    const fantik = file('фантик', 'RUB')
    const { document } = planOf([fantik])
    expect(document.findings).toContainEqual({
      code: 'plan.currency_unknown',
      level: 'warning',
      detail: { file: 'orders.csv', count: 1, values: ['фантик'] },
    })
    expect(draftsOf([fantik])[0]?.result).toBe('fail')
    const [draft] = draftsOf([fantik], decided({ 'currencies:orders.csv': { фантик: 'EUR' } }))
    expect(draft && recordOf(draft, 'deal').currency).toBe('EUR')
  })

  test('the sign beside the amount counts where no column says it', () => {
    const [draft] = draftsOf([orders({ total: '$ 12.50', status: 'new' })])
    expect(draft && recordOf(draft, 'deal')).toMatchObject({ currency: 'USD', totalMinor: 1250 })
  })

  test('those that the account does not have are told', () => {
    const { document } = planOf([file('USD', 'RUB')], { account: { currencies: [{ code: 'RUB', decimalPoints: 2 }] } })
    expect(document.findings).toContainEqual({
      code: 'plan.currency_inactive',
      level: 'warning',
      detail: { codes: ['USD'] },
    })
  })
})

test('spellings of a country become the commonest name of it; others stay', () => {
  const file = profiles(...['Россия', 'Россия', 'RU', '.ru', 'Беларусь', 'Марс', ''].map((country) => ({ country })))
  const values = draftsOf([file]).map((draft) => recordOf(draft, 'person').custom.country__c)
  expect(values.map((value) => value && 'value' in value && value.value)).toEqual([
    'Россия',
    'Россия',
    'Россия',
    'Россия',
    'Беларусь',
    'Марс',
    undefined,
  ])
  const kept = draftsOf([file], decided({ countries: { '.ru': '.ru', марс: null } }))
  expect(recordOf(kept[3] ?? fail(), 'person').custom.country__c).toEqual({ type: 'varchar', value: '.ru' })
  expect(recordOf(kept[5] ?? fail(), 'person').custom.country__c).toBeUndefined()
})

describe('options', () => {
  const size = (...sizes: string[]) =>
    profiles(...sizes.flatMap((one) => [{ Size: one }, { Size: one }, { Size: one }]))
  const file = size('small', 'smal', 'large', 'unknown')

  test('two spellings become one option, one is dropped, in the field as in the records', () => {
    const given = decided({ 'options:person:size__c': { smal: 'small', unknown: null } })
    expect(fieldOf(planOf([file]), 'size__c')?.options).toHaveLength(4)
    expect(fieldOf(planOf([file], given), 'size__c')?.options).toEqual(['small', 'large'])
    const values = draftsOf([file], given).map((draft) => recordOf(draft, 'person').custom.size__c)
    expect(values[3]).toEqual({ type: 'enum', value: 'small' })
    expect(values[9]).toBeUndefined()
  })

  test('an option may get another label', () => {
    const given = decided({ 'options:person:size__c': { large: 'XL' } })
    expect(fieldOf(planOf([file], given), 'size__c')?.options).toContain('XL')
    expect(recordOf(draftsOf([file], given)[6] ?? fail(), 'person').custom.size__c).toEqual({
      type: 'enum',
      value: 'XL',
    })
  })
})

describe('statuses of profiles', () => {
  const file = profiles({ _status: 'subscribed' }, { _status: 'спит' }, { _status: 'blocked' })

  test('that are decided one by one are no question any more', () => {
    const some = planOf([file], decided({ profileStatus: { спит: 'subscribed' } }))
    expect(some.questions).toMatchObject([{ id: 'status_codes:clients.csv', examples: ['blocked (1)'] }])
    const all = planOf([file], decided({ profileStatus: { спит: 'subscribed', blocked: 'other' } }))
    expect(all.questions).toEqual([])
    expect(all.document.valueMaps.profileStatus).toMatchObject({ спит: 'subscribed', blocked: 'other' })
  })

  test('have a default for the rest, which leaves the known ones as they are', () => {
    const { questions, document } = planOf([file], decided({ profileStatus: { '*': 'other' } }))
    expect(questions).toEqual([])
    expect(document.valueMaps.profileStatus).toMatchObject({
      subscribed: 'subscribed',
      спит: 'other',
      blocked: 'other',
    })
  })
})

test('a currency that nobody knows is asked about once for a file; its rows fail, or have the one that is answered', () => {
  const rows = [
    { order_id: '1', total: '5.00', status: 'paid', currency: 'у.е.' },
    { order_id: '2', total: '6.50', status: 'paid', currency: 'RUB' },
  ]
  const file: File = { name: 'o.csv', kind: 'orders', rows }
  const id = 'value_map:currencies:o.csv'
  expect(planOf([file]).questions).toContainEqual(
    expect.objectContaining({ id, proposal: 'fail', examples: ['у.е. (1)'] }),
  )
  expect(draftsOf([file], { answers: { [id]: 'fail' } })[0]).toMatchObject({ code: 'order.currency_unknown' })
  const [draft] = draftsOf([file], { answers: { [id]: 'RUB' } })
  expect(draft && recordOf(draft, 'deal')).toMatchObject({ currency: 'RUB', totalMinor: 500 })
})

test('what a product has no place for goes into fields', () => {
  const catalogue: File = {
    name: 'goods.csv',
    kind: 'products',
    rows: [
      { sku: 'A', name: 'Tea', price: '1.50', tax: '20%', category: 'Drinks' },
      { sku: 'B', name: 'Jam', price: '2.50', tax: '10%', category: 'Food' },
    ],
  }
  const { document } = planOf([catalogue])
  expect(document.findings ?? []).not.toContainEqual(expect.objectContaining({ code: 'plan.columns_not_written' }))
  expect(document.fields.map(({ key }) => key)).toContain('category__c')
})

test('a column whose target nothing writes is told', () => {
  const rows = [{ order_id: '1', total: '5', status: 'paid', position: 'x' }]
  const decisions = { ...noDecisions, columns: { 'o.csv': { position: { target: 'line.order' } } } }
  expect(planOf([{ name: 'o.csv', kind: 'orders', rows }], { decisions }).document.findings).toContainEqual({
    code: 'plan.columns_not_written',
    level: 'warning',
    detail: { count: 1, columns: ['o.csv: position'] },
  })
})

describe('columns with more values than a profile keeps', () => {
  const many = orders(...Array.from({ length: 150 }, (_, at) => ({ status: `S${at % 149}` })))
  const dataset = datasetOf(many)

  test('are asked about as a whole and told, until they are counted', () => {
    const { questions, document } = planOf([many])
    expect(questions).toMatchObject([{ id: 'value_map:orderStatus' }])
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'plan.values_not_listed' }))
    expect(document.valueMaps.orderStatus['*']).toBe('open')
    expect(dataset.profiles).toHaveLength(3)
  })
})

describe('values that steps make', () => {
  const stepped = (
    file: string,
    column: string,
    decision: ColumnDecision,
    values: Decisions['values'] = {},
  ): Given => ({
    decisions: { ...noDecisions, columns: { [file]: { [column]: decision } }, values },
  })
  const status = (...transforms: Transform[]) => ({ target: 'order.status', transforms })
  const first = { name: 'split', by: '/', part: 1 } as const

  test('are what the map lists and what a decision is about, as the import looks them up', () => {
    const file = orders({ status: 'paid/1' }, { status: 'Потерялся/1' }, { status: 'Потерялся/2' })
    const given = stepped('orders.csv', 'status', status(first))
    expect(outcomes(mapOf([file], 'orderStatus', given))).toEqual([
      ['Потерялся', 2, undefined, undefined],
      ['paid', 1, 'won', undefined],
    ])
    const decidedToo = stepped('orders.csv', 'status', status(first), { orderStatus: { потерялся: 'lost' } })
    const drafts = draftsOf([file], decidedToo)
    expect(drafts.map((draft) => recordOf(draft, 'deal').status)).toEqual(['won', 'lost', 'lost'])
  })

  test('of a constant are one; those of other columns cannot be listed and are asked about as a whole', () => {
    const file = orders({ status: 'a', place: 'x' }, { status: 'b', place: 'y' })
    const constant = stepped('orders.csv', 'status', status({ name: 'constant', value: 'paid' }))
    expect(outcomes(mapOf([file], 'orderStatus', constant))).toEqual([['paid', 2, 'won', undefined]])
    const template = stepped('orders.csv', 'status', status({ name: 'template', text: '{status} {place}' }))
    expect(planOf([file], template).questions.map(({ id }) => id)).toEqual(['value_map:orderStatus'])
  })

  test('of a field with options are its options', () => {
    const rows = ['a-красный', 'b-синий', 'c-красный', 'a-синий', 'b-красный', 'c-синий']
    const file = profiles(...[...rows, ...rows].map((color) => ({ color })))
    const plain = planOf([file]).document.fields.find(({ key }) => key.startsWith('color')) ?? fail()
    expect(plain.type).toBe('enum')
    const color = { target: 'person.custom', transforms: [{ name: 'split', by: '-', part: 2 } as const] }
    const given = stepped('clients.csv', 'color', color)
    const field = planOf([file], given).document.fields.find(({ key }) => key === plain.key)
    expect([...(field?.options ?? [])].sort()).toEqual(['красный', 'синий'])
    const [draft] = draftsOf([file], given)
    expect(recordOf(draft ?? fail(), 'person').custom[plain.key]).toEqual({ type: 'enum', value: 'красный' })
  })
})

describe('a change of a map', () => {
  const map = mapOf([orders({ status: 'Потерялся' })], 'orderStatus')

  test('is kept by the key of its value, in any spelling', () => {
    expect(changeValues(map, noDecisions, { values: { ' ПОТЕРЯЛСЯ': 'lost' } }).values).toEqual({
      orderStatus: { потерялся: 'lost' },
    })
  })

  test('can be taken back', () => {
    const before = { ...noDecisions, values: { orderStatus: { потерялся: 'lost', '*': 'won' } } }
    expect(changeValues(map, before, { reset: ['Потерялся', '*'] }).values).toEqual({ orderStatus: {} })
  })

  test('is refused for values that are not there and outcomes that cannot be', () => {
    expect(() => changeValues(map, noDecisions, { values: { other: 'won' } })).toThrow('value_map.unknown_value')
    expect(() => changeValues(map, noDecisions, { values: { потерялся: 'sold' } })).toThrow('value_map.not_a_choice')
    expect(() => changeValues(map, noDecisions, { otherwise: null })).toThrow('value_map.not_empty')
  })
})

function fail(): never {
  throw new Error('missing')
}
