import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../server/lib/json.ts'
import { behaviourFields, otherCurrencies } from '../../server/mapping/behaviour-fields.ts'
import type { RowDraft } from '../../server/mapping/types.ts'
import { codesOf, draftOf, draftsOf, planOf, recordOf, recordsOf } from './mapping-fixture.ts'

describe('products', () => {
  const product = {
    external_id: '007',
    name: 'Наволочка',
    price: '6599.50',
    currency: 'RUB',
    description: ' <b>soft</b> ',
  }

  test('codes are text, prices per currency, descriptions verbatim', () => {
    const draft = draftOf('products', product)
    expect(recordOf(draft, 'product')).toMatchObject({
      name: 'Наволочка',
      code: '007',
      description: ' <b>soft</b> ',
      prices: [{ currency: 'RUB', amountMinor: 659950 }],
    })
    expect(draft.result === 'drafts' && draft.drafts[0]).toMatchObject({
      sourceKey: 'product:007',
      matchKeys: ['code:007'],
    })
  })

  test('each variant is a product of its own code', () => {
    const skus = [
      { external_id: '007-S', name: 'S', price: '10' },
      { external_id: '007-M', name: 'Наволочка M', price: '20.50', currency: 'EUR' },
      { external_id: '007-L' },
      { name: 'no code' },
    ]
    const draft = draftOf('products', { ...product, skus })
    expect(recordsOf(draft, 'product').map(({ code, name, prices }) => [code, name, prices[0]])).toEqual([
      ['007', 'Наволочка', { currency: 'RUB', amountMinor: 659950 }],
      ['007-S', 'Наволочка — S', { currency: 'RUB', amountMinor: 1000 }],
      ['007-M', 'Наволочка M', { currency: 'EUR', amountMinor: 2050 }],
      ['007-L', 'Наволочка', { currency: 'RUB', amountMinor: 659950 }],
    ])
    expect(codesOf(draft)).toEqual(['variant.code_missing'])
  })

  test('offers of a catalogue, in roubles of the old code', () => {
    const offer = { id: 'A-1', group_id: '9', name: 'Плед', price: '3100', currencyId: 'RUR', vendorCode: 'V' }
    expect(recordOf(draftOf('products', offer), 'product')).toMatchObject({
      code: 'A-1',
      prices: [{ currency: 'RUB', amountMinor: 310000 }],
    })
  })

  test('no price is no price; no code or name is an error', () => {
    expect(recordOf(draftOf('products', { ...product, price: '' }), 'product').prices).toEqual([])
    const [nameless] = draftsOf([{ name: 'p', kind: 'products', rows: [{ ...product, name: '' }, product] }])
    expect(nameless).toMatchObject({
      result: 'fail',
      code: 'product.name_missing',
      column: 'name',
      matchKeys: ['code:007'],
    })
    expect(draftOf('products', { ...product, external_id: '' })).toMatchObject({
      result: 'fail',
      code: 'product.code_missing',
    })
  })
})

describe('campaigns', () => {
  const campaign: JsonObject = {
    id: 302,
    name: 'Black Friday',
    state: 'completed',
    start_date: '2025-11-24T07:00:00Z',
    finish_date: '2025-11-27T07:00:00Z',
    sends: 13105,
    delivs: 12722,
    uopens: 4765,
    uclicks: 750,
    revenue: '300.00',
    currency: 'RUB',
    orders_count: 2,
    products: [{ external_id: 'a', count: 2, price: '150.00' }],
  }
  const drafted = (changes: JsonObject = {}) => draftOf('campaigns', { ...campaign, ...changes })

  test('with revenue become deals with their figures and products', () => {
    expect(recordOf(drafted(), 'deal')).toMatchObject({
      title: 'Black Friday',
      source: 'campaign',
      status: 'won',
      stage: 'campaign:won',
      totalMinor: 30000,
      person: [],
      closeTime: '2025-11-27T07:00:00Z',
      lines: [{ product: 'product:a', quantity: 2, priceMinor: 15000 }],
      custom: {
        sends__c: { type: 'double', value: 13105 },
        opens__c: { type: 'double', value: 4765 },
        open_rate__c: { type: 'double', value: 37.45 },
        click_rate__c: { type: 'double', value: 5.9 },
      },
    })
  })

  test('a rate of the export is kept', () => {
    expect(recordOf(drafted({ open_rate: '12,5 %' }), 'deal').custom.open_rate__c).toEqual({
      type: 'double',
      value: 12.5,
    })
  })

  test('that earned nothing are skipped', () => {
    expect(drafted({ revenue: '0', orders_count: 0, products: [] })).toMatchObject({
      result: 'skip',
      code: 'campaign.no_revenue',
    })
    expect(recordOf(drafted({ revenue: '', products: [], orders_count: 3 }), 'deal').totalMinor).toBe(0)
  })

  test.each([
    ['active', 'open'],
    ['waiting', 'open'],
    ['deleted', 'lost'],
    ['inactive', 'lost'],
    ['Завершена', 'won'],
  ])('%s is %s', (state, status) => {
    expect(recordOf(drafted({ state }), 'deal').status).toBe(status)
  })

  test('revenue beyond the products is a visible line', () => {
    const draft = drafted({ revenue: '310.00' })
    expect(recordOf(draft, 'deal').lines[1]).toMatchObject({ product: 'product:ALTCRAFT-ADJUSTMENT', priceMinor: 1000 })
    expect(codesOf(draft)).toEqual(['campaign.rounding_line'])
  })

  test('figures are planned only where a file has them', () => {
    const keys = planOf([
      { name: 'c', kind: 'campaigns', rows: [{ id: 1, name: 'A', state: 'active', revenue: '1.50' }] },
    ]).document.fields.map(({ key }) => key)
    expect(keys).not.toContain('opens__c')
    expect(keys).not.toContain('open_rate__c')
  })
})

describe('segment members', () => {
  test('name a person and the segment of the file', () => {
    const [draft] = draftsOf([
      { name: 'segment_vip.csv', kind: 'segment_members', rows: [{ id: '65', email: 'A@b.ru' }] },
    ])
    expect(draft && recordOf(draft, 'label')).toEqual({ segment: 'vip', person: ['id:65', 'email:a@b.ru'] })
  })

  test('without a key fail', () => {
    const [draft] = draftsOf([{ name: 's', kind: 'segment_members', rows: [{ id: '' }, { id: '1' }] }])
    expect(draft).toMatchObject({ result: 'fail', code: 'member.no_key', column: 'id' })
  })
})

test('what no API can move goes to the handoff', () => {
  for (const kind of ['scenarios', 'templates', 'segments', 'unknown'] as const)
    expect(draftOf(kind, { id: 1 })).toEqual({ result: 'handoff' })
})

describe('what orders say of a person', () => {
  const order = (totalMinor: number, currency: string, status: 'won' | 'lost' | 'open', createdAt: string) => ({
    totalMinor,
    currency,
    status,
    createdAt,
  })
  const orders = [
    order(500, 'EUR', 'won', '2024-01-01T00:00:00Z'),
    order(100, 'RUB', 'won', '2024-03-01T10:00:00Z'),
    order(250, 'RUB', 'won', '2024-02-01T10:00:00Z'),
    order(999, 'RUB', 'lost', '2023-01-01T10:00:00Z'),
  ]

  test('won orders alone count, in the currency of most of them', () => {
    expect(behaviourFields(orders, 'EUR')).toEqual({
      first_purchase_date__c: { type: 'date', value: '2024-01-01' },
      lifetime_value__c: { type: 'monetary', amountMinor: 350, currency: 'RUB' },
    })
    expect(otherCurrencies(orders, 'EUR')).toEqual({ EUR: 500 })
  })

  test('nothing won, nothing said', () => {
    expect(behaviourFields(orders.slice(3), 'RUB')).toEqual({})
  })
})

test('a product has its unit and tax rate; what is no rate is told and left out', () => {
  const rows = [
    { sku: 'A', name: 'Tea', price: '1.50', unit: 'шт', tax: '20%' },
    { sku: 'B', name: 'Jam', price: '2.50', unit: '', tax: '10' },
    { sku: 'C', name: 'Oil', price: '3.50', unit: 'л', tax: 'без НДС' },
  ]
  const drafts = draftsOf([{ name: 'goods.csv', kind: 'products', rows }])
  expect(drafts.map((draft) => recordOf(draft, 'product'))).toMatchObject([
    { unit: 'шт', tax: 20 },
    { tax: 10 },
    { unit: 'л' },
  ])
  expect(recordOf(drafts[2] as RowDraft, 'product')).not.toHaveProperty('tax')
  expect(codesOf(drafts[2] as RowDraft)).toEqual(['number.invalid'])
})

test('an open campaign has the close date that is expected of it', () => {
  const rows = [{ id: '1', name: 'Spring', state: 'active', revenue: '10.00', expected_close_date: '2026-12-31' }]
  const [draft] = draftsOf([{ name: 'c.csv', kind: 'campaigns', rows }])
  expect(recordOf(draft as RowDraft, 'deal')).toMatchObject({ status: 'open', expectedCloseDate: '2026-12-31' })
})
