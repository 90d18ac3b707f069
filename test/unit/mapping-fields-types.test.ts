import { describe, expect, test } from 'vitest'
import type { Json } from '../../server/lib/json.ts'
import { noDecisions } from '../../server/mapping/decisions.ts'
import { shapeOf } from '../../server/mapping/fields/field-type.ts'
import { datasetOf, draftsOf, type File, fieldOf, planOf, recordOf } from './mapping-fixture.ts'

function typeOf(column: string, values: Json[]): string {
  const rows = values.map((value) => ({ [column]: value }))
  const [profile] = datasetOf({ name: 'f', kind: 'profiles', rows }).profiles
  if (profile === undefined) throw new Error('no column')
  return shapeOf(profile).type
}

describe('a dozen values tell the type of a field', () => {
  test.each<[string, string, Json[]]>([
    ['monetary', 'Аванс', ['1 200 ₽', '350,50 ₽', '4 999 ₽']],
    ['monetary', 'credit_amount', ['12.50', '100.00', '7.25', '0']],
    ['monetary', 'tax', ['12.50', '100.00', '7.25']],
    ['double', 'tax_percent', ['20', '10', '20', '18']],
    ['double', 'Доля', ['12 %', '7,5 %', '40 %']],
    ['double', 'total_visits', ['12', '7', '40', '12']],
    ['double', 'price', ['0.12345', '1.23456']],
    ['double', 'children', ['0', '1', '0', '1']],
    ['enum', 'newsletter_flag', ['0', '1', '0', '1']],
    ['enum', 'Согласие', ['+', '-', '+', '+']],
    ['enum', 'Подписан', ['вкл', 'выкл', 'вкл']],
    ['enum', 'Уровень', ['1', '2', '3', '2', '1', '3', '2']],
    ['enum', 'Способ связи', ['звонок', 'чат', 'звонок', 'почта', 'чат', 'звонок']],
    ['varchar', 'Девиз', ['раз', 'два', 'три', 'четыре', 'пять']],
    ['varchar', 'Город рождения', ['Омск', 'Томск', 'Тверь', 'Омск', 'Пермь', 'Уфа', 'Казань']],
    ['varchar', 'Номер договора', ['120345', '120346', '120347']],
    ['varchar', 'sku', ['00123', '00456', '00123', '00456']],
    ['varchar', 'Вес брутто', ['10 кг', '12 кг', '7,5 кг', '20 кг']],
    ['varchar', 'client_version', ['4.12.0', '4.11.3', '4.12.0', '4.12.0']],
    ['varchar', 'second_email', ['a@firm.example', 'b@firm.example', 'a@firm.example', 'a@firm.example']],
    ['phone', 'Телефон жены', ['+7 900 123-45-67', '8 (900) 765-43-21']],
    ['phone', 'Courier phone', ['07700 900624', '07700 900108', '020 7946 0018']],
    ['varchar', 'Внутренний телефон', ['1204', '1187', '0012']],
    ['monetary', 'VAT Amt', ['682.85', '12.00', '7.5']],
    ['time', 'Удобное время', ['09:30', '18:00', '7:15']],
    ['date', 'Последний визит', ['2024-05-01T10:00:00Z', '0001-01-01T00:00:00Z', '2024-06-01T10:00:00Z']],
    ['date', 'Осмотр', ['02.09.24', '15.01.23', 'н/д']],
    ['daterange', 'Отпуск', ['01.02.2024 – 15.02.2024', '03.03.2024 – 05.03.2024']],
    ['set', 'Теги', ['акция,опт', 'опт', 'акция', 'вебинар,опт', 'вебинар']],
    ['set', 'interests', ['["a","b"]', '["b"]', '["a","c"]', '["c"]']],
    ['text', 'settings', ['{"size":"L"}', '{"size":"M"}']],
    ['varchar', 'nothing', ['', '']],
  ])('%s: %s', (type, column, values) => {
    expect(typeOf(column, values)).toBe(type)
  })

  test('texts that the samples do not show speak against numbers', () => {
    const values = Array.from({ length: 5000 }, (_, n) => (n % 20 === 19 ? `n${n}` : String(n)))
    expect(typeOf('figure', values)).toBe('varchar')
  })

  test('a thousand different values are no choice, whatever the name says', () => {
    expect(
      typeOf(
        'Категория',
        Array.from({ length: 1000 }, (_, n) => `вид ${String.fromCharCode(1072 + (n % 32))}${n}`),
      ),
    ).toBe('varchar')
  })
})

describe('values of the new types are drafted', () => {
  const file = (columns: Record<string, string[]>): File => ({
    name: 'people.csv',
    kind: 'profiles',
    rows: [0, 1].map((at) => ({
      id: String(at + 1),
      email: `p${at}@firm.example`,
      ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[at] ?? ''])),
    })),
  })
  const decided = (columns: object) => {
    const choices = Object.fromEntries(Object.keys(columns).map((column) => [column, { target: 'person.custom' }]))
    return { decisions: { ...noDecisions, columns: { 'people.csv': choices } } }
  }
  const valuesOf = (columns: Record<string, string[]>) =>
    draftsOf([file(columns)], decided(columns)).map((draft) => Object.values(recordOf(draft, 'person').custom))

  test('amounts have the currency beside them, else that of their own sign, else the account’s', () => {
    const beside = valuesOf({ 'Сумма кредита': ['100.50', '200'], 'Валюта кредита': ['USD', 'JPY'] })
    expect(beside[0]).toContainEqual({ type: 'monetary', amountMinor: 10_050, currency: 'USD' })
    expect(beside[1]).toContainEqual({ type: 'monetary', amountMinor: 200, currency: 'JPY' })
    const signed = valuesOf({ 'Сумма кредита': ['100,50 €', '200'] })
    expect(signed[0]).toContainEqual({ type: 'monetary', amountMinor: 10_050, currency: 'EUR' })
    expect(signed[1]).toContainEqual({ type: 'monetary', amountMinor: 20_000, currency: 'RUB' })
  })

  test('times have the plan’s zone, ranges both days', () => {
    const [first] = valuesOf({ 'Удобное время': ['9:30', '18:00'], Отпуск: ['01.02.2024 – 15.02.2024', ''] })
    expect(first).toContainEqual({ type: 'time', value: '09:30:00', zone: 'Europe/Moscow' })
    expect(first).toContainEqual({ type: 'daterange', from: '2024-02-01', until: '2024-02-15' })
  })

  test('years of two digits are read by the rule that is asked for; among whole ones they are told and left out', () => {
    const [draft] = draftsOf([file({ Осмотр: ['02.09.24', '15.01.73'], 'Дата рождения': ['01.02.85', '01.02.1985'] })])
    if (draft?.result !== 'drafts') throw new Error('not drafted')
    expect(draft.findings.map(({ code }) => code)).toContain('date.two_digit_year')
    const { custom } = recordOf(draft, 'person')
    expect(Object.values(custom)).toContainEqual({ type: 'date', value: '2024-09-02' })
    expect(custom.birthday__c).toBeUndefined()
  })

  test('amounts of a file in minor units are read in them, and a column with decimals is no amount there', () => {
    const orders: File = {
      name: 'orders.json',
      kind: 'orders',
      rows: [
        {
          id: '1',
          email: 'a@firm.example',
          status: 'delivered',
          total: 449900,
          currency: 'RUB',
          gift_amount: 10_000,
          coefficient_amount: 1.5,
        },
      ],
    }
    const given = { answers: { 'money_scale:orders.json': 'minor' } }
    const plan = planOf([orders], given)
    expect(fieldOf(plan, 'gift_amount__c')?.type).toBe('monetary')
    expect(fieldOf(plan, 'coefficient_amount__c')?.type).toBe('double')
    const [draft] = draftsOf([orders], given)
    expect(draft && recordOf(draft, 'deal').custom.gift_amount__c).toMatchObject({ amountMinor: 10_000 })
  })
})
