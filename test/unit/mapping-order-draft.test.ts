import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../server/lib/json.ts'
import { linesTotal } from '../../server/mapping/balance-lines.ts'
import { mergeRecords } from '../../server/mapping/merge-records.ts'
import { serviceProducts } from '../../server/mapping/service-products.ts'
import { account, codesOf, draftOf, draftsOf, type Given, recordOf } from './mapping-fixture.ts'

const order: JsonObject = {
  profile: { profile_id: '61ad', xxh: 'aa' },
  external_id: '12345678-0001',
  endpoint: 'website',
  status: 'new',
  delivery_cost: '50000',
  total_price: '4549000',
  currency: 'RUB',
  custom_fields: {},
  lines: [
    {
      external_id: 'line_1',
      product: 'xiaomi_11T',
      base_price_per_item: '4599000',
      final_price_per_item: '4499000',
      count: 1,
      currency: 'RUB',
    },
  ],
  create_time: '2021-12-27T09:38:39Z',
  update_time: '2022-01-03T10:00:00.500Z',
}
const minor: Given = { answers: { 'money_scale:file': 'minor' } }
const drafted = (changes: JsonObject = {}, given: Given = minor) => draftOf('orders', { ...order, ...changes }, given)
const deal = (changes: JsonObject = {}, given: Given = minor) => recordOf(drafted(changes, given), 'deal')

describe('an order becomes a deal', () => {
  test('in minor units, with delivery as a line of its own', () => {
    const record = deal()
    expect(record).toMatchObject({
      title: 'Order 12345678-0001',
      source: 'order',
      status: 'open',
      stage: 'order:open',
      currency: 'RUB',
      totalMinor: 4549000,
      person: ['id:61ad'],
      createdAt: '2021-12-27T09:38:39Z',
      lines: [
        { product: 'product:xiaomi_11T', quantity: 1, priceMinor: 4499000, comment: 'line_1' },
        { product: 'product:ALTCRAFT-DELIVERY', quantity: 1, priceMinor: 50000, added: 'delivery' },
      ],
      custom: {
        altcraft_order_id__c: { type: 'varchar', value: '12345678-0001' },
        order_status__c: { type: 'varchar', value: 'new' },
        original_created__c: { type: 'date', value: '2021-12-27' },
      },
    })
    expect(linesTotal(record.lines)).toBe(record.totalMinor)
    expect(record).not.toHaveProperty('closeTime')
  })

  test('in whole units, with the exponent of its currency', () => {
    const major: Given = { answers: { 'money_scale:file': 'major' } }
    expect(deal({}, major).totalMinor).toBe(454900000)
    expect(deal({ currency: 'JPY' }, major).totalMinor).toBe(4549000)
    expect(deal({ currency: 'JPY' }, minor).totalMinor).toBe(4549000)
  })

  test('a difference to the total is a visible line and told, in either direction', () => {
    for (const [total, difference] of [
      ['4549001', 1],
      ['4499000', -50000],
    ] as const) {
      const draft = drafted({ total_price: total })
      const record = recordOf(draft, 'deal')
      expect(record.lines.at(-1)).toMatchObject({
        product: 'product:ALTCRAFT-ADJUSTMENT',
        quantity: 1,
        priceMinor: difference,
      })
      expect(linesTotal(record.lines)).toBe(Number(total))
      expect(codesOf(draft)).toEqual(['order.rounding_line'])
    }
  })

  test('without lines it has its total and no lines', () => {
    expect(deal({ lines: [] })).toMatchObject({ totalMinor: 4549000, lines: [] })
  })

  test('closed deals have the time of the last change, open ones none', () => {
    expect(deal({ status: 'delivered' })).toMatchObject({
      status: 'won',
      stage: 'order:won',
      closeTime: '2022-01-03T10:00:00Z',
    })
    expect(deal({ status: 'canceled', update_time: '' })).toMatchObject({
      status: 'lost',
      closeTime: '2021-12-27T09:38:39Z',
    })
    expect(deal({ 'Дата доставки': '05.01.2022' })).toMatchObject({ status: 'open', expectedCloseDate: '2022-01-05' })
  })

  test.each([
    ['delivered', 'won'],
    ['paid', 'won'],
    ['part_refunded', 'won'],
    ['canceled', 'lost'],
    ['new', 'open'],
    ['Оплачен', 'won'],
    ['Отменён', 'lost'],
    ['Новый', 'open'],
    ['Частичный возврат', 'won'],
  ])('%s is %s', (status, expected) => {
    expect(deal({ status }).status).toBe(expected)
  })

  test('a status that a person decided goes in, and is told', () => {
    const draft = drafted({ status: 'weird' }, { answers: { ...minor.answers, 'order_status:file:weird': 'lost' } })
    expect(recordOf(draft, 'deal').status).toBe('lost')
    expect(codesOf(draft)).toEqual(['order.status_unknown'])
  })

  test('the account’s language names it', () => {
    expect(deal({}, { ...minor, account: { me: { ...account.me, language: 'ru' } } }).title).toBe('Заказ 12345678-0001')
    expect(serviceProducts('ru').map(({ code, name }) => `${code} ${name}`)).toEqual([
      'ALTCRAFT-DELIVERY Доставка',
      'ALTCRAFT-DISCOUNT Скидка',
      'ALTCRAFT-TAX Налог',
      'ALTCRAFT-ADJUSTMENT Корректировка до суммы заказа',
    ])
  })

  test('the person is found by id, then e-mail, then phone', () => {
    expect(deal({ email: 'A@b.ru', phone: '8 900 123-45-67' }).person).toEqual([
      'id:61ad',
      'email:a@b.ru',
      'phone:+79001234567',
    ])
  })
})

describe('lines', () => {
  const lines = (...written: JsonObject[]) =>
    deal({ lines: written.map((line) => ({ product: 'a', ...line })), delivery_cost: '0', total_price: '100' })

  test('SKU before product, quantities and returns', () => {
    expect(lines({ product: 'shirt', sku: 'shirt-L', final_price_per_item: '50', count: 2 }).lines[0]).toMatchObject({
      product: 'product:shirt-L',
      quantity: 2,
    })
    expect(lines({ final_price_per_item: '50', count: -1 }).lines[0]).toMatchObject({ quantity: 1, priceMinor: -50 })
  })

  test('parts of a piece that would be parts of a cent are one line of their sum', () => {
    expect(lines({ final_price_per_item: '3', count: 1.5 }).lines[0]).toMatchObject({
      quantity: 1,
      priceMinor: 5,
      comment: '1.5 ×',
    })
    expect(lines({ final_price_per_item: '300', count: 1.5 }).lines[0]).toMatchObject({
      quantity: 1.5,
      priceMinor: 300,
    })
  })

  test('a line of nothing is no line, and one without a product is still seen', () => {
    expect(
      lines({ final_price_per_item: '100', count: 1 }, { final_price_per_item: '5', count: 0 }).lines,
    ).toHaveLength(1)
    const draft = drafted({ lines: [{ name: 'Gift wrap', final_price_per_item: '4499000', count: 1 }] })
    expect(recordOf(draft, 'deal').lines[0]).toEqual({
      product: 'product:ALTCRAFT-ADJUSTMENT',
      quantity: 1,
      priceMinor: 4499000,
      comment: 'Gift wrap',
    })
    expect(codesOf(draft)).toEqual(['order.line_without_product'])
  })

  test('a unit price finer than a cent is settled by the adjustment', () => {
    const draft = draftOf('orders', {
      order_id: '1',
      total: '100.00',
      lines: [{ sku: 'a', price: '33.3333', count: 3 }],
    })
    expect(recordOf(draft, 'deal').lines).toMatchObject([
      { priceMinor: 3333, quantity: 3 },
      { priceMinor: 1, added: 'adjustment' },
    ])
    expect(codesOf(draft)).toEqual(['order.line_price_rounded', 'order.rounding_line'])
  })
})

describe('orders that cannot be right fail with their column', () => {
  test.each<[JsonObject, string, string]>([
    [{ external_id: '' }, 'order.id_missing', 'external_id'],
    [{ total_price: '' }, 'order.total_missing', 'total_price'],
    [{ total_price: 'much' }, 'order.total_invalid', 'total_price'],
    [{ currency: 'BITCOIN' }, 'order.currency_unknown', 'currency'],
    [{ lines: [{ product: 'a', final_price_per_item: 'x', count: 1 }] }, 'order.line_invalid', 'lines'],
    [{ lines: [{ product: 'a', final_price_per_item: '1', count: 'x' }] }, 'order.line_invalid', 'lines'],
    [{ delivery_cost: 'free' }, 'order.delivery_invalid', 'delivery_cost'],
  ])('%j', (changes, code, column) => {
    const rows = [{ ...order, ...changes }, order, order]
    const [draft] = draftsOf([{ name: 'file', kind: 'orders', rows }], minor)
    expect(draft).toMatchObject({ result: 'fail', code, column })
  })
})

describe('a row per order line', () => {
  const row = (line: JsonObject) => ({ order_id: '7', status: 'paid', total: '350.50', delivery: '50', ...line })
  const rows = [row({ sku: 'a', quantity: '2', price: '100.00' }), row({ sku: 'b', quantity: '1', price: '100.50' })]

  test('the parts of an order are put together and their books closed', () => {
    const drafts = draftsOf([{ name: 'o.csv', kind: 'orders', rows }])
    expect(drafts.flatMap(codesOf)).toEqual([])
    expect(drafts.map((draft) => draft.result === 'drafts' && draft.drafts[0].sourceKey)).toEqual([
      'order:7',
      'order:7',
    ])
    const merged = mergeRecords(
      'deal',
      drafts.map((draft) => recordOf(draft, 'deal')),
    )
    expect(merged.lines).toMatchObject([
      { product: 'product:a', quantity: 2, priceMinor: 10000 },
      { product: 'product:b', quantity: 1, priceMinor: 10050 },
      { product: 'product:ALTCRAFT-DELIVERY', priceMinor: 5000 },
    ])
    expect(merged.totalMinor).toBe(35050)
  })

  test('without a total it is the sum of the lines', () => {
    const bare = rows.map(({ total: _, ...rest }) => rest)
    const drafts = draftsOf([{ name: 'o.csv', kind: 'orders', rows: bare }])
    const merged = mergeRecords(
      'deal',
      drafts.map((draft) => recordOf(draft, 'deal')),
    )
    expect(merged).toMatchObject({ totalMinor: 35050 })
    expect(merged.lines).toHaveLength(3)
  })
})
