import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lookOfText, makeCellLooker, typeOf } from '../../server/staging/cell-look.ts'
import { valueTypeOf } from '../../server/staging/value-type.ts'

const looker = makeCellLooker()

function lookAt(text: string) {
  const bytes = Buffer.from(`x${text}x`)
  return looker.look(bytes, 1, bytes.length - 1)
}

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 18 })
const looksAlike = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'0123456789-+.,:/TZE ()[]{}@ahw;|\u00a0д\n\x15'), maxLength: 26 }),
  digits,
  fc.tuple(fc.constantFrom('', '-', '+', '7', '8', '(8'), digits).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('', '-', '0'), digits, fc.constantFrom('.', ','), digits).map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('2024', '0999'),
      fc.constantFrom('-', '/', '.'),
      digits,
      fc.constantFrom('', 'T21:00:00Z', ' 9:30', 'T05:00:00.123456789+03:00', 'T22:00Z\n'),
    )
    .map(([year, sign, rest, time]) => `${year}${sign}${rest.slice(0, 2).padStart(2, '0')}${sign}17${time}`),
  fc
    .tuple(digits, fc.constantFrom('/', '.', '-'), digits)
    .map(([a, sign, b]) => `${a.slice(0, 2)}${sign}${b.slice(0, 2)}${sign}1999`),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEFg'), minLength: 24, maxLength: 24 }),
  fc
    .tuple(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), fc.constantFrom('.ru', '.', '', '.рф'))
    .map(([a, b, c]) => `${a}@${b}${c}`),
  fc.constantFrom(
    'true',
    'НЕТ',
    'Истина',
    'yes',
    'https://a.ru/x',
    'WWW.x.ru',
    '7,9E+10',
    '[1]',
    '[',
    '{}x',
    '1 234,50',
    'a; b',
    'a, b',
    `${'я'.repeat(200)}; b`,
    `${'я'.repeat(140)}, b`,
  ),
)

test('a look at bytes and a look at the text agree on every cell', () => {
  fc.assert(
    fc.property(looksAlike, (raw) => {
      const text = raw.toWellFormed().replace(/^[\0-\x20]+|[\0-\x20]+$/g, '')
      fc.pre(text !== '')
      expect(lookAt(text)).toBe(lookOfText(text, valueTypeOf(text, text)))
    }),
    { numRuns: 30_000 },
  )
})

test('numbers have their value, others none', () => {
  const numberIn = (text: string) => {
    lookAt(text)
    return looker.number
  }
  expect(numberIn('1973')).toBe(1973)
  expect(numberIn('-12,50')).toBe(-12.5)
  expect(numberIn('1 234,5')).toBe(1234.5)
  expect(numberIn('00016')).toBeNaN()
  expect(numberIn('79001234567')).toBeNaN()
  expect(numberIn('2024-01-01')).toBeNaN()
})

test('a plain cell says what it is', () => {
  const types = [
    '5a61f87d69d42678a8dc6dd9',
    'anna@example.org',
    '+79001234567',
    '89001234567',
    '1',
    '0.5',
    '2024-03-05T10:48:05.418Z',
    'Анна',
    '[1]',
  ]
  expect(types.map((text) => typeOf(lookAt(text)))).toEqual([
    'objectId',
    'email',
    'phone',
    'phone',
    'integer',
    'decimal',
    'isoDate',
    'text',
    'json',
  ])
})
