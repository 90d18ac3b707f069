import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answered, consent, type Installed, installed } from './installed.ts'

let company: Installed
/** A custom field of each type on persons, by type. */
const codes: Record<string, string> = {}
let optionIds: number[] = []
let orgId: number
let personId: number
let productId: number

const post = (path: string, body: unknown) => company.call('POST', path, body)
const id = async (path: string, body: unknown) => Number((await company.data('POST', path, body)).id)
const person = (body: object) => post('/api/v2/persons', { name: 'Someone', ...body })
const withField = (type: string, value: unknown) => person({ custom_fields: { [codes[type] ?? '']: value } })

beforeAll(async () => {
  company = await installed({ limits: false })
  const types = ['varchar', 'varchar_auto', 'text', 'double', 'monetary', 'enum', 'set', 'user', 'org', 'people']
  for (const type of [...types, 'date', 'daterange', 'time', 'timerange', 'address', 'phone']) {
    const options = type === 'enum' || type === 'set' ? { options: [{ label: 'One' }, { label: 'Two' }] } : {}
    const field = await company.data('POST', '/api/v2/personFields', { field_name: type, field_type: type, ...options })
    codes[type] = String(field.field_code)
    if (type === 'set') optionIds = (field.options as { id: number }[]).map((option) => option.id)
  }
  orgId = await id('/api/v2/organizations', { name: 'Acme' })
  personId = await id('/api/v2/persons', { name: 'Ada' })
  productId = await id('/api/v2/products', { name: 'Kettle' })
})
afterAll(() => company.sandbox.close())

function refused(answer: Answered, place: string): void {
  expect([answer.status, answer.body.success]).toEqual([400, false])
  expect(answer.body.error).toContain(place)
}

describe('JSON types', () => {
  test.each([
    ['owner_id', '13425'],
    ['org_id', '1'],
    ['visible_to', '3'],
    ['name', 5],
    ['emails', 'a@b.example'],
    ['emails', [{ value: 'a@b.example', primary: 1 }]],
    ['label_ids', 5],
    ['custom_fields', []],
  ])('%s does not take %j', async (field, value) => refused(await person({ [field]: value }), field))

  test.each([
    ['/api/v2/deals', { title: 'D', value: '10' }, 'value'],
    ['/api/v2/deals', { title: 'D', is_archived: 0 }, 'is_archived'],
    ['/api/v2/products', { name: 'P', is_linkable: 1 }, 'is_linkable'],
    ['/api/v2/products', { name: 'P', prices: [{ currency: 'RUB', price: '1' }] }, 'price'],
    ['/api/v2/activities', { subject: 'A', type: 'call', done: 1 }, 'done'],
  ])('%s refuses %j', async (path, body, field) => refused(await post(path, body), field))

  test('a body that is no JSON is refused', async () => {
    const headers = { authorization: `Bearer ${company.accessToken}`, 'content-type': 'application/json' }
    const answer = await fetch(`${company.url}/api/v2/persons`, { method: 'POST', headers, body: '{"name": "A",}' })
    expect([answer.status, await answer.json()]).toMatchObject([400, { success: false }])
  })
})

describe('fields and references', () => {
  test.each([
    ['/api/v2/persons', { name: 'A', nickname: 'B' }, 'nickname'],
    ['/api/v2/persons', { first_name: 'A' }, 'first_name'],
    ['/api/v2/persons', { emails: [] }, 'name'],
    ['/api/v2/persons', { name: '   ' }, 'name'],
    ['/api/v2/organizations', { website: 'a.example' }, 'name'],
    ['/api/v2/deals', { title: 'D', add_time: '2020-01-01T00:00:00Z' }, 'add_time'],
    ['/api/v2/products', { name: 'P', add_time: '2020-01-01T00:00:00Z' }, 'add_time'],
    ['/api/v2/persons', { name: 'A', org_id: 999 }, 'org_id'],
    ['/api/v2/persons', { name: 'A', owner_id: 999 }, 'owner_id'],
    ['/api/v2/persons', { name: 'A', owner_id: 13402 }, 'owner_id'],
    ['/api/v2/persons', { name: 'A', label_ids: [999] }, 'label_ids'],
    ['/api/v2/persons', { name: 'A', visible_to: 7 }, 'visible_to'],
    ['/api/v2/deals', { title: 'D', person_id: 999 }, 'person_id'],
    ['/api/v2/deals', { title: 'D', stage_id: 999 }, 'stage_id'],
    ['/api/v2/deals', { title: 'D', pipeline_id: 999 }, 'pipeline_id'],
    ['/api/v2/deals', { title: 'D', pipeline_id: 2, stage_id: 11 }, 'stage_id'],
    ['/api/v2/deals', { title: 'D', currency: 'GBP' }, 'currency'],
    ['/api/v2/products', { name: 'P', category: 999 }, 'category'],
    [
      '/api/v2/products',
      {
        name: 'P',
        prices: [
          { currency: 'RUB', price: 1 },
          { currency: 'RUB', price: 2 },
        ],
      },
      'prices',
    ],
    ['/api/v2/activities', { subject: 'A', type: 'visit' }, 'type'],
    ['/api/v2/activities', { subject: 'A', type: 'call', person_id: 1 }, 'person_id'],
    ['/api/v1/notes', { content: 'A' }, 'person_id'],
    ['/api/v1/notes', { content: 'A', person_id: 1, add_time: '2020-01-01T00:00:00Z' }, 'add_time'],
  ])('%s refuses %j', async (path, body, field) => refused(await post(path, body), field))

  test('add_time is taken on POST of persons and organizations only, in RFC 3339', async () => {
    for (const path of ['/api/v2/persons', '/api/v2/organizations']) {
      const created = await company.data('POST', path, { name: 'Old', add_time: '2012-06-07T08:09:10+03:00' })
      expect(created.add_time).toBe('2012-06-07T05:09:10Z')
      refused(await company.call('PATCH', `${path}/${created.id}`, { add_time: '2013-01-01T00:00:00Z' }), 'add_time')
      refused(await post(path, { name: 'A', add_time: '2012-06-07 08:09:10' }), 'add_time')
      refused(await post(path, { name: 'A', add_time: '2012-02-31T08:09:10Z' }), 'add_time')
    }
  })

  test('records that do not exist are not found, in the platform’s shape', async () => {
    const answer = await company.call('GET', '/api/v2/persons/999999')
    expect([answer.status, answer.body]).toMatchObject([404, { success: false, data: null, additional_data: null }])
    expect((await company.call('PATCH', '/api/v2/deals/999', { title: 'A' })).status).toBe(404)
    expect(
      (await post('/api/v2/deals/999/products', { product_id: productId, item_price: 1, quantity: 1 })).status,
    ).toBe(404)
  })

  test('contact-sync fields are forbidden until the company has them', async () => {
    const fields = { birthday: '1990-01-02', job_title: 'CEO', notes: 'n', im: [{ value: 'x' }] }
    for (const [key, value] of Object.entries(fields)) expect((await person({ [key]: value })).status).toBe(403)
    await company.control('PUT', '/__sandbox/options', { companyOptions: { contactSync: true } })
    expect((await person(fields)).body.data).toMatchObject({ birthday: '1990-01-02', job_title: 'CEO' })
    await company.control('PUT', '/__sandbox/options', { companyOptions: { contactSync: false } })
  })

  test('a company without the website field refuses it and does not list it', async () => {
    await company.control('PUT', '/__sandbox/options', { companyOptions: { organizationWebsite: false } })
    refused(await post('/api/v2/organizations', { name: 'A', website: 'a.example' }), 'website')
    const { body } = await company.call('GET', '/api/v2/organizationFields?limit=500')
    expect((body.data as { field_code: string }[]).map((field) => field.field_code)).not.toContain('website')
    await company.control('PUT', '/__sandbox/options', { companyOptions: { organizationWebsite: true } })
  })

  test('at most one primary address; without one the first is, and its label is work', async () => {
    const two = [
      { value: 'a@b.example', primary: true },
      { value: 'c@d.example', primary: true },
    ]
    refused(await person({ emails: two }), 'emails')
    const { body } = await person({
      name: '  Ada  ',
      emails: [{ value: ' a@b.example ' }, { value: 'c@d.example' }],
      phones: [{ value: ' 8 (900) 1 ' }],
    })
    expect(body.data).toMatchObject({
      name: 'Ada',
      emails: [
        { value: 'a@b.example', primary: true, label: 'work' },
        { value: 'c@d.example', primary: false, label: 'work' },
      ],
      phones: [{ value: ' 8 (900) 1 ', primary: true, label: 'work' }],
    })
  })
})

describe('custom fields', () => {
  test.each([
    ['varchar', 5],
    ['varchar', 'x'.repeat(256)],
    ['text', 'x'.repeat(65_001)],
    ['double', '4.5'],
    ['monetary', 5],
    ['monetary', { value: 5 }],
    ['monetary', { value: 5, currency: 'GBP' }],
    ['enum', 999],
    ['enum', 'One'],
    ['set', []],
    ['set', [999]],
    ['set', 5],
    ['user', 13402],
    ['org', 999],
    ['people', '1'],
    ['date', '01.02.2020'],
    ['date', '2020-02-30'],
    ['daterange', { value: '2020-01-01' }],
    ['daterange', { value: '2020-01-02', until: '2020-01-01' }],
    ['time', '10:00:00'],
    ['time', { value: '10:00', timezone_name: 'Europe/Moscow' }],
    ['time', { value: '10:00:00', timezone_name: 'Nowhere' }],
    ['timerange', { value: '10:00:00', timezone_name: 'Europe/Moscow' }],
    ['address', 'Moscow'],
    ['phone', 79001234567],
  ])('%s does not take %j, and the refusal names the field', async (type, value) => {
    refused(await withField(type, value), codes[type] ?? 'a code')
  })

  test('each type takes its own shape, is read back as written and cleared by null', async () => {
    const values: Record<string, unknown> = {
      varchar: 'text',
      varchar_auto: 'text',
      text: 'long',
      double: 4.25,
      monetary: { value: 10.5, currency: 'EUR' },
      set: optionIds,
      user: 13431,
      org: orgId,
      people: personId,
      date: '2020-02-29',
      daterange: { value: '2020-01-01', until: '2020-01-02' },
      time: { value: '10:00:00', timezone_name: 'Europe/Moscow' },
      timerange: { value: '10:00:00', until: '11:00:00', timezone_name: 'Europe/Moscow' },
      phone: '+7 900',
    }
    const custom = Object.fromEntries(Object.entries(values).map(([type, value]) => [codes[type], value]))
    const created = await company.data('POST', '/api/v2/persons', { name: 'All', custom_fields: custom })
    expect(created.custom_fields).toMatchObject(custom)
    const cleared = Object.fromEntries(Object.keys(custom).map((code) => [code, null]))
    await company.data('PATCH', `/api/v2/persons/${created.id}`, { custom_fields: cleared })
    const read = await company.data('GET', `/api/v2/persons/${created.id}`)
    expect(read.custom_fields).toMatchObject(cleared)
  })

  test('a code at the top level, of another entity or of another company is refused', async () => {
    refused(await person({ [codes.varchar ?? '']: 'x' }), codes.varchar ?? '')
    refused(
      await post('/api/v2/deals', { title: 'D', custom_fields: { [codes.varchar ?? '']: 'x' } }),
      codes.varchar ?? '',
    )
    await company.control('PUT', '/__sandbox/app', { consentAs: { companyId: 4712, userId: 20117 } })
    const { accessToken } = await consent(company.url)
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ field_name: 'varchar', field_type: 'varchar' })
    const answer = await fetch(`${company.url}/api/v2/personFields`, { method: 'POST', headers, body })
    const { data } = (await answer.json()) as { data: { field_code: string } }
    expect(Object.values(codes)).not.toContain(data.field_code)
    refused(await person({ custom_fields: { [data.field_code]: 'x' } }), data.field_code)
  })

  test('options: bare arrays, all or nothing, of enum and set only', async () => {
    const path = (type: string) => `/api/v2/personFields/${codes[type]}/options`
    refused(await post(path('set'), { options: [{ label: 'X' }] }), 'array')
    refused(await post(path('set'), [{ label: 'Three' }, { label: '' }]), 'label')
    refused(await post(path('set'), [{ label: 'One' }]), 'unique')
    refused(await post(path('varchar'), [{ label: 'One' }]), 'enum and set')
    refused(await post('/api/v2/personFields/label_ids/options', [{ label: 'VIP' }]), 'built-in')
    refused(await company.call('DELETE', path('set'), [{ id: 999 }]), '999')
    const field = await company.data('GET', `/api/v2/personFields/${codes.set}`)
    expect((field.options as unknown[]).length).toBe(2)
  })

  test('a field cannot be made with options that its type does not have, nor change its type', async () => {
    refused(
      await post('/api/v2/personFields', { field_name: 'A', field_type: 'varchar', options: [{ label: 'X' }] }),
      'options',
    )
    refused(await post('/api/v2/personFields', { field_name: 'A', field_type: 'enum' }), 'options')
    refused(await post('/api/v2/personFields', { field_name: 'A', field_type: 'boolean' }), 'field_type')
    refused(
      await post('/api/v2/productFields', { field_name: 'A', field_type: 'text', description: 'x' }),
      'description',
    )
    refused(await company.call('PATCH', `/api/v2/personFields/${codes.varchar}`, { field_type: 'text' }), 'field_type')
  })
})

describe('deals and their lines', () => {
  test.each([
    [{ won_time: '2020-01-01T00:00:00Z' }, 'won_time'],
    [{ status: 'won', lost_time: '2020-01-01T00:00:00Z' }, 'lost_time'],
    [{ close_time: '2020-01-01T00:00:00Z' }, 'close_time'],
    [{ status: 'won', lost_reason: 'No' }, 'lost_reason'],
    [{ status: 'done' }, 'status'],
    [{ expected_close_date: '2020-01-01T00:00:00Z' }, 'expected_close_date'],
    [{ probability: 101 }, 'probability'],
  ])('%j is refused', async (body, field) => refused(await post('/api/v2/deals', { title: 'D', ...body }), field))

  test('a won deal keeps the time it was won at, and an open one has none', async () => {
    const won = { title: 'D', status: 'won', won_time: '2020-01-01T10:00:00Z' }
    const deal = await company.data('POST', '/api/v2/deals', won)
    expect(deal).toMatchObject({ status: 'won', won_time: '2020-01-01T10:00:00Z', close_time: '2020-01-01T10:00:00Z' })
    const open = await company.data('PATCH', `/api/v2/deals/${deal.id}`, { status: 'open' })
    expect(open).toMatchObject({ status: 'open', won_time: null, close_time: null })
  })

  test('the value follows the lines, to the cent, whatever else is sent', async () => {
    const dealId = await id('/api/v2/deals', { title: 'D', value: 5, currency: 'RUB' })
    const path = `/api/v2/deals/${dealId}/products`
    const dealValue = async () => (await company.data('GET', `/api/v2/deals/${dealId}`)).value
    await company.data('POST', `${path}/bulk`, {
      data: [
        { product_id: productId, item_price: 0.1, quantity: 3 },
        { product_id: productId, item_price: 100, quantity: 1, discount: 12.5 },
        { product_id: productId, item_price: 50, quantity: 1, discount: 5, discount_type: 'amount' },
        { product_id: productId, item_price: 1000, quantity: 1, is_enabled: false },
      ],
    })
    expect(await dealValue()).toBe(132.8)
    await company.data('PATCH', `/api/v2/deals/${dealId}`, { value: 1 })
    expect(await dealValue()).toBe(132.8)
    await company.data('DELETE', path)
    expect(await dealValue()).toBe(0)
  })

  test('a line worth almost nothing is worth nothing', async () => {
    const dealId = await id('/api/v2/deals', { title: 'D' })
    const line = { product_id: productId, item_price: 0.0000001, quantity: 1 }
    expect(await company.data('POST', `/api/v2/deals/${dealId}/products`, line)).toMatchObject({ sum: 0 })
  })

  test('bulk lines are 1 to 100 and all or none', async () => {
    const dealId = await id('/api/v2/deals', { title: 'D' })
    const path = `/api/v2/deals/${dealId}/products`
    const line = { product_id: productId, item_price: 1, quantity: 1 }
    refused(await post(`${path}/bulk`, { data: [] }), 'data')
    refused(await post(`${path}/bulk`, { data: Array(101).fill(line) }), 'data')
    refused(await post(`${path}/bulk`, { data: [line, { ...line, product_id: 999 }] }), 'product_id')
    expect((await company.call('GET', path)).body.data).toEqual([])
    expect((await post(`${path}/bulk`, { data: Array(100).fill(line) })).status).toBe(201)
    expect((await post(path, line)).status).toBe(201)
    const removed = await company.call('DELETE', path)
    expect(removed.body.additional_data).toEqual({ more_items_in_collection: true })
  })
})

describe('permissions and scopes', () => {
  test('what only an admin may do answers 403 to others', async () => {
    const boris = await installed({ limits: false }, 13431)
    expect((await boris.call('POST', '/api/v2/personFields', { field_name: 'A', field_type: 'text' })).status).toBe(403)
    const won = { title: 'D', status: 'won', won_time: '2020-01-01T00:00:00Z' }
    expect((await boris.call('POST', '/api/v2/deals', won)).status).toBe(403)
    expect((await boris.call('POST', '/api/v2/deals', { title: 'D', status: 'won' })).status).toBe(200)
    await boris.sandbox.close()
  })

  test('the admin scope was not granted', async () => {
    expect((await post('/api/v2/stages', { name: 'A', pipeline_id: 1 })).status).toBe(403)
    expect((await post('/api/v1/activityTypes', { name: 'A', icon_key: 'car' })).status).toBe(403)
  })

  test('an unknown token is unauthorized', async () => {
    const answer = await fetch(`${company.url}/api/v2/persons`, { headers: { authorization: 'Bearer v1u:nobody' } })
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { success: false, error: 'unauthorized access', errorCode: 401 },
    ])
  })
})

describe('records over time', () => {
  test('nothing is deduplicated, nothing is idempotent', async () => {
    const body = { name: 'Twin', emails: [{ value: 'twin@x.example' }] }
    expect(await id('/api/v2/persons', body)).not.toBe(await id('/api/v2/persons', body))
  })

  test('a deleted record can be read, is in no list, and is not deleted or changed again', async () => {
    const gone = await id('/api/v2/persons', { name: 'Gone' })
    await company.data('DELETE', `/api/v2/persons/${gone}`)
    expect((await company.data('GET', `/api/v2/persons/${gone}`)).is_deleted).toBe(true)
    expect((await company.call('GET', `/api/v2/persons?ids=${gone}`)).body.data).toEqual([])
    expect((await company.call('DELETE', `/api/v2/persons/${gone}`)).status).toBe(404)
    expect((await company.call('PATCH', `/api/v2/persons/${gone}`, { name: 'Back' })).status).toBe(404)
    refused(await post('/api/v2/deals', { title: 'D', person_id: gone }), 'person_id')
  })

  test('PATCH replaces arrays whole and leaves the rest', async () => {
    const who = await id('/api/v2/persons', { name: 'A', org_id: orgId, emails: [{ value: 'a@x.example' }] })
    const after = await company.data('PATCH', `/api/v2/persons/${who}`, { emails: [{ value: 'b@x.example' }] })
    expect(after).toMatchObject({ name: 'A', org_id: orgId, emails: [{ value: 'b@x.example' }] })
    expect(await company.data('PATCH', `/api/v2/persons/${who}`, { org_id: null })).toMatchObject({ org_id: null })
  })

  test.each([
    'limit=501',
    'limit=0',
    'cursor=nonsense',
    'sort_by=name',
    'updated_since=2020-01-01',
    'colour=red',
    'include_labels=1',
    `ids=${Array(101).fill(1).join(',')}`,
  ])('a list refuses %s', async (query) => {
    expect((await company.call('GET', `/api/v2/persons?${query}`)).status).toBe(400)
  })
})

test('a filter takes the place of all other conditions of a list', async () => {
  const { body } = await company.call('GET', '/api/v1/personFields')
  const field = (body.data as { id: number; key: string }[]).find((one) => one.key === codes.set)
  const conditions = (value: string) => ({
    glue: 'and',
    conditions: [
      { glue: 'and', conditions: [{ object: 'person', field_id: field?.id, operator: '=', value }] },
      { glue: 'or', conditions: [] },
    ],
  })
  const member = await id('/api/v2/persons', { name: 'Member', custom_fields: { [codes.set ?? '']: optionIds } })
  const filter = { name: 'Segment', type: 'people', conditions: conditions(String(optionIds[1])) }
  const filterId = await id('/api/v1/filters', filter)
  const listed = await company.call('GET', `/api/v2/persons?filter_id=${filterId}&owner_id=13431&ids=${personId}`)
  expect((listed.body.data as { id: number }[]).map((one) => one.id)).toContain(member)
  expect((await company.call('GET', `/api/v2/deals?filter_id=${filterId}`)).status).toBe(400)
  const unknown = conditions('1')
  unknown.conditions[0]?.conditions.push({ object: 'person', field_id: 99_999, operator: '=', value: '1' })
  refused(await post('/api/v1/filters', { ...filter, conditions: unknown }), 'field_id')
})

test('lists by update time see every write once, also of records that change while they are read', async () => {
  const { control, call } = company
  await control('POST', '/__sandbox/reset', { keepInstallations: true })
  await control('POST', '/__sandbox/seed', { bulk: { persons: 25 } })
  const seen: number[] = []
  let cursor = ''
  for (let page = 0; ; page += 1) {
    const path = `/api/v2/persons?sort_by=update_time&limit=10${cursor && `&cursor=${cursor}`}`
    const { body } = await call('GET', path)
    seen.push(...(body.data as { id: number }[]).map((one) => one.id))
    if (page === 0) await control('PATCH', '/__sandbox/records/persons/1', { name: 'Changed' })
    cursor = (body.additional_data as { next_cursor: string | null }).next_cursor ?? ''
    if (cursor === '') break
  }
  expect(seen).toEqual([...Array.from({ length: 25 }, (_, index) => index + 1), 1])
})

test('search sees a record only after its lag, a list at once', async () => {
  let at = Date.parse('2026-01-01T00:00:00Z')
  const lagging = await installed({ searchLagMs: 3000, now: () => at })
  await lagging.data('POST', '/api/v2/persons', { name: 'Late Comer', emails: [{ value: 'Late@X.example' }] })
  const found = async () =>
    (await lagging.data('GET', '/api/v2/persons/search?term=late@x.example&fields=email&exact_match=true')).items
  expect(await found()).toEqual([])
  expect((await lagging.call('GET', '/api/v2/persons')).body.data).toHaveLength(1)
  at += 3000
  expect(await found()).toHaveLength(1)
  await lagging.sandbox.close()
})
