import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noDecisions } from '../../server/mapping/decisions.ts'
import { assertTitleTemplate, toTitle } from '../../server/mapping/titles/title-template.ts'
import { draftsOf, recordOf } from './mapping-fixture.ts'

const values: Record<string, string | undefined> = { number: '7', customer: 'Анна', status: undefined, City: 'Омск' }
const title = (template: string, given = values) => toTitle(template, (name) => given[name])

describe('a title', () => {
  test.each([
    ['Order {number} — {customer}', 'Order 7 — Анна'],
    ['Заказ { number } ({City})', 'Заказ 7 (Омск)'],
    ['{number}: {status} — {customer}', '7 — Анна'],
    ['{status} — {number}', '7'],
    ['{number} ({status})', '7'],
    ['{number} / {status} / {customer}', '7 / Анна'],
    ['Order #{status}', 'Order'],
    ['{status}', undefined],
    ['a {} b', 'a {} b'],
  ])('%s is %s', (template, expected) => {
    expect(title(template)).toBe(expected)
  })

  test('has at most 255 characters, and no line ends', () => {
    expect(title('{customer}', { customer: `a\nb${'x'.repeat(300)}` })).toMatch(/^a bx+$/)
    expect(title('{customer}', { customer: 'x'.repeat(300) })).toHaveLength(255)
  })

  test('is cut, however long a run of separators a cell holds', () => {
    const long = `x${'-'.repeat(65_000)}x`
    expect(title('{customer} — {status}', { customer: long })).toBe(long.slice(0, 255))
  })

  test('is total: no value breaks it', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (template, value) => {
        const made = toTitle(template, () => value)
        expect(made === undefined || (made.length > 0 && made.length <= 255)).toBe(true)
      }),
    )
  })
})

test('a template is refused with what is wrong', () => {
  expect(() => assertTitleTemplate('  ', [])).toThrow('title.empty')
  expect(() => assertTitleTemplate('x'.repeat(256), [])).toThrow('title.too_long')
  expect(() => assertTitleTemplate('{nummer}', ['City'])).toThrow('title.unknown_placeholder')
  expect(() => assertTitleTemplate('{number} {City}', ['City'])).not.toThrow()
})

test('deals are named by the template, with the values of their row', () => {
  const titles = { order: '{number} · {date} · {total} {currency} · {customer} · {Город}' }
  const rows = [
    {
      order_id: '7',
      total: '1.50',
      currency: 'RUB',
      date: '2024-05-01',
      email: 'a@b.ru',
      status: 'new',
      Город: 'Омск',
    },
    { order_id: '8', total: '2.00', currency: 'RUB', date: '2024-05-02', email: '', status: 'new', Город: '' },
  ]
  const drafts = draftsOf([{ name: 'orders.csv', kind: 'orders', rows }], { decisions: { ...noDecisions, titles } })
  expect(drafts.map((draft) => recordOf(draft, 'deal').title)).toEqual([
    '7 · 2024-05-01 · 1.5 RUB · a@b.ru · Омск',
    '8 · 2024-05-02 · 2 RUB',
  ])
})
