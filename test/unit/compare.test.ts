import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../server/lib/json.ts'
import { differences, sameValue } from '../../server/pipedrive/compare.ts'

const person = (value: string, primary: boolean, label = 'work') => ({ value, primary, label })

describe('what Pipedrive makes of a value is no difference', () => {
  const same: [string, Json, Json][] = [
    ['white space around a text', ' Anna ', 'Anna'],
    ['fractions of a second', '2024-04-08T10:48:05.418Z', '2024-04-08T10:48:05Z'],
    ['another spelling of the same moment', '2024-04-08T10:48:05Z', '2024-04-08 10:48:05Z'],
    ['the same moment in another zone', '2024-04-08T13:48:05+03:00', '2024-04-08T10:48:05Z'],
    ['a number that a double cannot hold', 0.1 + 0.2, 0.3],
    ['an option shown with its label', 17, { id: 17, label: 'VIP' }],
    ['the order of options', [3, 1, 2], [1, 2, 3]],
    ['the case of an e-mail address', [person('Anna@X.example', true)], [person('anna@x.example', true)]],
    ['the label of a contact', [person('a@x.example', true)], [person('a@x.example', true, 'home')]],
    ['parts that nobody wrote', { value: 12.5, currency: 'RUB' }, { value: 12.5, currency: 'RUB', formatted: '12,50' }],
    [
      'the order of prices and what is added to them',
      [
        { currency: 'RUB', price: 100 },
        { currency: 'EUR', price: 1 },
      ],
      [
        { id: 1, currency: 'EUR', price: 1, cost: 0 },
        { id: 2, currency: 'RUB', price: 100, cost: 0 },
      ],
    ],
    ['nothing', null, null],
  ]
  it.each(same)('%s', (_what, written, found) => expect(sameValue(written, found)).toBe(true))
})

describe('a real difference is one', () => {
  const different: [string, Json, Json][] = [
    ['another text', 'Anna', 'anna'],
    ['a text cut short', 'Anna Petrova', 'Anna'],
    ['an empty field', 'Anna', null],
    ['a second', '2024-04-08T10:48:05Z', '2024-04-08T10:48:06Z'],
    ['a day', '2024-04-08', '2024-04-09'],
    ['a cent', 45_490.0, 45_490.01],
    ['a cent of millions', 123_456_789.01, 123_456_789.02],
    ['a number for a text', '12', 12],
    ['a text for a number', 12, '12'],
    ['zero and nothing', 0, null],
    ['no and nothing', false, null],
    ['another option', 17, { id: 18, label: 'VIP' }],
    ['an option less', [1, 2], [1]],
    ['an option more', [1], [1, 2]],
    ['another currency', { value: 12.5, currency: 'RUB' }, { value: 12.5, currency: 'EUR' }],
    ['a missing contact', [person('a@x.example', true)], []],
    ['another primary contact', [person('a@x.example', true)], [person('a@x.example', false)]],
    ['one list item twice for two', [1, 2], [1, 1]],
    ['one list item for the same twice', [1, 1], [1, 2]],
  ]
  it.each(different)('%s', (_what, written, found) => expect(sameValue(written, found)).toBe(false))
})

describe('sameValue', () => {
  const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value

  it('holds for every value and itself', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(sameValue(value, structuredClone(value))).toBe(true)
      }),
    )
  })

  it('holds for every list of ids in any order', () => {
    const shuffled = fc
      .array(fc.nat(50), { maxLength: 12 })
      .chain((ids) => fc.tuple(fc.constant(ids), fc.shuffledSubarray(ids, { minLength: ids.length })))
    fc.assert(
      fc.property(shuffled, ([written, found]) => {
        expect(sameValue(written, found)).toBe(true)
      }),
    )
  })

  it('holds for lists of ids only when they hold the same ids as often', () => {
    const ids = fc.array(fc.nat(3), { maxLength: 4 })
    const sorted = (list: number[]) => JSON.stringify([...list].sort())
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        expect(sameValue(a, b)).toBe(sorted(a) === sorted(b))
      }),
    )
  })
})

describe('differences', () => {
  it('name the field with both values, custom fields by their code', () => {
    const body = { name: 'Anna', org_id: 5, custom_fields: { c0de: 42, feed: 'x' } }
    const record = { name: 'Anna', org_id: null, custom_fields: { c0de: 41, feed: 'x' } }
    expect(differences(body, record)).toEqual([
      { field: 'org_id', written: 5, found: null },
      { field: 'custom_fields.c0de', written: 42, found: 41 },
    ])
  })

  it('tell a field that the record does not show at all', () => {
    expect(differences({ code: 'A-1', custom_fields: { c0de: 1 } }, {})).toEqual([
      { field: 'code', written: 'A-1', found: null },
      { field: 'custom_fields.c0de', written: 1, found: null },
    ])
  })

  it('leave what is judged elsewhere, and what was not written', () => {
    expect(differences({ value: 10 }, { value: 12, title: 'made by a person' }, ['value'])).toEqual([])
  })
})
