import { describe, expect, test } from 'vitest'
import { recogniseKind } from '../../server/altcraft/detect/kind.ts'
import type { DatasetKind } from '../../server/altcraft/types.ts'
import type { Json, JsonObject } from '../../server/lib/json.ts'

function kindOf(fileName: string, columns: string[], sampleRows: Json[][] = []) {
  return recogniseKind({ fileName, columns, sampleRows }).kind
}

function kindOfRow(fileName: string, row: JsonObject) {
  return kindOf(fileName, Object.keys(row), [Object.values(row)])
}

describe('by columns, whatever the file is called', () => {
  test.each<[DatasetKind, string[]]>([
    ['profiles', ['id', 'email', 'phones', '_fname', '_lname', '_bdate']],
    ['profiles', ['Email', 'Name', 'Last name', 'Date of birth', 'Gender']],
    ['profiles', ['Email', 'Имя', 'Фамилия', 'Дата рег.', 'Город']],
    ['profiles', ['Email', 'FName', 'FavoriteFood']],
    ['profiles', ['email', 'balance']],
    ['profiles', ['subscriptions.0.channel', 'subscriptions.0.email', '_xxh']],
    ['orders', ['order_id', 'email', 'product', 'quantity', 'price', 'currency', 'status']],
    ['orders', ['Номер заказа', 'Email', 'Товар', 'Количество', 'Цена', 'Сумма заказа']],
    ['products', ['external_id', 'name', 'price', 'currency', 'old_price', 'description']],
    ['products', ['Артикул', 'Название', 'Цена', 'Валюта']],
    ['products', ['product_external_id', 'external_id', 'name', 'price']],
    ['campaigns', ['id', 'name', 'sends_total', 'delivs_total', 'uopens_total', 'uclicks_total']],
    ['campaigns', ['Campaign', 'Sent', 'Delivered', 'Open rate', 'Revenue']],
    ['campaigns', ['Рассылка', 'Отправлено', 'Доставлено', 'Открытия', 'Выручка']],
    ['segment_members', ['Segment', 'Email']],
    ['unknown', ['xxh', 'profile_id', 'email', 'list_id', 'action', 'count', 'datetime', 'message_id', 'campaign_id']],
    ['unknown', ['transaction_id', 'transaction_type', 'amount', 'balance_before', 'balance_after']],
    ['unknown', ['resource_id', 'channel', 'priority', 'status', 'hash_id']],
    ['unknown', ['a', 'b', 'c']],
  ])('%s: %j', (kind, columns) => {
    expect(kindOf('export.csv', columns)).toBe(kind)
  })

  test.each<[DatasetKind, JsonObject]>([
    ['orders', { profile: { profile_id: '61ad' }, external_id: '1', status: 'new', total_price: '1', lines: [{}] }],
    ['products', { external_id: 'p1', name: 'Phone', price: '900', skus: [{ external_id: 's1' }] }],
    [
      'campaigns',
      { id: 1, name: 'Spring', type: 'broadcast', is_active: true, subid: 's', for_confirm: false, groups: [{}] },
    ],
    ['campaigns', { id: 1, name: 'Spring', state: 'completed', metrics: { sends: 5 }, revenue: '100' }],
    ['segments', { id: 1, name: 'VIP', count: 3, segment: [{ condition: 'and', queries: [] }] }],
    ['control_groups', { id: 1, name: 'Control', control_percent: 10 }],
    ['scenarios', { id: 1, name: 'Welcome', is_active: true, trigger: { type: 'signup' }, nodes: [{}] }],
    ['templates', { id: 1, name: 'Welcome', subject: 'Hi', html: '<b>' }],
    ['channels', { id: 1, channel: 'email', provider: 'smtp', smtp: { host: 'h' } }],
    ['forms', { id: 1, title: 'NPS', type: 'nps', questions: [{ text: '?' }] }],
    ['profiles', { id: '5a', email: 'a@b.c', _fname: 'A', subscriptions: [{ resource_id: 1 }] }],
  ])('%s: %j', (kind, row) => {
    expect(kindOfRow('export.json', row)).toBe(kind)
  })
})

describe('the name of the file decides when the columns do not', () => {
  test.each<[DatasetKind, string]>([
    ['segment_members', 'segment_vip.csv'],
    ['segment_members', '17_segment_export.csv'],
    ['segment_members', 'Сегмент VIP.csv'],
    ['control_groups', 'control_group.csv'],
    ['profiles', '1_database_export.csv'],
    ['profiles', 'leading-letters.csv'],
  ])('%s: %s', (kind, fileName) => {
    expect(kindOf(fileName, ['profile_id', 'email'])).toBe(kind)
  })

  test('a full export of a segment holds profiles', () => {
    expect(kindOf('17_segment_export.csv', ['id', 'email', '_fname', '_lname', '_bdate', '_city', '_regdate'])).toBe(
      'profiles',
    )
  })

  test('words inside of other words say nothing', () => {
    expect(kindOf('platform-information.csv', ['a', 'b'])).toBe('unknown')
  })
})

test('the evidence names columns and file', () => {
  expect(recogniseKind({ fileName: 'orders.csv', columns: ['order_id', 'status'], sampleRows: [] }).evidence).toBe(
    'columns order_id, status are those of orders, and the name says "orders"',
  )
})
