import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Json } from '../../server/lib/json.ts'
import { namesToTell } from '../../server/mapping/model/column-names.ts'
import { describeColumn } from '../../server/mapping/model/describe-column.ts'
import { targetsForModel } from '../../server/mapping/model/never-by-model.ts'
import { toShape } from '../../server/mapping/model/shape.ts'
import { openColumn } from './mapping-model-fixture.ts'

const letters = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  cyrillic: 'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  cyrillicUpper: 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
  digits: '0123456789',
}
const maskLike = fc.stringMatching(/^[aAяЯ9x{}+@. -]{0,30}$/)
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.emailAddress(),
  fc.webUrl(),
  fc.uuid(),
  maskLike,
  fc.string({ unit: fc.constantFrom(...Object.values(letters).join(''), ...' .,-+()@{}[]":'), maxLength: 60 }),
  fc.constantFrom('999', 'aaa', 'Aaaa', 'яяя', 'xxx', '24', 'a{24+}', '{"Иванов":"Иван"}', '["anna@shop.example"]'),
)
const value: fc.Arbitrary<Json> = fc.oneof(
  text,
  text.map((inner) => JSON.stringify([inner])),
  fc.double(),
  fc.boolean(),
)
const nested = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>

/** Every three letters or digits that stand in a row. */
function partsOf(value: Json): string[] {
  const words = (typeof value === 'string' ? value : JSON.stringify(value)).match(/[\p{L}\p{N}]{3,}/gu) ?? []
  return words.flatMap((word) => [...word].slice(2).map((_, at) => [...word].slice(at, at + 3).join('')))
}

/** Every letter and digit replaced by another of its class. */
function disguise(text: string, step: number): string {
  return [...text]
    .map((char) => {
      const alphabet = Object.values(letters).find((letters) => letters.includes(char))
      return alphabet?.[(alphabet.indexOf(char) + step) % alphabet.length] ?? char
    })
    .join('')
}

describe('the shape of a value', () => {
  test.for<[Json, string]>([
    ['+7 (915) 123-45-67', '+9 (9{3}) 9{3}-9{2}-9{2}'],
    ['anna.p@shop.example', 'a{4}.a@a{4}.a{7}'],
    ['Мария Петрова-Водкина', 'Яя{4} Яя{6}-Яя{6}'],
    ['AB12345', 'A{2}9{5}'],
    ['507f1f77bcf86cd799439011', 'x{24}'],
    ['McDonald', 'x{8}'],
    ['1 234,50 ₽', '9 9{3},9{2} ₽'],
    [12.5, '9{2}.9'],
    ['[{"channel":"email","n":[1,2,"a"]}]', '[{a{7}: a, a: [9, a]}]'],
    [{ a: { b: { c: { d: 1 } } } }, '{a: {a: {a: …}}}'],
    ['', ''],
    [null, '-'],
    ['😀😀 ok\n\u0000', '· a{2} ·'],
  ])('%j is %s', ([given, shape]) => expect(toShape(given)).toBe(shape))

  it('holds no three letters or digits in a row of the value, whatever the value is', () => {
    fc.assert(
      fc.property(fc.oneof(value, nested), (given) => {
        const shape = toShape(given)
        expect(partsOf(given).filter((part) => shape.includes(part))).toEqual([])
        expect(shape).not.toMatch(/[\p{L}\p{N}]{3}/u)
      }),
      { numRuns: 3000 },
    )
  })

  it('is the same for values that differ only in which letters and digits they have', () => {
    const plain = text.filter((given) => !/^\s*"?\s*[[{]/.test(given))
    fc.assert(
      fc.property(plain, fc.integer({ min: 1, max: 40 }), (given, step) => {
        expect(toShape(disguise(given, step))).toBe(toShape(given))
      }),
      { numRuns: 2000 },
    )
  })

  it('stays short for huge, deep and wide values', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`key ${at}`, at]))
    const huge = ['ab '.repeat(1e5), 'Z'.repeat(1e6), '['.repeat(1e5) + ']'.repeat(1e5), wide, [wide, wide, [wide]]]
    for (const given of huge) expect(toShape(given).length).toBeLessThan(500)
  })
})

describe('what is told of a column', () => {
  it('is its kind, types, rounded figures and shapes', () => {
    const values = ['Anna', 'Maria', 'Olga', 'Anna', '', '8 915 123-45-67', 'Vera', 'Nina', 'Inna', 'Lena']
    expect(describeColumn(openColumn('Имя', values), 'Имя')).toEqual({
      name: 'Имя',
      kind: 'profiles',
      types: ['text', 'phone'],
      filled: '90-100 %',
      distinct: 'few',
      shapes: ['Aa{3}', '9 9{3} 9{3}-9{2}-9{2}', 'Aa{4}'],
    })
  })

  it('holds no part of any value', () => {
    const tellable = JSON.stringify(describeColumn(openColumn('x', ['x']), ''))
    const words = new Set(tellable.match(/[\p{L}\p{N}]{3,}/gu))
    const known = [
      ...words,
      'integer',
      'decimal',
      'boolean',
      'isoDate',
      'slashDate',
      'dotDate',
      'email',
      'phone',
      'url',
    ]
    const vocabulary = [...known, 'objectId', 'json', 'text', 'one', 'few', 'many', 'all', 'different', '100'].join(' ')
    fc.assert(
      fc.property(fc.array(fc.oneof(value, nested), { minLength: 1, maxLength: 12 }), (values) => {
        const told = JSON.stringify(describeColumn(openColumn('x', values), ''))
        const parts = values.flatMap(partsOf).filter((part) => !vocabulary.includes(part))
        expect(parts.filter((part) => told.includes(part))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

describe('the name of a column', () => {
  it('is told as it is', () => {
    expect(namesToTell([openColumn('Любимый бренд (2024)', ['Acme'])])).toEqual(['Любимый бренд (2024)'])
  })

  it('is one line of visible characters, 120 at most', () => {
    const name = `a\r\nb\tc\u0000\u202Ed\u200B\u{E0041}${'й'.repeat(200)}`
    const [told = ''] = namesToTell([openColumn(name, ['1'])])
    expect(told.startsWith('a b c d й')).toBe(true)
    expect([...told]).toHaveLength(120)
  })

  it.each(['anna@shop.example', 'Анна <anna@shop.example>', '+7 (915) 123-45-67', '12.05.1990', '٠١٢٣٤٥٦٧'])(
    '%s is data, and told by its shape together with the others of its file',
    (name) => {
      const told = namesToTell([openColumn(name, ['1']), openColumn('Петрова', ['Иванова']), openColumn('', ['1'])])
      expect(told[0]).not.toMatch(/[\p{L}\p{N}]{3}/u)
      expect(told.slice(1)).toEqual(['Яя{6}', ''])
    },
  )

  it('is told by its shape when it is one of the values below it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-zА-Яа-я0-9]{3,40}$/), (name) => {
        const [told = ''] = namesToTell([openColumn(name, ['other', name.toUpperCase()])])
        expect(told).not.toMatch(/[\p{L}\p{N}]{3}/u)
      }),
    )
  })

  it('is cut without telling the beginning of an address', () => {
    const [told = ''] = namesToTell([openColumn(`${'я '.repeat(54)}anna.petrova@shop.example`, ['1'])])
    expect(told).not.toContain('anna')
  })

  it('of one file does not hide those of another', () => {
    const other = { ...openColumn('Бренд', ['Acme']), datasetId: 'other' }
    expect(namesToTell([openColumn('anna@shop.example', ['1']), other])[1]).toBe('Бренд')
  })
})

describe('targets that a model may choose', () => {
  const emails = ['anna@shop.example', 'boris@shop.example', 'vera@shop.example', 'none']
  const chosen = (candidates: string[], values: Json[]) => targetsForModel({ ...openColumn('x', values), candidates })

  it('never are those that leave data out, give consent or take part of a segment', () => {
    const never = ['ignore', 'person.test_flag', 'person.marketing_status', 'person.custom:sms_optin', 'segment.member']
    for (const values of [['1', '2'], emails, ['true', 'false']]) expect(chosen(never, values)).toEqual([])
  })

  it.each<[string, Json[], Json[]]>([
    ['person.email', emails, ['Anna', 'Boris', 'anna@shop.example']],
    ['person.phone', ['+7 915 123-45-67', '89151234567'], ['7', 'call me']],
    ['person.source_id', ['11', '12', '13'], ['11', '11', '12', '12']],
    ['order.source_id', ['A-1', 'A-2'], ['A-1', '']],
    ['order.person', emails, ['Anna', 'Boris']],
    ['order.total', ['10', '12.50'], ['ten', 'twelve']],
    ['order.created_at', ['2024-01-02', '2024-01-03T10:00:00Z'], ['10', '12']],
    ['order.status', ['new', 'paid', 'new'], [{ state: 'new' }, { state: 'paid' }]],
    ['organization.domain', ['shop.example', 'www.acme.example'], ['Shop', 'anna@shop.example']],
    ['person.name', ['Anna Petrova', 'Boris Orlov'], ['10', '12']],
    ['person.job_title', ['Buyer', 'Seller'], ['{"a":1}', '[1]']],
  ])('hold %s only where the values agree', (target, agreeing, others) => {
    expect(chosen([target, target], agreeing)).toEqual([target])
    expect(chosen([target], others)).toEqual([])
    expect(chosen([target], ['', null])).toEqual([])
  })

  it('always hold a custom field', () => {
    expect(chosen(['person.custom', 'ignore'], ['{"a":1}'])).toEqual(['person.custom'])
  })
})
