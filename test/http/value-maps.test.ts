import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlanView } from '../../server/http/plan-view.ts'
import { anna, stranger } from '../support/build-test-app.ts'
import { type PlanClient, startPlanClient } from './plan-client.ts'

let client: PlanClient
let migrationId = ''

beforeAll(async () => {
  client = await startPlanClient()
})
afterAll(() => client.close())
beforeEach(async () => {
  migrationId = await client.newMigration()
})

const orders = (statuses: string[], head = 'order_id;total;status;date') =>
  [
    head,
    ...statuses.map((status, at) => `${at + 1};10.50;${status};2024-05-${String((at % 28) + 1).padStart(2, '0')}`),
  ].join('\n')

const mapPath = (id: string, query = '') => `${migrationId}/plan/value-maps/${encodeURIComponent(id)}${query}`
const readMap = async (id: string, query = '') => (await client.request('GET', mapPath(id, query))).json()
const decide = async (id: string, changes: object) => {
  const { checksum } = await client.get(migrationId)
  return client.request('PUT', mapPath(id), { checksum, ...changes })
}
const confirm = async () => {
  const { checksum } = await client.get(migrationId)
  return client.request('POST', `${migrationId}/plan/confirm`, { checksum })
}
const statusesOf = (plan: PlanView) =>
  (plan.document as { valueMaps: { orderStatus: Record<string, string> } }).valueMaps.orderStatus

describe('the value maps of a plan', () => {
  it('are listed, those with unknown values first, and so are their values', async () => {
    await client.add(migrationId, 'orders.csv', orders(['new', 'new', 'Потерялся', 'paid']))
    await client.propose(migrationId)
    const { valueMaps } = (await client.request('GET', `${migrationId}/plan/value-maps`)).json()
    expect(valueMaps[0]).toEqual({
      id: 'orderStatus',
      what: 'orderStatus',
      columns: [{ file: 'orders.csv', column: 'status' }],
      complete: true,
      values: 3,
      unknown: 1,
    })
    const { entries, choices, nextOffset } = await readMap('orderStatus')
    expect(entries.map(({ value, count }: { value: string; count: number }) => [value, count])).toEqual([
      ['Потерялся', 1],
      ['new', 2],
      ['paid', 1],
    ])
    expect(entries[0]).toMatchObject({ key: 'потерялся', why: { code: 'value_unknown', detail: {} } })
    expect(choices).toMatchObject({ of: 'list', mayBeEmpty: false })
    expect(nextOffset).toBeNull()
  })

  it('keep a plan from being confirmed until their unknown values are decided', async () => {
    await client.add(migrationId, 'orders.csv', orders(['new', 'Потерялся', 'Застрял']))
    await client.propose(migrationId)
    const refused = await confirm()
    expect(refused.statusCode).toBe(409)
    expect(refused.json().error).toMatchObject({
      code: 'plan.values_open',
      detail: { maps: ['orderStatus'], count: 2 },
    })
    const answer = await decide('orderStatus', { values: { потерялся: 'lost' }, otherwise: 'open' })
    expect(answer.statusCode).toBe(200)
    expect(statusesOf(answer.json())).toMatchObject({ потерялся: 'lost', застрял: 'open' })
    expect((await confirm()).statusCode).toBe(200)
    expect((await decide('orderStatus', { otherwise: 'won' })).json().error.code).toBe('plan.confirmed')
    expect((await readMap('orderStatus')).otherwise).toBe('open')
  })

  it('take a decision back', async () => {
    await client.add(migrationId, 'orders.csv', orders(['Потерялся']))
    const before = await client.propose(migrationId)
    await decide('orderStatus', { values: { потерялся: 'lost' } })
    const answer = await decide('orderStatus', { reset: ['Потерялся'] })
    expect(answer.json()).toMatchObject({ checksum: before.checksum, questions: before.questions })
  })

  it.each([{ values: { потерялся: '' } }, { values: { потерялся: 5 } }, { values: { 'поте\nрялся': { a: 1 } } }])(
    'refuse what is no decision: %j',
    async (changes) => {
      await client.add(migrationId, 'orders.csv', orders(['Потерялся', '"Поте\nрялся"']))
      const before = await client.propose(migrationId)
      const answer = await decide('orderStatus', changes)
      expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'request.invalid'])
      expect((await client.get(migrationId)).checksum).toBe(before.checksum)
    },
  )

  it('refuse what they cannot hold, and nothing changes', async () => {
    await client.add(migrationId, 'orders.csv', orders(['Потерялся']))
    const before = await client.propose(migrationId)
    const codes = []
    for (const changes of [{ values: { потерялся: 'sold' } }, { values: { nobody: 'won' } }, { otherwise: null }]) {
      const answer = await decide('orderStatus', changes)
      codes.push([answer.statusCode, answer.json().error.code])
    }
    expect(codes).toEqual([
      [400, 'value_map.not_a_choice'],
      [400, 'value_map.unknown_value'],
      [400, 'value_map.not_empty'],
    ])
    expect((await decide('nothing', { otherwise: 'x' })).statusCode).toBe(404)
    const stale = await client.request('PUT', mapPath('orderStatus'), { checksum: 'old', otherwise: 'won' })
    expect(stale.json().error.code).toBe('plan.changed')
    expect((await client.get(migrationId)).checksum).toBe(before.checksum)
  })

  it('list all values of a column, also where a profile keeps a hundred, in pages', async () => {
    const statuses = Array.from({ length: 450 }, (_, at) => ` Статус ${at % 430}`)
    await client.add(migrationId, 'orders.csv', orders(statuses))
    const plan = await client.propose(migrationId)
    expect(plan.questions).toMatchObject([{ id: 'value_map:orderStatus', valueMap: 'orderStatus', values: 430 }])
    const first = await readMap('orderStatus')
    expect(first).toMatchObject({ complete: true, values: 430, unknown: 430, nextOffset: 200 })
    expect(first.entries[0].count).toBe(2)
    const last = await readMap('orderStatus', '?offset=400')
    expect(last.entries).toHaveLength(30)
    const counts = [first, await readMap('orderStatus', '?offset=200'), last].flatMap(({ entries }) =>
      entries.map(({ count }: { count: number }) => count),
    )
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(450)
  })

  it('count the values of all parts of an export together', async () => {
    const statuses = Array.from({ length: 150 }, (_, at) => `Статус ${at}`)
    await client.add(migrationId, 'orders_part1.csv', orders(statuses))
    await client.add(migrationId, 'orders_part2.csv', orders([...statuses.slice(0, 100), 'Другой', 'Иной']))
    await client.propose(migrationId)
    const [map] = (await client.request('GET', `${migrationId}/plan/value-maps`)).json().valueMaps
    expect(map).toMatchObject({ id: 'orderStatus', complete: true, values: 152 })
  })

  it('are addressed by the names of files, however long', async () => {
    const name = `exports/${'очень-'.repeat(20)}длинное.csv`
    await client.add(migrationId, name, 'order_id;total;status;currency\n1;10.50;new;фантик\n2;10.50;new;RUB')
    const { checksum, document } = await client.propose(migrationId)
    const file = (document as { datasets: { file: string }[] }).datasets[0]?.file ?? ''
    const answer = await client.request('PUT', mapPath(`currencies:${file}`), { checksum, values: { фантик: 'EUR' } })
    expect(answer.statusCode).toBe(200)
    expect((await readMap(`currencies:${file}`)).unknown).toBe(0)
  })

  it('are nobody else’s', async () => {
    await client.add(migrationId, 'orders.csv', orders(['Потерялся']))
    const { checksum } = await client.propose(migrationId)
    for (const [method, payload] of [
      ['GET', undefined],
      ['PUT', { checksum, otherwise: 'won' }],
    ] as const) {
      const answer = await client.request(method, mapPath('orderStatus'), payload, stranger)
      expect(answer.statusCode).toBe(404)
    }
    expect((await client.request('GET', mapPath('orderStatus'), undefined, anna)).statusCode).toBe(200)
  })
})

describe('titles of deals', () => {
  const path = (query = '') => `${migrationId}/plan/titles${query}`

  it('are shown on rows of the export, with a template before it is set and after', async () => {
    await client.add(migrationId, 'orders.csv', orders(['new', 'new', 'new', 'new']))
    const { checksum } = await client.propose(migrationId)
    const today = (await client.request('GET', path())).json()
    expect(today.order).toMatchObject({ template: null, examples: ['Order 1', 'Order 2', 'Order 3'] })
    expect(today.order.columns).toContain('date')
    const template = encodeURIComponent('№ {number} ({status})')
    const tried = (await client.request('GET', path(`?order=${template}`))).json()
    expect(tried.order.examples[0]).toBe('№ 1 (new)')
    const set = await client.request('PUT', path(), { checksum, order: '№ {number}' })
    expect(set.json().order).toMatchObject({ template: '№ {number}', examples: ['№ 1', '№ 2', '№ 3'] })
    const next = (await client.get(migrationId)).checksum
    expect(next).not.toBe(checksum)
    await client.request('PUT', path(), { checksum: next, order: null })
    expect((await client.get(migrationId)).checksum).toBe(checksum)
  })

  it('are shown once for an order that has several rows', async () => {
    const head = 'order_id;date;status;sku;qty;price;total'
    const line = (order: number, sku: string) => `${order};2024-05-01;new;${sku};1;5.00;10.00`
    const rows = [line(1, 'A'), line(1, 'B'), line(2, 'A'), line(2, 'B')]
    await client.add(migrationId, 'lines.csv', [head, ...rows].join('\n'))
    await client.propose(migrationId)
    const { order } = (await client.request('GET', path())).json()
    expect(order.examples).toEqual(['Order 1', 'Order 2'])
  })

  it('are refused with what is wrong with them', async () => {
    await client.add(migrationId, 'orders.csv', orders(['new']))
    const { checksum } = await client.propose(migrationId)
    const answer = await client.request('PUT', path(), { checksum, order: 'Order {nummer}' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error).toMatchObject({ code: 'title.unknown_placeholder', detail: { placeholder: 'nummer' } })
    const empty = await client.request('PUT', path(), { checksum, order: '' })
    expect([empty.statusCode, empty.json().error.code]).toEqual([400, 'title.empty'])
  })
})
