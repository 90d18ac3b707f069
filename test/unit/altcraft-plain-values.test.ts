import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnyDate, readDate } from '../../server/altcraft/values/date.ts'
import { readDecimal } from '../../server/altcraft/values/decimal.ts'
import { isAddress, readEmail } from '../../server/altcraft/values/email.ts'
import { readList } from '../../server/altcraft/values/list.ts'
import { readNumber } from '../../server/altcraft/values/number.ts'
import { parseAnyPhone, parsePhone } from '../../server/altcraft/values/phone.ts'
import { readPlainMobile } from '../../server/altcraft/values/plain-mobile.ts'
import { remembering } from '../../server/altcraft/values/remembering.ts'
import { isTooDeep } from '../../server/altcraft/values/text.ts'

/** What programs write is read in a shorter way, which must give what the long way gives, for every text. */

const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`))
const often = <T>(value: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(value), weight: 3 }, { arbitrary: other, weight: 1 })

describe('phones', () => {
  const regions = fc.constantFrom('RU', 'KZ', 'BY', 'UA', 'UZ', 'US', 'DE', 'IT', 'CN', 'MN', 'ru', 'XX', '')
  const prefixes = fc.constantFrom(
    '+7',
    '8',
    '7',
    '',
    '+',
    '(7)',
    '(8',
    '+(7)',
    '+8',
    '77',
    '1',
    '+49',
    '375',
    '00',
    '+44',
  )
  const mark = often('', fc.constantFrom(' ', '-', '(', ')', ') ', ' (', '--', '  ', '.', '/'))
  const national = fc.oneof(
    digits(9).map((rest) => `9${rest}`),
    digits(7).map((rest) => `930${rest}`),
    fc.integer({ min: 8, max: 12 }).chain(digits),
  )
  const spelled = fc
    .tuple(prefixes, national, fc.array(mark, { minLength: 14, maxLength: 14 }))
    .map(([prefix, number, marks]) => [prefix, ...number].map((part, at) => `${part}${marks[at] ?? ''}`).join(''))
    .map((text) => text.trim())
    .filter((text) => text !== '')

  test('every spelling of numbers of many countries is what libphonenumber says', () => {
    fc.assert(
      fc.property(spelled, regions, (text, region) => {
        // E.164 of +7 is taken as it is written.
        fc.pre(!/^\+7\d{10}$/.test(text))
        expect(parsePhone(text, region)).toEqual(parseAnyPhone(text, region))
      }),
      { numRuns: 5000 },
    )
  })

  test('every range of Russian mobile numbers that is not looked up is one that libphonenumber has', () => {
    const wrong: string[] = []
    for (let range = 90_000; range < 100_000; range += 1) {
      const mobile = readPlainMobile(`8${range}54321`, 'RU')
      const known = parseAnyPhone(`8${range}54321`, 'RU')
      if (mobile !== undefined && !('phone' in known && known.phone === mobile)) wrong.push(String(range))
    }
    expect(wrong).toEqual([])
    expect(readPlainMobile('8 (915) 123-45-67', 'RU')).toBe('+79151234567')
  })
})

describe('dates', () => {
  const two = fc.oneof(
    { arbitrary: fc.integer({ min: 0, max: 13 }).map((value) => String(value).padStart(2, '0')), weight: 4 },
    { arbitrary: fc.integer({ min: 0, max: 99 }).map((value) => String(value).padStart(2, '0')), weight: 1 },
  )
  const day = fc.oneof(two, fc.constantFrom('28', '29', '30', '31', '1'))
  const year = fc.oneof(
    fc.integer({ min: 1890, max: 2040 }).map(String),
    fc.constantFrom('1000', '9999', '0001', '2000', '1900'),
  )
  const offset = fc.oneof(
    fc.constantFrom(
      '',
      'Z',
      'z',
      ' UTC',
      '+03:00',
      '-11:30',
      '+0300',
      '+03',
      '+24:00',
      '-23:59',
      '+25:00',
      '-00:00',
      '.418Z',
    ),
    fc.tuple(fc.constantFrom('+', '-'), two, two).map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
  )
  const clock = fc.tuple(fc.constantFrom('T', ' ', 't', ', '), two, two, fc.option(two), offset)
  const time = clock.map(([mark, hour, minute, second, zone]) =>
    [mark, hour, ':', minute, second === null ? '' : `:${second}`, zone].join(''),
  )
  const iso = fc.tuple(year, fc.constantFrom('-', '-', '/', '.'), two, day)
  const dotted = fc.tuple(day, fc.constantFrom('.', '.', '/', '-'), two, year)
  const written = fc
    .tuple(
      fc.oneof(
        iso.map(([a, by, b, c]) => [a, b, c].join(by)),
        dotted.map(([a, by, b, c]) => [a, b, c].join(by)),
      ),
      fc.option(time),
    )
    .map(([date, behind]) => `${date}${behind ?? ''}`)
  const orders = fc.constantFrom('dmy', 'mdy', 'ymd', undefined)

  test('every date, real or not, is what the expressions find', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          written,
          written,
          written.map((text) => ` ${text}\u200B`),
          fc.string(),
        ),
        orders,
        (text, order) => {
          expect(readDate(text, { order })).toEqual(readAnyDate(text, order))
        },
      ),
      { numRuns: 20_000 },
    )
  })

  test('an instant beyond the year 9999 is what the expressions find', () => {
    const text = '9999-12-31T23:30:00-01:00'
    expect(readDate(text)).toEqual(readAnyDate(text, undefined))
  })

  test('an instant may lie on the day before or after the one that is written, also of another year', () => {
    const cases = [
      ['2024-03-01T00:00:00+03:00', '2024-02-29T21:00:00Z'],
      ['2023-03-01T00:00:00+03:00', '2023-02-28T21:00:00Z'],
      ['2024-01-01T00:30+03:00', '2023-12-31T21:30:00Z'],
      ['2023-12-31T23:00:00-05:00', '2024-01-01T04:00:00Z'],
      ['2023-04-30T23:00:00-05:00', '2023-05-01T04:00:00Z'],
    ]
    for (const [text = '', instant] of cases) expect(readDate(text)?.instant).toBe(instant)
  })
})

test('every number without groups and exponent is the double nearest to its decimals', () => {
  const plain = fc.stringMatching(/^-?\d{1,25}(?:\.\d{1,20})?$/)
  fc.assert(
    fc.property(plain, (text) => {
      const { negative, digits: whole, scale } = readDecimal(text) ?? { negative: false, digits: '', scale: 0 }
      const value = Number(`${whole}e-${scale}`)
      expect(readNumber(text)).toBe(negative && value !== 0 ? -value : value)
    }),
    { numRuns: 2000 },
  )
  expect(readNumber('-0.00')).toBe(0)
  expect(readNumber('1'.repeat(61))).toBeUndefined()
})

describe('e-mails', () => {
  const part = fc.stringMatching(/^[a-zA-Z0-9._+\-'я]{1,12}$/)
  const host = fc.oneof(
    fc.stringMatching(/^[a-z0-9-]{1,8}(?:\.[a-z0-9-]{1,8}){0,3}(?:\.[a-zA-Z1]{1,4})?$/),
    fc.constantFrom('mail.ru', 'xn--e1afmkfd.xn--p1ai', 'пример.рф', `${'a'.repeat(64)}.ru`, `${'a'.repeat(63)}.ru`),
  )
  const address = fc.tuple(part, host).map(([local, domain]) => `${local}@${domain}`)

  test('every address is one by the rule for all scripts', () => {
    fc.assert(
      fc.property(address, (text) => {
        const lower = text.toLowerCase()
        expect(readEmail(text)).toBe(isAddress(lower) ? lower : undefined)
      }),
      { numRuns: 5000 },
    )
  })

  test('what was read is read as itself', () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.emailAddress()), (text) => {
        const email = readEmail(text)
        if (email !== undefined) expect(readEmail(email)).toBe(email)
      }),
    )
  })
})

test('a text without marks between values is a list of itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(!/[[{|;,\r\n]/.test(text))
      expect(readList(text)).toEqual(readList([text]))
    }),
    { numRuns: 1000 },
  )
})

test('nesting is too deep from the same level on, however long the text', () => {
  const nested = (depth: number, filler: number) => `${'['.repeat(depth)}${' '.repeat(filler)}${']'.repeat(depth)}`
  expect([0, 100, 200].flatMap((depth) => [0, 500].map((filler) => isTooDeep(nested(depth, filler))))).not.toContain(
    true,
  )
  expect(isTooDeep('['.repeat(201))).toBe(true)
})

describe('remembering', () => {
  test('gives what is read, once per argument', () => {
    const asked: string[] = []
    const read = remembering((text: string) => {
      asked.push(text)
      return text === 'none' ? undefined : text.toUpperCase()
    })
    expect(['a', 'none', 'a', 'none', 'b'].map(read)).toEqual(['A', undefined, 'A', undefined, 'B'])
    expect(asked).toEqual(['a', 'none', 'b'])
  })

  test('holds no more than its limit, and no long text', () => {
    const asked: string[] = []
    const read = remembering((text: string) => asked.push(text), 2)
    const long = 'x'.repeat(101)
    for (const text of ['a', 'b', 'c', 'a', 'a', long, long]) read(text)
    expect(asked).toEqual(['a', 'b', 'c', 'a', long, long])
  })
})
