import { describe, expect, test } from 'vitest'
import { InvalidRequest } from '../../server/errors.ts'
import type { Json, JsonObject } from '../../server/lib/json.ts'
import { planChecksum } from '../../server/mapping/plan-checksum.ts'
import { account, type File, type Given, planOf } from './mapping-fixture.ts'

const file = (name: string, kind: File['kind'], rows: JsonObject[]): File => ({ name, kind, rows })
const profiles = (...rows: JsonObject[]): File =>
  file(
    'clients.csv',
    'profiles',
    rows.map((row, at) => ({ email: `p${at}@b.ru`, ...row })),
  )
const question = (files: File[], code: string, given?: Given) =>
  planOf(files, given).questions.find((asked) => asked.code === code)

const line = (sku: string, price: string): Json => [{ sku, final_price_per_item: price, count: 1 }]
const orders = (...lines: Json[]) =>
  file(
    'orders.json',
    'orders',
    lines.map((line, at) => ({
      external_id: `${at}`,
      total_price: '4549000',
      currency: 'RUB',
      status: 'new',
      lines: line,
    })),
  )
const products = (price: string) =>
  file('products.json', 'products', [{ external_id: 'p', name: 'Phone', skus: [{ external_id: 'x11', price }] }])

describe('money in minor or major units', () => {
  test('line prices a hundred times those of the products settle it: minor, and the column says why', () => {
    const { document, questions } = planOf([orders(line('x11', '4499000')), products('44990.00')])
    expect(questions).toEqual([])
    expect(document.datasets[0]?.reading.moneyScale).toBe('minor')
    const total = document.datasets[0]?.columns.find(({ target }) => target === 'order.total')
    expect(total?.reasons).toContainEqual({
      code: 'mapping.money_product_hundredfold',
      detail: { found: 1, prices: 1 },
    })
  })

  test('discounts alone settle nothing', () => {
    const asked = question([orders(line('x11', '3999000')), products('44990.00')], 'money_scale')
    expect(asked).toMatchObject({
      id: 'money_scale:orders.json',
      proposal: 'minor',
      examples: ['x11: 3999000 / 44990'],
    })
  })

  test('line prices as in products that an API may have written in minor units as well: major, and a person confirms', () => {
    expect(question([orders(line('x11', '44990')), products('44990')], 'money_scale')?.proposal).toBe('major')
  })

  test('amounts with decimals are not asked about', () => {
    const plan = planOf([file('orders.csv', 'orders', [{ order_id: '1', total: '44990.50' }])])
    expect(plan.questions).toEqual([])
    expect(plan.document.datasets[0]?.reading.moneyScale).toBe('major')
  })

  test('the answer decides', () => {
    const { document } = planOf([orders(line('x11', '4499000'))], { answers: { 'money_scale:orders.json': 'major' } })
    expect(document.datasets[0]?.reading.moneyScale).toBe('major')
  })
})

describe('dates', () => {
  const dates = (...values: string[]) => profiles(...values.map((value) => ({ 'Дата рождения': value })))

  test('a value over 12 decides the order of all', () => {
    const plan = planOf([dates('01/02/1990', '25/06/1990')])
    expect(plan.questions).toEqual([])
    expect(plan.document.datasets[0]?.columns[1]).toMatchObject({
      dateOrder: 'dmy',
      reasons: expect.arrayContaining([{ code: 'mapping.day_first_values', detail: { count: 1 } }]),
    })
    expect(planOf([dates('01/02/1990', '06/25/1990')]).document.datasets[0]?.columns[1]?.dateOrder).toBe('mdy')
  })

  test('dots are day first', () => {
    expect(planOf([dates('01.02.1990')]).document.datasets[0]?.columns[1]?.dateOrder).toBe('dmy')
  })

  test('nothing tells: asked per column', () => {
    const asked = question([dates('01/02/1990', '03/04/1991')], 'date_order')
    expect(asked).toMatchObject({
      id: 'date_order:clients.csv:Дата рождения',
      proposal: 'dmy',
      examples: ['01/02/1990', '03/04/1991'],
    })
  })

  test('another column of the file tells', () => {
    const plan = planOf([profiles({ _bdate: '01/02/1990', visited: '13/02/2024' })])
    expect(plan.questions).toEqual([])
    expect(plan.document.datasets[0]?.columns.map(({ dateOrder }) => dateOrder)).toEqual([undefined, 'dmy', 'dmy'])
  })

  test('birthdays at 20–22 h UTC are asked about, with the zone in which they are midnight', () => {
    const asked = question(
      [profiles({ _bdate: '1990-02-22T21:00:00Z' }, { _bdate: '1990-07-22T20:00:00Z' })],
      'birth_date_zone',
    )
    expect(asked).toMatchObject({ id: 'birth_date_zone:clients.csv', proposal: 'Europe/Moscow' })
    expect(asked?.examples[0]).toBe('1990-02-22T21:00:00Z → 1990-02-23')
  })

  test('a plain birthday is not', () => {
    expect(planOf([profiles({ _bdate: '1990-02-22' })]).questions).toEqual([])
  })
})

describe('codes', () => {
  test('genders in words are not asked about, codes are', () => {
    expect(planOf([profiles({ _sex: 'male' }, { _sex: 'Женский' })]).questions).toEqual([])
    const asked = question([profiles({ _sex: '1' }, { _sex: '2' })], 'sex_codes')
    expect(asked?.options.map(({ value }) => value)).toEqual([
      '1=Male,2=Female',
      '1=Female,2=Male',
      'keep',
      'leave_out',
    ])
  })

  test('the answer turns codes into labels', () => {
    const answers = { 'sex_codes:clients.csv:_sex': '1=Female,2=Male' }
    const { document } = planOf([profiles({ _sex: '1' }, { _sex: '2' })], { answers })
    expect(document.datasets[0]?.reading.sexCodes).toEqual({ 1: 'Female', 2: 'Male' })
  })

  test('statuses as numbers are asked about', () => {
    const plan = planOf([profiles({ _status: '0' }, { _status: '3' })])
    expect(plan.questions[0]).toMatchObject({ id: 'status_codes:clients.csv', proposal: '0' })
    expect(plan.document.datasets[0]?.reading.statusCodes).toEqual({ 0: 'subscribed', 3: 'other' })
    expect(planOf([profiles({ _status: 'subscribed' })]).questions).toEqual([])
  })

  test('an order status that nobody knows is asked about by its value', () => {
    const unknown = file('orders.csv', 'orders', [{ order_id: '1', total: '1.50', status: 'Shipped twice' }])
    expect(planOf([unknown]).questions).toMatchObject([
      { id: 'order_status:orders.csv:Shipped twice', proposal: 'open' },
    ])
    const { document } = planOf([unknown], { answers: { 'order_status:orders.csv:Shipped twice': 'won' } })
    expect(document.valueMaps.orderStatus['shipped twice']).toBe('won')
  })
})

describe('owners', () => {
  test('active users are found by e-mail in any case; others are asked about once for all files', () => {
    const first = profiles({ owner_email: 'Boris@shop.example' }, { owner_email: 'gone@shop.example' })
    const second = file('more.csv', 'profiles', [{ email: 'z@b.ru', owner_email: 'GONE@shop.example' }])
    const { document, questions } = planOf([first, second])
    expect(questions).toMatchObject([{ id: 'owner:clients.csv:gone@shop.example', proposal: 'anna@shop.example' }])
    expect(document.valueMaps).toMatchObject({
      owners: { 'boris@shop.example': 2, 'gone@shop.example': 1 },
      assignedOwners: ['gone@shop.example'],
    })
  })

  test('a deactivated user owns nothing', () => {
    expect(question([profiles({ owner_email: 'oleg@shop.example' })], 'owner')?.reason.code).toBe('owner_deactivated')
  })

  test('a namesake is proposed', () => {
    expect(question([profiles({ Ответственный: 'Boris Orlov' })], 'owner')?.proposal).toBe('boris@shop.example')
  })
})

describe('places', () => {
  test('numbers without a country code are asked about only where the account does not name one country', () => {
    const local = profiles({ phone: '8 (915) 827-81-15' })
    expect(planOf([local]).questions).toEqual([])
    expect(planOf([local]).document.phoneRegion).toBe('RU')
    const elsewhere = { account: { me: { ...account.me, timezone: 'UTC', defaultCurrency: 'EUR' } } }
    expect(question([local], 'phone_region', elsewhere)).toMatchObject({
      id: 'phone_region:clients.csv',
      proposal: 'RU',
    })
    expect(planOf([profiles({ phone: '+49 151 24475893' })], elsewhere).questions).toEqual([])
  })

  test('deals go to the stages by their names', () => {
    const { document } = planOf([orders(line('a', '1'))])
    expect(document.stages).toEqual({
      'order:won': { pipelineId: 10, stageId: 102 },
      'order:lost': { pipelineId: 10, stageId: 103 },
      'order:open': { pipelineId: 10, stageId: 101 },
    })
  })

  test('a missing stage is asked about, and the text says what to create', () => {
    const stages = account.stages.filter(({ name }) => name !== 'Lost')
    const asked = planOf([orders(line('a', '1'))], { account: { stages } }).questions.filter(
      ({ code }) => code === 'stages',
    )
    expect(asked).toMatchObject([{ id: 'stages:order:lost', proposal: '101' }])
    expect(asked[0]?.reason).toEqual({ code: 'stages', detail: { stage: 'Lost' } })
  })

  test('a file of members is named after itself, and any name is an answer', () => {
    const members = file('exports/segment_spring_2026.csv', 'segment_members', [{ id: '1' }])
    expect(question([members], 'segment_name')).toMatchObject({ proposal: 'spring 2026', options: [] })
    const { document } = planOf([members], { answers: { 'segment_name:exports/segment_spring_2026.csv': 'Весна' } })
    expect(document.datasets[0]?.reading.segmentName).toBe('Весна')
  })

  test('campaign generations are told by their fields', () => {
    const generation = (row: JsonObject) =>
      planOf([file('c.json', 'campaigns', [{ id: 1, name: 'A', ...row }])]).document.datasets[0]?.reading
    expect(generation({ state: 'completed' })?.campaignGeneration).toBe('campaign')
    expect(generation({ is_active: true, subid: 'x' })?.campaignGeneration).toBe('mailing')
    expect(question([file('c.json', 'campaigns', [{ id: 1, name: 'A' }])], 'campaign_generation')?.proposal).toBe(
      'campaign',
    )
  })
})

describe('answers', () => {
  test('one that is no option is refused with its question', () => {
    const refused = () => planOf([orders(line('a', '1'))], { answers: { 'money_scale:orders.json': 'dollars' } })
    expect(refused).toThrow(InvalidRequest)
    expect(refused).toThrow('answer.not_an_option')
  })

  test('an answer is shown with its question, which stays', () => {
    const { questions } = planOf([orders(line('a', '1'))], { answers: { 'money_scale:orders.json': 'minor' } })
    expect(questions).toMatchObject([{ code: 'money_scale', answer: 'minor' }])
  })

  test('to a question that nobody asks, are ignored', () => {
    expect(() => planOf([profiles({})], { answers: { 'money_scale:gone.json': 'whatever' } })).not.toThrow()
  })

  test('change the checksum, and nothing else does', () => {
    const plan = (answer: string) =>
      planOf([orders(line('a', '1'))], { answers: { 'money_scale:orders.json': answer } }).document
    expect(planChecksum(plan('minor'))).toBe(planChecksum(plan('minor')))
    expect(planChecksum(plan('minor'))).not.toBe(planChecksum(plan('major')))
  })
})
