import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../server/lib/json.ts'
import { makeReadMoment } from '../../server/mapping/drafting/moments.ts'
import type { StepContext, StepResult } from '../../server/mapping/transforms/step.ts'
import { applyTransform, idempotent, makeChain } from '../../server/mapping/transforms/steps.ts'
import type { Transform, TransformName } from '../../server/mapping/transforms/types.ts'
import { findUnusable } from '../../server/mapping/transforms/unusable-steps.ts'
import { cells, chain, columns, steps, value } from './transforms-arbitrary.ts'

const context: StepContext = {
  phoneRegion: 'RU',
  timezone: 'Europe/Moscow',
  currency: 'RUB',
  indexOf: (column) => columns.indexOf(column),
}

function apply(transform: Transform, value: Json, cells: Json[] = []): StepResult {
  return applyTransform(transform, value, context, cells)
}

describe('texts', () => {
  test.each<[Transform, Json, StepResult]>([
    [{ name: 'trim' }, ' \u200B Anna\u00A0 ', { ok: 'Anna' }],
    [{ name: 'trim' }, 5, { ok: '5' }],
    [{ name: 'trim' }, '  ', { ok: null }],
    [{ name: 'case', to: 'upper' }, 'straße', { ok: 'STRASSE' }],
    [{ name: 'case', to: 'title' }, "АННА-МАРИЯ o'neil", { ok: "Анна-Мария O'Neil" }],
    [{ name: 'case', to: 'lower' }, ['A', null, 'B'], { ok: ['a', 'b'] }],
    [{ name: 'case', to: 'lower' }, { a: 1 }, { problem: 'value.structured' }],
    [{ name: 'split', by: ';' }, 'a; b;;c', { ok: ['a', 'b', 'c'] }],
    [{ name: 'split', by: '/', part: 2 }, 'a/b/c', { ok: 'b' }],
    [{ name: 'split', by: '/', part: -1 }, 'a/b/c', { ok: 'c' }],
    [{ name: 'split', by: '/', part: 9 }, 'a/b/c', { ok: null }],
    [{ name: 'join', by: ', ' }, '["a", 1, null]', { ok: 'a, 1' }],
    [{ name: 'join', by: ', ' }, 'plain', { ok: 'plain' }],
  ])('%j of %j', (transform, value, expected) => {
    expect(apply(transform, value)).toEqual(expected)
  })
})

test('equal texts have equal hashes', () => {
  const result = apply({ name: 'hash' }, ' a@b.ru ')
  expect('ok' in result && result.ok).toMatch(/^[\da-f]{64}$/)
  expect(apply({ name: 'hash' }, 'a@b.ru')).toEqual(result)
  expect(apply({ name: 'hash' }, 'A@b.ru')).not.toEqual(result)
})

describe('contacts', () => {
  test.each<[Transform, Json, StepResult]>([
    [{ name: 'emailCleanUp' }, ' Anna <ANNA@Shop.RU> ', { ok: 'anna@shop.ru' }],
    [{ name: 'emailCleanUp' }, 'a@b.ru; c@d.ru', { ok: ['a@b.ru', 'c@d.ru'] }],
    [{ name: 'emailCleanUp' }, 'a@b.ru; nobody', { problem: 'email.malformed', rest: 'a@b.ru' }],
    [{ name: 'emailCleanUp' }, '7@localhost', { problem: 'email.placeholder' }],
    [{ name: 'phone' }, '8 (900) 123-45-67', { ok: '+79001234567' }],
    [{ name: 'phone', region: 'GB' }, '020 7946 0018', { ok: '+442079460018' }],
    [{ name: 'phone' }, '7,9E+10', { problem: 'phone.rounded' }],
    [{ name: 'phone' }, 'call me', { problem: 'phone.invalid' }],
    [{ name: 'domain' }, 'anna@mail.shop.co.uk', { ok: 'shop.co.uk' }],
    [{ name: 'domain' }, 'https://www.xn--80aswg.xn--p1ai/about?x=1', { ok: 'сайт.рф' }],
    [{ name: 'domain' }, 'nowhere', { problem: 'domain.none' }],
  ])('%j of %j', (transform, value, expected) => {
    expect(apply(transform, value)).toEqual(expected)
  })
})

describe('numbers, dates and choices', () => {
  test.each<[Transform, Json, StepResult]>([
    [{ name: 'number' }, '1 234,5', { ok: 1234.5 }],
    [{ name: 'number', decimalMark: 'comma' }, '1.234', { ok: 1234 }],
    [{ name: 'number' }, 'twelve', { problem: 'number.invalid' }],
    [{ name: 'money', scale: 'minor' }, '4499050', { ok: 44_990.5 }],
    [{ name: 'money', scale: 'major' }, '44 990,50 ₽', { ok: 44_990.5 }],
    [{ name: 'date', order: 'mdy' }, '02/03/2024', { ok: '2024-02-03' }],
    [{ name: 'date', zone: 'Europe/Moscow' }, '1990-05-04T21:00:00Z', { ok: '1990-05-05' }],
    [{ name: 'date' }, '0001-01-01T00:00:00Z', { ok: null }],
    [{ name: 'date' }, '31.02.2024', { problem: 'date.invalid' }],
    [{ name: 'yesNo' }, 'Да', { ok: 'Yes' }],
    [{ name: 'yesNo' }, false, { ok: 'No' }],
    [{ name: 'yesNo' }, 'maybe', { problem: 'yes_no.unclear' }],
    [{ name: 'valueMap', values: { VIP: 'Gold' } }, ' vip ', { ok: 'Gold' }],
    [{ name: 'valueMap', values: { VIP: 'Gold' } }, 'other', { problem: 'option.unknown' }],
    [{ name: 'valueMap', values: { VIP: 'Gold' }, otherwise: 'None' }, 'other', { ok: 'None' }],
    [{ name: 'valueMap', values: { VIP: '' } }, 'VIP', { ok: null }],
    [{ name: 'valueMap', values: {} }, 'constructor', { problem: 'option.unknown' }],
  ])('%j of %j', (transform, value, expected) => {
    expect(apply(transform, value)).toEqual(expected)
  })

  test('a day is the one that dates of the import have', () => {
    const readMoment = makeReadMoment({ timezone: 'Europe/Moscow' })
    for (const text of ['2024-02-03T23:30:00+05:00', '3 марта 2024 г.', '2024-02-03 10:00']) {
      expect(apply({ name: 'date' }, text)).toEqual({ ok: readMoment(text, {})?.date })
    }
  })
})

describe('JSON paths', () => {
  const value = { a: { b: [{ t: 1 }, { t: 2 }] }, 'odd key': 'x', __proto__x: 1 }
  test.each<[string, StepResult]>([
    ['$', { ok: value }],
    ['$.a.b[1].t', { ok: 2 }],
    ['$.a.b[*].t', { ok: [1, 2] }],
    ['$["odd key"]', { ok: 'x' }],
    ["$['odd key']", { ok: 'x' }],
    ['$.a.b[7]', { ok: null }],
    ['$.missing.deeper', { ok: null }],
    ['$.__proto__', { ok: null }],
    ['$.constructor.name', { ok: null }],
    ['$..a', { problem: 'json.path_wrong' }],
    ['$[?(@.a)]', { problem: 'json.path_wrong' }],
    ['a', { problem: 'json.path_wrong' }],
  ])('%s', (path, expected) => {
    expect(apply({ name: 'jsonPath', path }, value)).toEqual(expected)
    expect(apply({ name: 'jsonPath', path }, JSON.stringify(value))).toEqual(expected)
  })

  test('a prototype’s name is a key like any other', () => {
    expect(apply({ name: 'jsonPath', path: '$.__proto__' }, '{"__proto__": {"a": 1}}')).toEqual({ ok: { a: 1 } })
    expect(apply({ name: 'jsonPath', path: '$.a' }, 'no JSON')).toEqual({ problem: 'json.none' })
  })
})

describe('several columns', () => {
  const fill = (text: string, cells: Json[]) => {
    const result = apply({ name: 'template', text }, 'ignored', cells)
    return 'ok' in result ? result.ok : result.problem
  }
  test.each<[string, Json[], Json]>([
    ['{Фамилия} {Имя}', ['Анна', 'Орлова'], 'Орлова Анна'],
    ['{Фамилия}, {Имя}, {City}', ['', 'Орлова', 'Омск'], 'Орлова, Омск'],
    ['{Фамилия}, {Имя}, {City}', ['', 'Орлова', ''], 'Орлова'],
    ['{Имя} ({City})', ['Анна', '', ' '], 'Анна'],
    ['{Имя} — {City} — {Note}', ['Анна', '', null, 'x'], 'Анна — x'],
    ['Дом №{Note}, {City}', ['', '', 'Омск'], 'Дом, Омск'],
    ['{{{Имя}}} {Nowhere}', ['Анна'], '{Анна}'],
    ['{Имя}', [''], null],
    ['{Имя}', [{ a: 1 }], '{"a":1}'],
    ['{Имя} {City}', ['{City}', '', 'Омск'], '{City} Омск'],
    ['{Имя}; {City}', ['$& $1 \u0001', '', 'Омск'], '$& $1 \u0001; Омск'],
  ])('%s with %j', (text, cells, expected) => {
    expect(fill(text, cells)).toEqual(expected)
  })

  test('too much text is told, not made', () => {
    expect(fill('{Имя}'.repeat(100), ['x'.repeat(1000)])).toBe('value.too_long')
  })

  test('the first that is filled', () => {
    const transform: Transform = { name: 'firstNonEmpty', columns: ['Имя', 'Nowhere', 'City', 'Note'] }
    expect(apply(transform, null, [' ', '', '[]', 'x'])).toEqual({ ok: 'x' })
    expect(apply(transform, 'own', [])).toEqual({ ok: null })
  })

  test('a constant stands in empty cells too', () => {
    expect(apply({ name: 'constant', value: 'RUB' }, null)).toEqual({ ok: 'RUB' })
  })
})

describe('chains', () => {
  test('each step works on the result of the one before', () => {
    const chain = makeChain(
      [
        { name: 'jsonPath', path: '$.phones' },
        { name: 'join', by: ';' },
        { name: 'split', by: ';', part: 1 },
        { name: 'phone' },
      ],
      context,
    )
    const seen: Json[] = []
    expect(chain('{"phones":["89001234567","x"]}', [], (value) => seen.push(value))).toEqual({ ok: '+79001234567' })
    expect(seen).toEqual([['89001234567', 'x'], '89001234567;x', '89001234567', '+79001234567'])
  })

  test('what can be read of a list goes on, and the problem is told', () => {
    const chain = makeChain([{ name: 'emailCleanUp' }, { name: 'domain' }], context)
    expect(chain('a@shop.ru; nobody; b@firm.ru', [])).toEqual({
      problem: 'email.malformed',
      rest: ['shop.ru', 'firm.ru'],
    })
  })
})

describe('steps that could never do anything', () => {
  test.each<[Transform, string]>([
    [{ name: 'phone', region: 'ZZ' }, 'ZZ'],
    [{ name: 'date', zone: 'Mars/Base' }, 'Mars/Base'],
    [{ name: 'jsonPath', path: '$..a' }, '$..a'],
    [{ name: 'template', text: '{Имя} {Nowhere}' }, 'Nowhere'],
    [{ name: 'firstNonEmpty', columns: ['Nowhere'] }, 'Nowhere'],
  ])('%j', (transform, value) => {
    expect(findUnusable([{ name: 'trim' }, transform], columns)).toEqual({ step: transform.name, value })
  })

  test('others are fine', () => {
    expect(
      findUnusable(
        [
          { name: 'phone', region: 'RU' },
          { name: 'template', text: '{Имя}' },
        ],
        columns,
      ),
    ).toBeUndefined()
  })
})

describe.each(Object.entries(steps) as [TransformName, fc.Arbitrary<Transform>][])('%s', (name, transforms) => {
  test('gives a value or a problem for whatever is in a cell', () => {
    fc.assert(
      fc.property(transforms, value, cells, (transform, cell, row) => {
        const result = apply(transform, cell, row)
        if ('problem' in result) expect(result.problem).toMatch(/^[a-z_]+\.[a-z_]+$/)
        else expect(result.ok).not.toBeUndefined()
        expect(apply(transform, cell, row)).toEqual(result)
      }),
      { numRuns: 300 },
    )
  })

  test.runIf(idempotent[name])('done twice is done once', () => {
    fc.assert(
      fc.property(transforms, value, cells, (transform, cell, row) => {
        const once = apply(transform, cell, row)
        if ('ok' in once) expect(apply(transform, once.ok, row)).toEqual(once)
      }),
      { numRuns: 300 },
    )
  })
})

test('a chain of any steps takes whatever is in a cell', () => {
  fc.assert(
    fc.property(chain, value, cells, (transforms, cell, row) => {
      const result = makeChain(transforms, context)(cell, row)
      expect('ok' in result || 'problem' in result).toBe(true)
      expect(JSON.stringify(result).length).toBeLessThan(100_000)
    }),
    { numRuns: 500 },
  )
})
