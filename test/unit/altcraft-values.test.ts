import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { profileFieldOf } from '../../server/altcraft/captions.ts'
import { readBoolean } from '../../server/altcraft/values/boolean.ts'
import { type DateOrder, readDate } from '../../server/altcraft/values/date.ts'
import { dateProblem } from '../../server/altcraft/values/date-problem.ts'
import { isPlaceholderEmail, readEmail } from '../../server/altcraft/values/email.ts'
import { readList } from '../../server/altcraft/values/list.ts'
import { readDecimalMinor, readNumber, unclearMark, withDecimalComma } from '../../server/altcraft/values/number.ts'
import { parsePhone, readPhone } from '../../server/altcraft/values/phone.ts'
import { readStatus } from '../../server/altcraft/values/status.ts'
import { readSubscriptions } from '../../server/altcraft/values/subscriptions.ts'
import { isFlattened } from '../../server/altcraft/values/unflatten.ts'
import type { Json } from '../../server/lib/json.ts'

describe('captions', () => {
  test.each([
    ['_fname', '_fname'],
    ['fname', '_fname'],
    ['Last name', '_lname'],
    ['ДАТА РОЖДЕНИЯ', '_bdate'],
    ['date of reg', '_regdate'],
    ['Телефоны', 'phones'],
    ['_xxh', '_xxh'],
    ['mobile_app_version', undefined],
  ])('%s is %s', (column, name) => {
    expect(profileFieldOf(column)).toBe(name)
  })
})

describe('dates', () => {
  const cases: [string, DateOrder | undefined, unknown][] = [
    ['2001-12-31', undefined, { date: '2001-12-31' }],
    ['2001/12/31', undefined, { date: '2001-12-31' }],
    ['2001-12-31T00:00+03:00', undefined, { date: '2001-12-31', time: '00:00:00', instant: '2001-12-30T21:00:00Z' }],
    ['2023-12-31T23:59:59+03:00', undefined, { date: '2023-12-31', time: '23:59:59', instant: '2023-12-31T20:59:59Z' }],
    ['1990-02-22T21:00:00Z', undefined, { date: '1990-02-22', time: '21:00:00', instant: '1990-02-22T21:00:00Z' }],
    [
      '2024-04-08T10:48:05.418Z',
      undefined,
      { date: '2024-04-08', time: '10:48:05', instant: '2024-04-08T10:48:05.418Z' },
    ],
    [
      '2024-04-08T10:48:05.418123456Z',
      undefined,
      { date: '2024-04-08', time: '10:48:05', instant: '2024-04-08T10:48:05.418Z' },
    ],
    ['2024-04-08 10:48:05', undefined, { date: '2024-04-08', time: '10:48:05' }],
    ['2024-04-08 10:48', undefined, { date: '2024-04-08', time: '10:48:00' }],
    ['2024-04-08T10:48:05+0700', undefined, { date: '2024-04-08', time: '10:48:05', instant: '2024-04-08T03:48:05Z' }],
    ['25 June 1990', undefined, { date: '1990-06-25' }],
    ['25 июня 1990 г.', undefined, { date: '1990-06-25' }],
    ['5 Sep 2021', undefined, { date: '2021-09-05' }],
    ['June 25, 1990', undefined, { date: '1990-06-25' }],
    ['25\u00A0июня\u00A01990\u00A0года', undefined, { date: '1990-06-25' }],
    ['25 июня 1990 г., 10:15', undefined, { date: '1990-06-25', time: '10:15:00' }],
    ['25.06.1990 г.', undefined, { date: '1990-06-25' }],
    ['2006-01-25t15:04:05z', undefined, { date: '2006-01-25', time: '15:04:05', instant: '2006-01-25T15:04:05Z' }],
    ['2022-01-02T15:04:05+07:00', undefined, { date: '2022-01-02', time: '15:04:05', instant: '2022-01-02T08:04:05Z' }],
    ['05-06-1990', undefined, undefined],
    ['25.06.90', 'dmy', undefined],
    ['06/25/90', 'mdy', undefined],
    ['33049', undefined, undefined],
    ['31.12.2001', undefined, { date: '2001-12-31' }],
    ['05.06.2001 9:30', undefined, { date: '2001-06-05', time: '09:30:00' }],
    ['25/06/1990', undefined, { date: '1990-06-25' }],
    ['06/25/1990', undefined, { date: '1990-06-25' }],
    ['05/06/1990', undefined, undefined],
    ['05/06/1990', 'dmy', { date: '1990-06-05' }],
    ['05/06/1990', 'mdy', { date: '1990-05-06' }],
    ['25/06/1990', 'mdy', undefined],
    ['12/31/2001 11:05 PM', undefined, { date: '2001-12-31', time: '23:05:00' }],
    ['2023-02-29', undefined, undefined],
    ['2024-02-29', undefined, { date: '2024-02-29' }],
    ['0001-01-01T00:00:00Z', undefined, undefined],
    ['2001-12-31T25:00:00Z', undefined, undefined],
    ['', undefined, undefined],
    ['soon', undefined, undefined],
  ]
  test.each(cases)('%s as %s', (text, order, expected) => {
    expect(readDate(text, { order })).toEqual(expected)
  })

  test('a serial number of a spreadsheet is no date: only a workbook knows which of its numbers are', () => {
    expect(readDate(33049)).toBeUndefined()
  })

  test.each<[Json, string | undefined]>([
    ['25.06.90', 'date.two_digit_year'],
    ['06/25/90 11:05 PM', 'date.two_digit_year'],
    ["25 June '90", 'date.two_digit_year'],
    ['25 июн. 90 г.', 'date.two_digit_year'],
    ['June 25, 90', 'date.two_digit_year'],
    ['2023-02-29', 'date.invalid'],
    ['soon', 'date.invalid'],
    ['10.5.2', 'date.invalid'],
    [33049, 'date.invalid'],
    ['0001-01-01T00:00:00Z', undefined],
    ['0000-00-00 00:00:00', undefined],
  ])('%j is told as %s', (cell, problem) => {
    expect(dateProblem(cell)).toBe(problem)
  })

  test('every day is read back from every spelling of it', () => {
    const months = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ')
    const english = 'January February March April May June July August September October November December'.split(' ')
    fc.assert(
      fc.property(fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (day) => {
        const date = day.toISOString().slice(0, 10)
        const [year = '', month = '', dd = ''] = date.split('-')
        const name = (names: string[]) => names[Number(month) - 1] ?? ''
        const spellings: [string, DateOrder?][] = [
          [date],
          [day.toISOString()],
          [`${date} 15:04:05`],
          [`${date}T23:59+03:00`],
          [`${year}/${month}/${dd}`],
          [`${dd}.${month}.${year}`],
          [`${Number(dd)}.${Number(month)}.${year} г.`],
          [`${dd}/${month}/${year}`, 'dmy'],
          [`${month}/${dd}/${year} 1:05 PM`, 'mdy'],
          [`${Number(dd)} ${name(months)} ${year} г.`],
          [`${Number(dd)} ${name(english)} ${year}`],
          [`${name(english).slice(0, 3)} ${Number(dd)}, ${year}`],
        ]
        for (const [text, order] of spellings) expect([text, readDate(text, { order })?.date]).toEqual([text, date])
      }),
    )
  })
})

describe('numbers', () => {
  test.each<[Json, number | undefined]>([
    ['100', 100],
    ['100.5', 100.5],
    ['1 234,56', 1234.56],
    ['1\u00A0234\u00A0567,8', 1234567.8],
    ['1,234.56', 1234.56],
    ['1.234,56', 1234.56],
    ['1,234', 1234],
    ['1.234', 1.234],
    ['0,125', 0.125],
    ['-888', -888],
    ['−25,5', -25.5],
    ['12,5 %', 12.5],
    ['7,9E+10', 79_000_000_000],
    ['1,234,567.89', 1_234_567.89],
    ["1'234.5", 1234.5],
    ['1.234.567', 1_234_567],
    [0.1, 0.1],
    ['12 34', undefined],
    ['1,23,4', undefined],
    ['abc', undefined],
    ['', undefined],
    [null, undefined],
    [true, undefined],
  ])('%j is %s', (cell, expected) => {
    expect(readNumber(cell)).toBe(expected)
  })

  test.each<[Json, number, number | undefined]>([
    ['3000', 2, 300_000],
    ['4549000', 0, 4_549_000],
    ['100.1', 2, 10_010],
    ['1 234,56 ₽', 2, 123_456],
    ['$19.99', 2, 1_999],
    ['12.50 USD', 2, 1_250],
    [19.99, 2, 1_999],
    [1.1, 2, 110],
    ['-0,05', 2, -5],
    ['1.230', 2, 123],
    ['1.234', 2, undefined],
    ['90071992547409.91', 2, 9_007_199_254_740_991],
    ['90071992547409.92', 2, undefined],
    ['1e21', 2, undefined],
    ['free', 2, undefined],
  ])('%j at %i decimals is %s minor units', (cell, exponent, expected) => {
    expect(readDecimalMinor(cell, exponent)).toBe(expected)
  })

  test('every amount of minor units is read back exactly, with point or comma, grouped or not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom('.', ','),
        fc.constantFrom('', ' ', '\u00A0'),
        (minor, point, group) => {
          const digits = String(Math.abs(minor)).padStart(3, '0')
          const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, group)
          expect(readDecimalMinor(`${minor < 0 ? '-' : ''}${whole}${point}${digits.slice(-2)}`, 2)).toBe(minor)
        },
      ),
    )
  })
})

describe('decimal marks', () => {
  test.each<[Json, Json]>([
    ['1,234', '1.234'],
    ['1.234', '1234'],
    ['-12,500 кг', '-12.500 кг'],
    ['12,50', '12,50'],
    ['1 234,567', '1 234,567'],
    ['0,125', '0,125'],
    [1.234, 1.234],
    [null, null],
  ])('%j behind a comma is %j', (cell, expected) => {
    expect(withDecimalComma(cell)).toBe(expected)
  })

  test('a number is unclear when its mark could part thousands', () => {
    expect(['1,234', '1.234', '12,34', '0,123', '1,234,567', '1234,567'].map(unclearMark)).toEqual([
      'comma',
      'point',
      ...Array(4).fill(undefined),
    ])
  })

  test('every number with decimals is read back in a column with commas', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 999 }), (whole, decimals) => {
        const text = `${whole},${String(decimals).padStart(3, '0')}`
        expect(readNumber(withDecimalComma(text))).toBe(Number(text.replace(',', '.')))
      }),
    )
  })
})

describe('yes or no', () => {
  const yes = 'true TRUE t yes Yes y Y 1 on On да Да ДА д вкл Вкл. включено Включён истина ИСТИНА есть + ✓ ✔️ 1.0'
  const no = 'false FALSE f no No n N 0 off Off нет Нет НЕТ н выкл Выкл. выключено Выключен ложь ЛОЖЬ - − ✗ 0.0'
  test.each(yes.split(' '))('%s is yes', (text) => expect(readBoolean(` ${text} `)).toBe(true))
  test.each(no.split(' '))('%s is no', (text) => expect(readBoolean(text)).toBe(false))
  test('of JSON', () => expect([true, false, 1, 0].map(readBoolean)).toEqual([true, false, true, false]))
  test('anything else is neither', () => {
    for (const cell of ['maybe', 2, null, '', '--', 'да нет', [], { a: true }])
      expect(readBoolean(cell)).toBeUndefined()
  })
})

describe('e-mails', () => {
  test.each<[Json, string | undefined]>([
    [' Anna.Petrova@Example.ORG ', 'anna.petrova@example.org'],
    ['mailto:a@b.ru', 'a@b.ru'],
    ['Анна <anna@b.ru>', 'anna@b.ru'],
    ['почта@пример.рф', 'почта@пример.рф'],
    ['a@xn--e1afmkfd.xn--p1ai', 'a@xn--e1afmkfd.xn--p1ai'],
    ["o'neil+news@sub.example.co.uk", "o'neil+news@sub.example.co.uk"],
    ['a..b@c.ru', undefined],
    ['a@b', undefined],
    ['a b@c.ru', undefined],
    ['a@b.c1', undefined],
    ['a@-b.ru', undefined],
    ['a@b@c.ru', undefined],
    ['5a61f87d69d42678a8dc6dd9@localhost', undefined],
    ['a@b.ru, c@d.ru', undefined],
    [42, undefined],
  ])('%j is %s', (cell, expected) => {
    expect(readEmail(cell)).toBe(expected)
  })

  test('the placeholder of a profile without e-mail is known', () => {
    expect(isPlaceholderEmail('5a61f87d69d42678a8dc6dd9@localhost')).toBe(true)
    expect(isPlaceholderEmail('a@localhost.ru')).toBe(false)
  })
})

describe('phones', () => {
  test.each<[Json, string, string | undefined]>([
    ['+7 900 123-45-67', 'US', '+79001234567'],
    ['8 (900) 123-45-67', 'RU', '+79001234567'],
    ['79001234567', 'RU', '+79001234567'],
    ['79001234567', 'US', '+79001234567'],
    [79001234567, 'RU', '+79001234567'],
    ['9001234567', 'RU', '+79001234567'],
    ['(212) 555-0123', 'US', '+12125550123'],
    ['00 44 20 7946 0958', 'RU', '+442079460958'],
    ['79001234567', 'DE', '+79001234567'],
    ['+7 900 123-45-67 доб. 12', 'RU', '+79001234567'],
    ['79001234567.0', 'RU', '+79001234567'],
    ["'+79001234567", 'RU', '+79001234567'],
    ['тел. 8 900 123 45 67', 'RU', '+79001234567'],
    ['8 900 123 45 67', 'KZ', '+79001234567'],
    ['12', 'RU', undefined],
    ['call me', 'RU', undefined],
    ['', 'RU', undefined],
    ['8 900 123 45 67', 'XX', undefined],
  ])('%j of %s is %s', (cell, region, expected) => {
    expect(readPhone(cell, region)).toBe(expected)
  })

  test('a number that a spreadsheet rounded is told apart from a wrong one', () => {
    expect(parsePhone('7,9E+10', 'RU')).toEqual({ problem: 'rounded' })
    expect(parsePhone('7.90012E+10', 'RU')).toEqual({ problem: 'rounded' })
    expect(parsePhone('7,9E10', 'RU')).toEqual({ problem: 'rounded' })
    expect(parsePhone('7,9001234567e+10', 'RU')).toEqual({ problem: 'rounded' })
    expect(parsePhone('123', 'RU')).toEqual({ problem: 'invalid' })
  })

  test('every Russian number is read back from every spelling of it, and from what was read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 9_000_000_000, max: 9_099_999_999 }), (national) => {
        const text = String(national)
        const [a, b, c, d] = [text.slice(0, 3), text.slice(3, 6), text.slice(6, 8), text.slice(8)]
        const spellings = [
          `+7${text}`,
          `7${text}`,
          `8${text}`,
          text,
          `8 (${a}) ${b}-${c}-${d}`,
          `+7 ${a} ${b} ${c} ${d}`,
        ]
        for (const spelling of spellings) expect([spelling, readPhone(spelling, 'RU')]).toEqual([spelling, `+7${text}`])
        expect(readPhone(Number(`7${text}`), 'US')).toBe(`+7${text}`)
      }),
      { numRuns: 50 },
    )
  })
})

test.each<[Json, string[]]>([
  [
    ['Tag 1', ' Tag 2 ', null, 3],
    ['Tag 1', 'Tag 2', '3'],
  ],
  ['["+79001234567","+79007654321"]', ['+79001234567', '+79007654321']],
  ['tag-1, tag-2', ['tag-1', 'tag-2']],
  ['a;b; c', ['a', 'b', 'c']],
  ['a|b', ['a', 'b']],
  ['Smith, John; Doe, Jane', ['Smith, John', 'Doe, Jane']],
  ['1,5', ['1,5']],
  ['a@b.ru,c@d.ru', ['a@b.ru', 'c@d.ru']],
  ['+79001234567,+79007654321', ['+79001234567', '+79007654321']],
  [[{ name: 'news', title: 'News' }], ['News']],
  ['[broken', ['[broken']],
  ['["a", "b"', ['["a", "b"']],
  ['{"a": 1, "b": 2', ['{"a": 1, "b": 2']],
  ['"[\\"a\\",\\"b\\"]"', ['a', 'b']],
  ["['a', \"b's\", 'c, d', 3, True, None]", ['a', "b's", 'c, d', '3', 'True']],
  ["[{'a': 1}, {'b': 2}]", ["[{'a': 1}, {'b': 2}]"]],
  ["['a', 'b'", ["['a', 'b'"]],
  ['[]', []],
  ['[VIP]; regular', ['[VIP]', 'regular']],
  ['None', ['None']],
  ['a:2:{i:0;s:1:"a";i:1;s:1:"b";}', ['a:2:{i:0;s:1:"a";i:1;s:1:"b";}']],
  ['Rock &amp; Roll', ['Rock &amp; Roll']],
  ['&laquo;A&raquo;;B', ['&laquo;A&raquo;', 'B']],
  ['', []],
  [null, []],
])('%j is the list %j', (cell, expected) => {
  expect(readList(cell)).toEqual(expected)
})

test('a list is read back from every way to write it, and from its own members', () => {
  const words = fc.array(fc.stringMatching(/^[a-zа-я0-9][a-zа-я0-9 -]{0,10}[a-zа-я0-9]$/), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(words, (members) => {
      const python = `[${members.map((member) => `'${member}'`).join(', ')}]`
      const json = JSON.stringify(members)
      const ways: Json[] = [
        members,
        json,
        JSON.stringify(json),
        python,
        ...['\n', '|', ';', ', '].map((by) => members.join(by)),
      ]
      for (const way of ways) expect(readList(way)).toEqual(members)
      for (const member of members) expect(readList(member)).toEqual([member])
    }),
  )
})

test.each<[Json, string]>([
  ['Hard bounced', 'hardbounced'],
  ['hard_bounced', 'hardbounced'],
  ['Подписан', 'subscribed'],
  ['ОТПИСАЛАСЬ', 'unsubscribed'],
  ['Пожаловался', 'complainer'],
  ['Жёсткий возврат', 'hardbounced'],
  ['Не подтверждён', 'unconfirmed'],
  ['Приостановлен', 'suspended'],
  ['Невалидный', 'invalid'],
  [0, '0'],
  ['brand new', 'brand new'],
  [null, ''],
])('status %j is %s', (cell, expected) => {
  expect(readStatus(cell)).toBe(expected)
})

describe('subscriptions', () => {
  const email = {
    channel: 'email',
    address: 'e@x.org',
    status: 'unsubscribed',
    resourceId: '5',
    isDeleted: false,
    priority: 0,
  }
  const nested = {
    resource_id: 5,
    channel: 'email',
    email_data: { email: 'e@x.org', domain: 'x.org', md5: '47f8' },
    priority: 0,
    status: 'unsubscribed',
    hash_id: 'e70dbabe',
    is_delete: false,
  }

  test('nested, as JSON, as JSON text, and single', () => {
    expect(readSubscriptions([nested])).toEqual([email])
    expect(readSubscriptions(JSON.stringify([nested]))).toEqual([email])
    expect(readSubscriptions(nested)).toEqual([email])
  })

  test('flat', () => {
    expect(
      readSubscriptions([
        { resource_id: 5, channel: 'email', email: 'e@x.org', priority: 0, status: 'unsubscribed' },
        { resource_id: 6, channel: 'push', provider: 'ios-firebase', subscription_id: 'token', priority: 1, status: 0 },
        { resource_id: 7, channel: 'whatsapp', cc_data: { phone: '+79001234567' }, is_delete: true },
      ]),
    ).toEqual([
      email,
      { channel: 'push', address: 'token', status: '0', resourceId: '6', isDeleted: false, priority: 1 },
      { channel: 'whatsapp', address: '+79001234567', status: '', resourceId: '7', isDeleted: true, priority: 0 },
    ])
  })

  test('of a hook, without a channel', () => {
    expect(readSubscriptions([{ resource_id: 5, phone: '+79001234567', status: 'subscribed' }])).toEqual([
      { channel: 'sms', address: '+79001234567', status: 'subscribed', resourceId: '5', isDeleted: false, priority: 0 },
    ])
  })

  test('flattened columns given as one object', () => {
    expect(
      readSubscriptions({
        'subscriptions.0.channel': 'email',
        'subscriptions.0.email_data.email': 'e@x.org',
        'subscriptions.0.status': 'unsubscribed',
        'subscriptions.0.resource_id': '5',
        'subscriptions.1.channel': '',
      }),
    ).toEqual([email])
  })

  test.each([
    ['.', ''],
    ['[', ']'],
    ['/', ''],
    [':', ''],
    ['_', ''],
    ['__', ''],
    [' ', ''],
  ])('flattened with %s%s between the parts', (open, close) => {
    const dot = close === '' ? open.replace(' ', '_') : '.'
    const name = (index: number, key: string) =>
      `subscriptions${open}${index}${close === '' ? open : `${close}.`}${key}`
    expect(isFlattened(name(0, 'email'))).toBe(true)
    expect(
      readSubscriptions({
        [name(0, 'resource_id')]: '5',
        [name(0, 'channel')]: 'E-mail',
        [name(0, `email_data${dot}email`)]: 'e@x.org',
        [name(0, 'status')]: 'Отписан',
        [name(1, 'phone')]: '+79001234567',
        [name(1, 'is_delete')]: 'да',
      }),
    ).toEqual([
      email,
      { channel: 'sms', address: '+79001234567', status: '', resourceId: undefined, isDeleted: true, priority: 0 },
    ])
  })

  test('each as JSON text in a column of its own', () => {
    expect(readSubscriptions({ 'subscriptions.0': JSON.stringify(nested) })).toEqual([email])
  })

  test('names that are no parts of anything are not flattened', () => {
    for (const name of ['subscriptions', 'resource_id', 'email_data']) expect(isFlattened(name)).toBe(false)
  })

  test('of a Python repr are not half-read', () => {
    expect(readSubscriptions("[{'channel': 'email', 'email': 'a@b.ru', 'is_delete': True}]")).toEqual([])
  })

  test('what is no subscription gives none', () => {
    for (const cell of ['', 'x', 3, null, [1, 'a'], {}, { a: 1 }]) expect(readSubscriptions(cell)).toEqual([])
  })
})

test('no reader throws, whatever the cell', () => {
  const readers: ((cell: Json) => unknown)[] = [
    readBoolean,
    readDate,
    dateProblem,
    withDecimalComma,
    readEmail,
    isPlaceholderEmail,
    readList,
    readNumber,
    (cell) => readDecimalMinor(cell, 2),
    (cell) => readPhone(cell, 'RU'),
    readStatus,
    readSubscriptions,
  ]
  const json = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)))
  fc.assert(
    fc.property(
      fc.oneof(
        json,
        fc.string({ unit: 'binary' }),
        json.map((value) => JSON.stringify(value)),
      ),
      (cell) => {
        for (const read of readers) read(cell)
      },
    ),
    { numRuns: 200 },
  )
})

test('reading what was read changes nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress(), fc.constantFrom('Отписан', 'АКТИВЕН', ' 0 ')),
      (text) => {
        const status = readStatus(text)
        expect(readStatus(status)).toBe(status)
        const address = readEmail(text)
        if (address !== undefined) expect(readEmail(address)).toBe(address)
        const once = withDecimalComma(text)
        expect(readNumber(once)).toEqual(readNumber(String(once)))
      },
    ),
  )
})

test('cells of a megabyte made to be slow are read in a moment', () => {
  const size = 1_000_000
  const cells = ['(', ' ', '[', '1,', 'a@', "['a', ", `['${'\\'.repeat(9)}`, '&amp;', '\t;', '1 ', '«1'].map((part) =>
    part.repeat(size / part.length),
  )
  for (const cell of [...cells, `[${cells[5]}`, `"[${cells[1]}`, `9${cells[3]}x`]) {
    readBoolean(cell)
    readDate(cell)
    dateProblem(cell)
    readEmail(cell)
    readList(cell)
    readNumber(cell)
    withDecimalComma(cell)
    readPhone(cell, 'RU')
    readStatus(cell)
    readSubscriptions(cell)
  }
})
