import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DatasetKind, datasetKinds } from '../../server/altcraft/types.ts'
import type { JsonObject } from '../../server/lib/json.ts'
import { noHints, type ProposalHints } from '../../server/mapping/columns/hints.ts'
import { proposeColumns } from '../../server/mapping/columns/propose-columns.ts'
import { proposeTargets } from '../../server/mapping/columns/propose-targets.ts'
import { targetsOf } from '../../server/mapping/columns/targets/targets.ts'
import { datasetOf } from './mapping-fixture.ts'

function proposed(kind: DatasetKind, rows: JsonObject[], hints: ProposalHints = noHints) {
  const { profiles } = datasetOf({ name: 'file', kind, rows })
  const proposals = proposeTargets(kind, profiles, hints)
  return Object.fromEntries(profiles.map(({ column }, place) => [column, proposals[place]?.[0]]))
}

const targetsIn = (found: ReturnType<typeof proposed>) =>
  Object.fromEntries(Object.entries(found).map(([column, proposal]) => [column, proposal?.target]))

describe('values have a say', () => {
  test('an e-mail is known by its values, whatever the column is called', () => {
    const rows = [{ 'Поле 2': 'a@b.ru' }, { 'Поле 2': 'c@d.ru' }]
    expect(targetsIn(proposed('profiles', rows))).toEqual({ 'Поле 2': 'person.email' })
  })

  test('a name that its values contradict is not followed, but can be chosen', () => {
    const { profiles } = datasetOf({
      name: 'f',
      kind: 'profiles',
      rows: [{ birthday: 'in spring' }, { birthday: 'soon' }],
    })
    const [proposals] = proposeTargets('profiles', profiles)
    expect(proposals?.map(({ target }) => target)).toEqual(['person.custom', 'person.birthday', 'ignore'])
  })

  test('somebody else’s address is not the person’s', () => {
    const rows = [{ email: 'a@b.ru', 'Email друга': 'c@d.ru', 'trainer phone': '+79001234567' }]
    expect(targetsIn(proposed('profiles', rows))).toEqual({
      email: 'person.email',
      'Email друга': 'person.custom',
      'trainer phone': 'person.custom',
    })
  })

  test('quantity times price is the sum of the line', () => {
    const row = (number: string, count: string, price: string, sum: string) => ({
      'Номер заказа': number,
      Товар: 'Чай',
      Количество: count,
      Цена: price,
      Стоимость: sum,
    })
    const rows = [
      row('1', '2', '10', '20'),
      row('1', '3', '7', '21'),
      row('2', '1', '5', '5'),
      row('3', '4', '2.5', '10'),
    ]
    expect(targetsIn(proposed('orders', rows)).Стоимость).toBe('line.total')
  })
})

test('in a file of order lines, a name is the product’s, not the order’s', () => {
  const row = (number: string, sku: string, name: string) => ({
    order_id: number,
    sku,
    name,
    quantity: '2',
    price: '10',
  })
  const rows = [row('1', 'A-1', 'Tea'), row('1', 'B-2', 'Coffee'), row('2', 'A-1', 'Tea')]
  expect(targetsIn(proposed('orders', rows)).name).toBe('line.name')
})

test('one value in every row tells nothing; in some rows it marks them', () => {
  const rows = Array.from({ length: 9 }, (_, at) => ({
    email: `p${at}@b.ru`,
    Филиал: 'Центр',
    Блогер: at < 7 ? 'да' : '',
  }))
  expect(targetsIn(proposed('profiles', rows))).toMatchObject({ Филиал: 'ignore', Блогер: 'person.custom' })
})

test('when a system loaded a row is technical, a system by its name is not', () => {
  const rows = [
    { ETL_LOAD_TS: '2025-03-02 03:14:00', 'Система налогообложения': 'УСН' },
    { ETL_LOAD_TS: '2025-03-02 03:14:01', 'Система налогообложения': 'ОСНО' },
  ]
  expect(targetsIn(proposed('profiles', rows))).toEqual({
    ETL_LOAD_TS: 'ignore',
    'Система налогообложения': 'person.custom',
  })
})

describe('hints', () => {
  const rows = [
    { email: 'a@b.ru', 'Зона 7': 'верх' },
    { email: 'c@d.ru', 'Зона 7': 'низ' },
  ]

  test('what the company chose before goes first, and says so', () => {
    const precedents = [{ kind: 'profiles', column: 'зона 7', target: 'person.source_id' }]
    expect(proposed('profiles', rows, { precedents, suggestions: [] })['Зона 7']).toMatchObject({
      target: 'person.source_id',
      source: 'precedent',
      tier: 'likely',
    })
  })

  test('its steps come along, unless they need a column that this file lacks', () => {
    const { profiles } = datasetOf({ name: 'f', kind: 'profiles', rows })
    const stepsWith = (text: string) => {
      const chosen = { target: 'person.notes', transforms: [{ name: 'template' as const, text }] }
      const precedents = [{ kind: 'profiles', column: 'зона 7', ...chosen }]
      return proposeColumns('profiles', profiles, { precedents, suggestions: [] })[1]?.transforms
    }
    expect(stepsWith('{email}')).toEqual([{ name: 'template', text: '{email}' }])
    expect(stepsWith('{Отчество}')).toBeUndefined()
  })

  test('but not against the values', () => {
    const precedents = [{ kind: 'profiles', column: 'зона 7', target: 'person.email' }]
    expect(proposed('profiles', rows, { precedents, suggestions: [] })['Зона 7']?.target).not.toBe('person.email')
  })

  test('a model fills what the rules leave open, never what they know, and is never certain', () => {
    const suggestions = [
      { column: 'Зона 7', target: 'person.custom:loyalty_tier', confidence: 0.9 },
      { column: 'email', target: 'person.notes', confidence: 1 },
    ]
    const found = proposed('profiles', rows, { precedents: [], suggestions })
    expect(found['Зона 7']).toMatchObject({ target: 'person.custom:loyalty_tier', source: 'model', tier: 'likely' })
    expect(found.email).toMatchObject({ target: 'person.email', source: 'rules' })
  })

  test('a model gets no target that a column has by its name', () => {
    const named = rows.map((row) => ({ ...row, Город: 'Москва' }))
    const suggestions = [{ column: 'Зона 7', target: 'person.custom:city', confidence: 1 }]
    const found = targetsIn(proposed('profiles', named, { precedents: [], suggestions }))
    expect(found).toMatchObject({ Город: 'person.custom:city', 'Зона 7': 'person.custom' })
  })
})

test('whatever the columns are, each is proposed targets of its kind, none twice where one fits', () => {
  const word = fc.constantFrom(
    'Имя',
    'email',
    'Телефон',
    'id',
    'Дата',
    'Сумма',
    'status',
    'Город',
    'x',
    'Price',
    'SKU',
    '',
    'toString',
  )
  const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('a@b.ru', '+79001234567', '01.02.2024', '12,50', 'да', '[1]', ''),
    fc.integer(),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...datasetKinds),
      fc.uniqueArray(name, { minLength: 1, maxLength: 8 }),
      fc.array(fc.array(value, { minLength: 8, maxLength: 8 }), { maxLength: 6 }),
      (kind, names, cells) => {
        const rows = cells.map((row) =>
          Object.fromEntries(names.map((column, at) => [`${column} ${at}`, row[at] ?? ''])),
        )
        const { profiles } = datasetOf({ name: 'f', kind, rows })
        const proposals = proposeTargets(kind, profiles)
        const allowed = new Set(targetsOf(kind))
        for (const list of proposals) {
          expect(list.length).toBeLessThanOrEqual(5)
          expect(new Set(list.map(({ target }) => target)).size).toBe(list.length)
          for (const { target, reasons } of list) {
            expect(allowed.has(target), target).toBe(true)
            expect(reasons.length).toBeGreaterThan(0)
          }
        }
        const single = proposals
          .map(([first]) => first.target)
          .filter((target) => !many.has(target) && !target.endsWith('.custom'))
        expect(new Set(single).size).toBe(single.length)
      },
    ),
    { numRuns: 200 },
  )
})

const many = new Set([
  'ignore',
  'person.email',
  'person.phone',
  'person.subscriptions',
  'order.person',
  'segment.member',
  'event.person',
  'event.text',
  'note.person',
  'file.person',
])
