import { describe, expect, test } from 'vitest'
import type { DatasetKind } from '../../server/altcraft/types.ts'
import { isRounded } from '../../server/altcraft/values/rounded.ts'
import type { JsonObject } from '../../server/lib/json.ts'
import { draftOf, draftsOf } from './mapping-fixture.ts'

test.each(['1,23E+11', '1.23457E+11', '5E+23', '5.6e+23', '1,2Е+14', '1.2345678901234568E16', 1.5e23])(
  '%s is a number that a spreadsheet rounded',
  (cell) => expect(isRounded(cell)).toBe(true),
)

test.each([
  '123456789012',
  '5a61f87d69d42678a8dc6dd9',
  '3E12',
  '1e10',
  'E+11',
  '12E+11',
  'A1.5E+11',
  '',
  null,
  true,
  7,
])('%j is not', (cell) => expect(isRounded(cell)).toBe(false))

describe('rows whose own id was rounded fail, so that many records do not become one', () => {
  test.each<[DatasetKind, JsonObject, string]>([
    ['profiles', { _id: '5,6E+23', email: 'anna@example.org' }, '_id'],
    ['orders', { external_id: '1,23E+11', total_price: '100', currency: 'RUB', status: 'paid' }, 'external_id'],
    ['products', { external_id: '1.23E+11', name: 'Book', price: '100' }, 'external_id'],
  ])('%s', (kind, rounded, column) => {
    const whole = (n: number) => ({
      ...rounded,
      [column]: `12345678901${n}`,
      ...(kind === 'profiles' && { email: `a${n}@b.ru` }),
    })
    const [draft, other] = draftsOf([{ name: 'file', kind, rows: [rounded, whole(1), whole(2)] }])
    expect(draft).toMatchObject({ result: 'fail', code: 'id.rounded', column })
    expect(other?.result).toBe('drafts')
  })
})

test('an order that names its person by a rounded id is kept, and it is told', () => {
  const draft = draftOf('orders', { external_id: 'o1', profile_id: '5,6E+23', total_price: '100', status: 'paid' })
  expect(draft).toMatchObject({
    result: 'drafts',
    findings: [{ code: 'id.rounded', level: 'warning', column: 'profile_id' }],
  })
})
