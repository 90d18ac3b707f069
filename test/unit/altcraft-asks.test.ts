import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../server/altcraft/open-source.ts'
import type { SourceRow } from '../../server/altcraft/types.ts'
import { makeDrafter } from '../../server/mapping/draft-row.ts'
import { type DatasetInput, nothingGiven } from '../../server/mapping/plan-input.ts'
import { type ProposedPlan, proposePlan } from '../../server/mapping/propose-plan.ts'
import type { AccountSnapshot, ColumnMapping, RowDraft } from '../../server/mapping/types.ts'
import { makeColumnProfiler } from '../../server/staging/column-profiler.ts'
import { account, codesOf, recordOf } from './mapping-fixture.ts'

/** File name → its text. */
type Files = Record<string, string>
type Table = DatasetInput & { columns: string[]; rows: SourceRow[] }

interface Given {
  answers?: Record<string, string>
  me?: Partial<AccountSnapshot['me']>
}

async function readTable(name: string, text: string): Promise<Table> {
  const bytes = Buffer.from(text)
  const result = await openSource({ name, sizeBytes: bytes.length, open: async () => Readable.from([bytes]) })
  if (result.status !== 'table') throw new Error(`${name} is no table: ${JSON.stringify(result)}`)
  const { table } = result
  const profiler = makeColumnProfiler()
  const rows: SourceRow[] = []
  for await (const batch of table.batches()) {
    for (const row of batch.rows) profiler.addRow(row)
    rows.push(...batch.rows)
  }
  const { kind, kindEvidence, kindConfidence, columns } = table
  const profiles = profiler.profiles(columns)
  return { id: name, file: name, kind, kindEvidence, kindConfidence, rowCount: rows.length, profiles, columns, rows }
}

interface Outcome extends ProposedPlan {
  /** Ids of the questions that wait for a person. */
  open: string[]
  /** The rows of the first file under this plan. */
  drafts: RowDraft[]
  /** Of the first file. */
  column(name: string): ColumnMapping | undefined
}

async function planFor(files: Files, given: Given = {}): Promise<Outcome> {
  const tables = await Promise.all(Object.entries(files).map(([name, text]) => readTable(name, text)))
  const me = { ...account.me, ...given.me }
  const plan = proposePlan({
    ...nothingGiven,
    datasets: tables,
    account: { ...account, me },
    answers: given.answers ?? {},
  })
  const [dataset] = plan.document.datasets
  const [table] = tables
  if (dataset === undefined || table === undefined) throw new Error('no file')
  return {
    ...plan,
    open: plan.questions.filter(({ answer }) => answer === undefined).map(({ id }) => id),
    drafts: table.rows.map(makeDrafter(plan.document, dataset, table.columns)),
    column: (name) => dataset.columns.find(({ column }) => column === name),
  }
}

const lines = (...texts: string[]) => `${texts.join('\n')}\n`
/** A file of profiles with one more column. */
const clients = (column: string, ...values: string[]) =>
  lines(`email;_fname;${column}`, ...values.map((value, at) => `p${at}@b.ru;Anna;${value}`))
const customs = ({ drafts }: Outcome) => drafts.map((draft) => recordOf(draft, 'person').custom)

describe('slash dates', () => {
  test('that fit both orders are asked about, and the answer decides', async () => {
    const plan = await planFor({ 'c.csv': clients('_bdate', '03/04/1990', '05/06/1991') })
    expect(plan.open).toEqual(['date_order:c.csv:_bdate'])
    expect(plan.questions[0]?.options.map(({ value }) => value)).toEqual(['dmy', 'mdy'])
    const american = await planFor(
      { 'c.csv': clients('_bdate', '03/04/1990') },
      { answers: { 'date_order:c.csv:_bdate': 'mdy' } },
    )
    expect(american.open).toEqual([])
    expect(customs(american)[0]?.birthday__c).toEqual({ type: 'date', value: '1990-03-04' })
  })

  test('with a 25/03/2024 among them are not', async () => {
    const plan = await planFor({ 'c.csv': clients('_bdate', '03/04/1990', '25/03/2024') })
    expect(plan.open).toEqual([])
    expect(customs(plan)[0]?.birthday__c).toEqual({ type: 'date', value: '1990-04-03' })
  })

  test('among dates with the year first are asked about, too', async () => {
    const values = ['1990-04-03', '1991-04-03', '1992-04-03', '05/06/1991']
    expect((await planFor({ 'c.csv': clients('_bdate', ...values) })).open).toEqual(['date_order:c.csv:_bdate'])
  })

  test('in both orders in one column are asked about, with the counts', async () => {
    const plan = await planFor({ 'c.csv': clients('_bdate', '25/03/1990', '03/25/1990', '01/02/1990') })
    expect(plan.open).toEqual(['date_order:c.csv:_bdate'])
    expect(plan.questions[0]?.reason).toEqual({ code: 'date_order_both', detail: { dayFirst: 1, monthFirst: 1 } })
  })

  test('with hyphens are asked about, with dots they are day first', async () => {
    expect((await planFor({ 'c.csv': clients('_bdate', '03-04-1990') })).open).toEqual(['date_order:c.csv:_bdate'])
    const dots = await planFor({ 'c.csv': clients('_bdate', '03.04.1990') })
    expect(dots.open).toEqual([])
    expect(customs(dots)[0]?.birthday__c).toEqual({ type: 'date', value: '1990-04-03' })
  })
})

describe('money', () => {
  const order = (price: string, count = 1) => ({
    external_id: `o${price}`,
    endpoint: 'website',
    status: 'new',
    currency: 'RUB',
    total_price: String(Number(price) * count),
    lines: [{ external_id: 'l', product: `p${price}`, final_price_per_item: price, count, currency: 'RUB' }],
  })
  const orders = (...prices: string[]) => JSON.stringify({ data: prices.map((price) => order(price)) })
  const catalogue = (...prices: string[]) =>
    lines('external_id;name;price;currency', ...prices.map((price, at) => `p${at};Phone ${at};${price};RUB`))

  test('in whole numbers without products is asked about', async () => {
    const plan = await planFor({ 'orders.json': orders('4499000', '129000') })
    expect(plan.open).toEqual(['money_scale:orders.json'])
    expect(plan.questions[0]?.options.map(({ value }) => value)).toEqual(['minor', 'major'])
  })

  test('with products of other prices is asked about', async () => {
    const plan = await planFor({ 'orders.json': orders('4499000', '129000'), 'products.csv': catalogue('777.50') })
    expect(plan.open).toEqual(['money_scale:orders.json'])
  })

  test('in minor units of the products’ prices is not', async () => {
    const plan = await planFor({
      'orders.json': orders('4499000', '129000', '59900'),
      'products.csv': catalogue('44990', '1290', '599', '15'),
    })
    expect(plan.open).toEqual([])
    expect(plan.document.datasets[0]?.reading.moneyScale).toBe('minor')
    expect(recordOf(plan.drafts[0] as RowDraft, 'deal').totalMinor).toBe(4_499_000)
  })

  test('in the products’ own prices is not', async () => {
    const plan = await planFor({
      'orders.json': orders('44990', '1290', '599'),
      'products.csv': catalogue('44990', '1290', '599', '15'),
    })
    expect(plan.open).toEqual([])
    expect(recordOf(plan.drafts[0] as RowDraft, 'deal').totalMinor).toBe(4_499_000)
  })

  test('is asked about when products of the same whole prices may be in minor units themselves', async () => {
    const products = JSON.stringify(
      ['44990', '1290', '599'].map((price, at) => ({
        external_id: `p${at}`,
        name: 'A',
        price,
        currency: 'RUB',
        categories: [],
      })),
    )
    const plan = await planFor({ 'orders.json': orders('44990', '1290', '599'), 'products.json': products })
    expect(plan.open).toEqual(['money_scale:orders.json'])
  })

  test('of totals alone is asked about, with what the products’ prices say', async () => {
    const totals = lines(
      'external_id;endpoint;status;total_price;currency',
      'o1;web;new;5000000;RUB',
      'o2;web;new;4000000;RUB',
    )
    const plan = await planFor({ 'orders.csv': totals, 'products.csv': catalogue('44990', '1290', '39990') })
    expect(plan.questions).toMatchObject([{ id: 'money_scale:orders.csv', proposal: 'minor' }])
    expect(plan.questions[0]?.reason.code).toBe('money_middle_total_hundredfold')
  })

  test('with decimals is in whole units; decimals of a float (`.0`) and thousands (`4,549`) are none', async () => {
    const totals = (...texts: string[]) =>
      lines(
        'external_id;endpoint;status;total_price;currency',
        ...texts.map((text, at) => `o${at};web;new;${text};RUB`),
      )
    expect((await planFor({ 'orders.csv': totals('4549.50', '100.00') })).open).toEqual([])
    expect((await planFor({ 'orders.csv': totals('4549000.0', '50000.0') })).open).toEqual(['money_scale:orders.csv'])
    expect((await planFor({ 'orders.csv': totals('4,549', '1,250') })).open).toEqual(['money_scale:orders.csv'])
  })
})

describe('codes', () => {
  test('of genders are asked about, words are not', async () => {
    expect((await planFor({ 'c.csv': clients('_sex', '1', '2') })).open).toEqual(['sex_codes:c.csv:_sex'])
    expect((await planFor({ 'c.csv': clients('_sex', '0', '1') })).open).toEqual(['sex_codes:c.csv:_sex'])
    for (const words of [
      ['male', 'female'],
      ['Мужской', 'Женский'],
      ['М', 'Ж'],
    ]) {
      const plan = await planFor({ 'c.csv': clients('_sex', ...words) })
      expect(plan.open).toEqual([])
      expect(customs(plan).map(({ gender__c }) => gender__c?.type === 'enum' && gender__c.value)).toEqual([
        'Male',
        'Female',
      ])
    }
  })

  test('of profile statuses are asked about, Altcraft’s words in either language are not', async () => {
    expect((await planFor({ 'c.csv': clients('_status', '0', '1') })).open).toEqual(['status_codes:c.csv'])
    expect((await planFor({ 'c.csv': clients('_status', 'Подписан', 'hardbounced', 'Отписался') })).open).toEqual([])
  })

  test('words that are no status of Altcraft’s are asked about: consent must not come from elsewhere unseen', async () => {
    const plan = await planFor({ 'c.csv': clients('_status', 'blocked', 'subscribed') })
    expect(plan.open).toEqual(['status_codes:c.csv'])
    const none = await planFor(
      { 'c.csv': clients('_status', 'blocked', 'subscribed') },
      { answers: { 'status_codes:c.csv': 'none' } },
    )
    expect(customs(none).map(({ email_optin__c }) => email_optin__c)).toEqual([
      { type: 'enum', value: 'No' },
      { type: 'enum', value: 'Yes' },
    ])
  })

  test('of statuses inside subscriptions are asked about', async () => {
    const profile = (status: string | number) =>
      JSON.stringify([
        {
          email: 'a@b.ru',
          _fname: 'A',
          subscriptions: [{ resource_id: 5, channel: 'email', email: 'a@b.ru', status }],
        },
      ])
    const plan = await planFor({ 'c.json': profile(0) })
    expect(plan.questions).toMatchObject([{ id: 'status_codes:c.json', column: 'subscriptions', examples: ['0'] }])
    expect(customs(plan)[0]?.email_optin__c).toEqual({ type: 'enum', value: 'Yes' })
    expect((await planFor({ 'c.json': profile('subscribed') })).open).toEqual([])
  })

  test('that may be places in a list of choices stay numbers, and their column is a guess with the reason', async () => {
    const plan = await planFor({ 'c.csv': clients('custom_enum', '4', '1', '4', '2', '1', '2') })
    expect(plan.open).toEqual([])
    expect(plan.column('custom_enum')).toMatchObject({
      tier: 'guess',
      reasons: expect.arrayContaining([{ code: 'mapping.may_be_places', detail: {} }]),
    })
    expect(customs(plan)[0]).toMatchObject({ custom_enum__c: { type: 'double', value: 4 } })
    const scores = clients('LOYALTY_SCORE', '500', '1200', '40', '12', '77')
    expect((await planFor({ 'c.csv': scores })).column('LOYALTY_SCORE')?.tier).not.toBe('guess')
  })
})

describe('generations of campaigns', () => {
  const campaigns = (row: object) =>
    JSON.stringify({ data: [{ id: 1, name: 'Spring', sends: 10, delivs: 9, uopens: 3, ...row }] })

  test('are asked about where the fields fit both', async () => {
    const channel = campaigns({ channel: 'email', revenue: '12.50' })
    expect((await planFor({ 'campaigns.json': channel })).open).toContain('campaign_generation:campaigns.json')
  })

  test('are told by a field or state of one of them', async () => {
    const told = async (row: object) =>
      (await planFor({ 'campaigns.json': campaigns({ revenue: '12.50', ...row }) })).document.datasets[0]
    expect((await told({ state: 'completed' }))?.reading.campaignGeneration).toBe('campaign')
    expect((await told({ subid: 's', is_active: true }))?.reading.campaignGeneration).toBe('mailing')
  })
})

describe('birthdays', () => {
  test('at Moscow’s midnight are asked about; the day is that of the zone’s rules of that year', async () => {
    const written = [
      '1990-02-22T21:00:00Z', // UTC+3
      '1990-07-22T20:00:00Z', // summer, UTC+4
      '2010-07-06T20:00:00Z', // the last summers of UTC+4
      '2012-01-31T20:00:00Z', // UTC+4 all year
      '2014-12-31T21:00:00.000Z', // UTC+3 again
      '2020-06-30T21:00Z',
    ]
    const given = { answers: { 'birth_date_zone:c.csv': 'Europe/Moscow' } }
    expect((await planFor({ 'c.csv': clients('_bdate', ...written) })).questions).toMatchObject([
      { id: 'birth_date_zone:c.csv', proposal: 'Europe/Moscow' },
    ])
    const plan = await planFor({ 'c.csv': clients('_bdate', ...written) }, given)
    expect(customs(plan).map(({ birthday__c }) => birthday__c?.type === 'date' && birthday__c.value)).toEqual([
      '1990-02-23',
      '1990-07-23',
      '2010-07-07',
      '2012-02-01',
      '2015-01-01',
      '2020-07-01',
    ])
  })

  test('at midnight further east are asked about, with that zone', async () => {
    const plan = await planFor({ 'c.csv': clients('_bdate', '2020-02-22T17:00:00Z', '2021-07-22T17:00:00Z') })
    expect(plan.questions).toMatchObject([{ id: 'birth_date_zone:c.csv', proposal: 'Asia/Novosibirsk' }])
  })

  test('some of which are at a midnight are asked about; at UTC’s, or with a clock time, they are not', async () => {
    const mixed = clients('_bdate', '1990-02-22T00:00:00Z', '1991-02-22T00:00:00Z', '1992-02-22T21:00:00Z')
    expect((await planFor({ 'c.csv': mixed })).open).toEqual(['birth_date_zone:c.csv'])
    const plain = clients('_bdate', '1990-02-22T00:00:00Z', '1990-07-06T11:15:25.526Z', '2001-12-31T00:00+03:00')
    const plan = await planFor({ 'c.csv': plain })
    expect(plan.open).toEqual([])
    expect(customs(plan)[2]?.birthday__c).toEqual({ type: 'date', value: '2001-12-31' })
  })
})

describe('two-digit years', () => {
  test('are asked about, and the answer decides: by the rule of spreadsheets, or kept as text', async () => {
    const id = 'short_years:c.csv'
    const files = { 'c.csv': clients('Дата рождения', '25.06.90', '01.02.15') }
    const plan = await planFor(files)
    expect(plan.open).toEqual([id])
    expect(customs(plan).map(({ birthday__c }) => birthday__c)).toEqual([
      { type: 'date', value: '1990-06-25' },
      { type: 'date', value: '2015-02-01' },
    ])
    const asText = await planFor(files, { answers: { [id]: 'as_text' } })
    expect(JSON.stringify(customs(asText)[0])).toContain('25.06.90')
  })

  test.each([
    ['01/13/85', '02/03/15', '1985-01-13', '2015-02-03'],
    ['13/01/85', '03/02/15', '1985-01-13', '2015-02-03'],
    ['13 Jan 85', '3 Feb 15', '1985-01-13', '2015-02-03'],
    ["Jan 13, '85", 'Feb 3, 15', '1985-01-13', '2015-02-03'],
  ])('are completed however the date is written, day or month first: %s', async (one, other, first, second) => {
    const plan = await planFor({ 'c.csv': clients('Дата рождения', one, other) })
    expect(plan.open).toEqual(['short_years:c.csv'])
    expect(customs(plan).map(({ birthday__c }) => birthday__c)).toEqual([
      { type: 'date', value: first },
      { type: 'date', value: second },
    ])
  })

  test('with day and month that could be either are asked about twice', async () => {
    const files = { 'c.csv': clients('Дата рождения', '03/04/90', '05/06/91') }
    expect((await planFor(files)).open).toEqual(['short_years:c.csv', 'date_order:c.csv:Дата рождения'])
    const plan = await planFor(files, { answers: { 'date_order:c.csv:Дата рождения': 'mdy' } })
    expect(customs(plan)[0]?.birthday__c).toEqual({ type: 'date', value: '1990-03-04' })
    const asText = await planFor(files, { answers: { 'short_years:c.csv': 'as_text' } })
    expect(asText.open).toEqual([])
  })

  test('among dates with whole years are left out and told', async () => {
    const plan = await planFor({ 'c.csv': clients('Дата рождения', '25.06.1990', '26.06.1991', '27.06.92') })
    expect(codesOf(plan.drafts[2] as RowDraft)).toContain('date.two_digit_year')
    expect(customs(plan)[2]).not.toHaveProperty('birthday__c')
  })
})

describe('phones without a country code', () => {
  const abroad = { timezone: 'UTC', defaultCurrency: 'EUR' }

  test('are asked about where the account names no country', async () => {
    const plan = await planFor({ 'c.csv': clients('phones', '8 915 827-81-15', '+49 151 24475893') }, { me: abroad })
    expect(plan.questions).toMatchObject([{ id: 'phone_region:c.csv', proposal: 'RU' }])
  })

  test('are asked about where most do not exist in the account’s country', async () => {
    const german = clients('phones', '0151 24475893', '030 901820', '0171 2345678')
    const plan = await planFor({ 'c.csv': german })
    expect(plan.questions).toMatchObject([{ id: 'phone_region:c.csv', proposal: 'DE' }])
  })

  test('are of the account’s country where they exist there, and one that does not is told', async () => {
    const plan = await planFor({ 'c.csv': clients('phones', '8 915 827-81-15', '9158278116', '12345678') })
    expect(plan.open).toEqual([])
    expect(recordOf(plan.drafts[0] as RowDraft, 'person').phones).toEqual(['+79158278115'])
    expect(codesOf(plan.drafts[2] as RowDraft)).toContain('phone.invalid')
  })

  test('that a spreadsheet rounded are told and left out', async () => {
    const plan = await planFor({ 'c.csv': clients('phones', '+79158278115', '7,9E+10') })
    expect(codesOf(plan.drafts[1] as RowDraft)).toContain('phone.rounded')
    expect(recordOf(plan.drafts[1] as RowDraft, 'person').phones).toEqual([])
  })
})

describe('decimal comma or thousands comma', () => {
  const values = (plan: Outcome) =>
    customs(plan).map(({ weight__c }) => weight__c?.type === 'double' && weight__c.value)

  test('is asked about where every comma has three digits behind it', async () => {
    const file = { 'c.csv': clients('Weight', '1,234', '2,500', '17') }
    const plan = await planFor(file)
    expect(plan.questions).toMatchObject([{ id: 'decimal_mark:c.csv:Weight', examples: ['1,234', '2,500'] }])
    const answer = (mark: string) => planFor(file, { answers: { 'decimal_mark:c.csv:Weight': mark } })
    expect(values(await answer('comma'))).toEqual([1.234, 2.5, 17])
    expect(values(await answer('point'))).toEqual([1234, 2500, 17])
  })

  test('is told by other values of the column', async () => {
    const comma = await planFor({ 'c.csv': clients('Weight', '1,234', '0,5', '12,75') })
    expect(comma.open).toEqual([])
    expect(values(comma)).toEqual([1.234, 0.5, 12.75])
    const point = await planFor({ 'c.csv': clients('Weight', '1,234', '0.5', '12.75') })
    expect(point.open).toEqual([])
    expect(values(point)).toEqual([1234, 0.5, 12.75])
    expect(values(await planFor({ 'c.csv': clients('Weight', '1.234', '0,5', '12,75') }))).toEqual([1234, 0.5, 12.75])
  })

  test('is told by the other number columns of the file', async () => {
    const file = lines('email;_fname;Weight;Height', 'a@b.ru;A;1,234;180,5', 'b@b.ru;B;2,345;175,25')
    const plan = await planFor({ 'c.csv': file })
    expect(plan.open).toEqual([])
    expect(values(plan)).toEqual([1.234, 2.345])
  })

  test('of points with three digits behind them is asked about in money, which has no three decimals', async () => {
    const orders = lines(
      'external_id;endpoint;status;total_price;currency',
      'o1;web;new;1.230;RUB',
      'o2;web;new;45.500;RUB',
    )
    const plan = await planFor({ 'orders.csv': orders })
    expect(plan.open).toContain('decimal_mark:orders.csv:total_price')
    const answers = { 'decimal_mark:orders.csv:total_price': 'comma', 'money_scale:orders.csv': 'major' }
    const thousands = await planFor({ 'orders.csv': orders }, { answers })
    expect(recordOf(thousands.drafts[0] as RowDraft, 'deal').totalMinor).toBe(123_000)
  })

  test('of points alone is not asked about: Altcraft writes them before decimals', async () => {
    const plan = await planFor({ 'c.csv': clients('Weight', '1.234', '2.500') })
    expect(plan.open).toEqual([])
    expect(values(plan)).toEqual([1.234, 2.5])
  })
})

test('codes keep their leading zeros', async () => {
  const [row] = customs(await planFor({ 'c.csv': clients('New_field_7;Код', '00016;007', '00017;008') }))
  expect(row).toMatchObject({ new_field_7__c: { value: '00016' } })
  expect(JSON.stringify(row)).toContain('"007"')
})

test.each(['.', '/', '_', '__', ':'])('subscriptions flattened with %s are put together', async (mark) => {
  const names = ['channel', 'email', 'status', 'is_delete'].map((name) => `subscriptions${mark}0${mark}${name}`)
  const second = ['channel', 'phone', 'is_delete'].map((name) => `subscriptions${mark}1${mark}${name}`)
  const file = lines(
    ['_fname', 'profile_id', ...names, ...second].join(','),
    'Anna,5a61f87d69d42678a8dc6dd9,email,a@b.ru,subscribed,false,sms,+79158278115,0',
    'Boris,5a61f87d69d42678a8dc6dda,email,b@b.ru,unsubscribed,false,sms,+79158278116,1',
  )
  const { drafts } = await planFor({ 'profiles.csv': file })
  const people = drafts.map((draft) => recordOf(draft, 'person'))
  expect(people).toMatchObject([
    { emails: ['a@b.ru'], phones: ['+79158278115'], custom: { email_optin__c: { value: 'Yes' } } },
    { emails: ['b@b.ru'], phones: [], custom: { email_optin__c: { value: 'No' } } },
  ])
})

describe('what a file holds', () => {
  test('is asked when little but its name says so, and only then', async () => {
    const doubtful = await planFor({ 'orders.csv': 'a,b,c\n1,2,3\n4,5,6\n' })
    expect(doubtful.open).toContain('kind:orders.csv')
    const told = await planFor({ 'orders.csv': 'a,b,c\n1,2,3\n' }, { answers: { 'kind:orders.csv': 'orders' } })
    expect(told.open).not.toContain('kind:orders.csv')
    const clear = await planFor({ 'x.csv': 'external_id,total_price,currency,status\n1,100,RUB,new\n' })
    expect(clear.open.filter((id) => id.startsWith('kind:'))).toEqual([])
  })

  test('is not asked of what is only kept for the handoff', async () => {
    const { open } = await planFor({ 'x.csv': 'a,b,c\n1,2,3\n' })
    expect(open).toEqual([])
  })
})
