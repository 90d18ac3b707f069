import { describe, expect, test } from 'vitest'
import { profileFields, systemFields } from '../../server/altcraft/captions.ts'
import type { DatasetKind } from '../../server/altcraft/types.ts'
import type { JsonObject } from '../../server/lib/json.ts'
import { proposeColumns } from '../../server/mapping/columns/propose-columns.ts'
import { datasetOf } from './mapping-fixture.ts'

function targets(kind: DatasetKind, row: JsonObject): Record<string, string> {
  const { profiles } = datasetOf({ name: 'file', kind, rows: [row] })
  return Object.fromEntries(proposeColumns(kind, profiles).map(({ column, target }) => [column, target]))
}

describe('columns of profiles', () => {
  test('API name, English and Russian caption of a field go to the same place', () => {
    for (const { name, en, ru } of profileFields) {
      const sample = /date/.test(name)
        ? '2020-01-01'
        : name === 'email'
          ? 'a@b.ru'
          : name === 'phones'
            ? '+79001234567'
            : 'x'
      const found = [name, en, ru].map((column) => targets('profiles', { [column]: sample })[column])
      expect(new Set(found).size, `${name}: ${found}`).toBe(1)
    }
  })

  test('every system field has a place or a reason to be left out', () => {
    const { profiles } = datasetOf({
      name: 'f',
      kind: 'profiles',
      rows: [Object.fromEntries(systemFields.map((n) => [n, '1']))],
    })
    for (const { column, target, reasons } of proposeColumns('profiles', profiles)) {
      expect(target, column).not.toBe('person.custom')
      expect(reasons, column).not.toEqual([])
    }
  })

  test('decoys are no contacts', () => {
    const row = {
      email: 'a@b.ru',
      mobile_app_version: '5.4.1',
      phone_model: 'iPhone 12',
      email_domain: 'b.ru',
      emails_opened: '12',
    }
    expect(targets('profiles', row)).toEqual({
      email: 'person.email',
      mobile_app_version: 'person.custom',
      phone_model: 'person.custom',
      email_domain: 'organization.custom',
      emails_opened: 'person.custom',
    })
  })

  test('a name is not believed against its values', () => {
    expect(targets('profiles', { phone: 'iPhone 12', email: 'yes' })).toEqual({
      phone: 'person.custom',
      email: 'person.custom',
    })
  })

  test('without a column named e-mail, the one that holds addresses is it', () => {
    expect(targets('profiles', { Ящик: 'a@b.ru', Имя: 'Анна' }).Ящик).toBe('person.email')
  })

  test('beside a named e-mail another column of addresses is not: it may be a referrer', () => {
    expect(targets('profiles', { email: 'a@b.ru', invited_by: 'c@d.ru' }).invited_by).toBe('person.custom')
  })

  test('numbered and flattened columns', () => {
    const row = {
      Email: 'a@b.ru',
      'Email (2)': 'c@d.ru',
      'subscriptions.0.channel': 'sms',
      'subscriptions.0.phone': '+79001234567',
    }
    expect(Object.values(targets('profiles', row))).toEqual([
      'person.email',
      'person.email',
      'person.subscriptions',
      'person.subscriptions',
    ])
  })

  test('names of JavaScript are names like others', () => {
    const row = JSON.parse('{"constructor": "a", "__proto__": "b", "toString": "c"}')
    expect(Object.values(targets('profiles', row))).toEqual(['person.custom', 'person.custom', 'person.custom'])
  })

  test('an empty column is left out, and says why', () => {
    const { profiles } = datasetOf({ name: 'f', kind: 'profiles', rows: [{ email: 'a@b.ru', shoe: '' }] })
    expect(proposeColumns('profiles', profiles)[1]).toMatchObject({
      target: 'ignore',
      reasons: [{ code: 'mapping.empty' }],
    })
  })
})

describe('columns of other kinds', () => {
  test('an order of the API', () => {
    const row = {
      profile: { profile_id: 'a' },
      external_id: '1',
      status: 'new',
      delivery_cost: '0',
      total_price: '5',
      currency: 'RUB',
      lines: [{ sku: 'a' }],
      create_time: '2021-12-27T09:38:39Z',
      update_time: '2021-12-27T09:38:39Z',
      endpoint: 'web',
    }
    expect(Object.values(targets('orders', row))).toEqual([
      'order.person',
      'order.source_id',
      'order.status',
      'order.delivery_cost',
      'order.total',
      'order.currency',
      'order.lines',
      'order.created_at',
      'order.closed_at',
      'order.custom',
    ])
  })

  test('a Russian table with a row per order line', () => {
    const row = {
      'Номер заказа': '1',
      Дата: '01.02.2026',
      Email: 'a@b.ru',
      Статус: 'Оплачен',
      Артикул: 'A-1',
      Количество: '2',
      Цена: '10,50',
      Сумма: '21,00',
    }
    expect(Object.values(targets('orders', row))).toEqual([
      'order.source_id',
      'order.created_at',
      'order.person',
      'order.status',
      'line.product',
      'line.quantity',
      'line.price',
      'line.total',
    ])
  })

  test('an offer of a catalogue', () => {
    const row = {
      id: '1',
      group_id: '2',
      name: 'A',
      price: '1',
      currencyId: 'RUB',
      description: 'x',
      vendorCode: 'V',
      picture: 'p',
      'param:Цвет': 'red',
    }
    expect(Object.values(targets('products', row))).toEqual([
      'product.source_id',
      'product.parent',
      'product.name',
      'product.price',
      'product.currency',
      'product.description',
      'product.code',
      'ignore',
      'product.custom',
    ])
  })

  test('all opens go before unique ones, which stand in where there are no others', () => {
    const found = targets('campaigns', { id: '1', name: 'A', opens: '9', uopens: '5', delivs: '10', hbounces: '1' })
    expect(found).toMatchObject({ opens: 'deal.custom:opens', uopens: 'deal.custom', delivs: 'deal.custom:deliveries' })
    expect(targets('campaigns', { id: '1', name: 'A', uopens: '5' }).uopens).toBe('deal.custom:opens')
  })

  test('what goes to the handoff has no targets', () => {
    expect(targets('scenarios', { id: '1', name: 'Welcome', email: 'a@b.ru' })).toEqual({
      id: 'ignore',
      name: 'ignore',
      email: 'ignore',
    })
  })
})
