import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../server/lib/json.ts'
import { balanceLines, linesTotal } from '../../server/mapping/balance-lines.ts'
import { mergeRecords } from '../../server/mapping/merge-records.ts'
import type { DealLine } from '../../server/mapping/types.ts'
import { draftsOf, type File, recordOf } from './mapping-fixture.ts'

const file = (...rows: JsonObject[]): File => ({ name: 'orders.csv', kind: 'orders', rows })
const dealOf = (...rows: JsonObject[]) => {
  const drafts = draftsOf([file(...rows)])
  return mergeRecords(
    'deal',
    drafts.map((draft) => recordOf(draft, 'deal')),
  )
}
const added = (lines: readonly DealLine[]) =>
  lines.flatMap(({ added: purpose, priceMinor }) => (purpose === undefined ? [] : [[purpose, priceMinor]]))

const order = { order_id: '7', status: 'paid', sku: 'a', quantity: '2', price: '50.00' }

describe('the discount of an order', () => {
  test('is a negative line as far as it explains the total', () => {
    expect(added(dealOf({ ...order, total: '90.00', discount: '10.00' }).lines)).toEqual([['discount', -1000]])
    expect(added(dealOf({ ...order, total: '90.00', discount: '-10.00' }).lines)).toEqual([['discount', -1000]])
    expect(added(dealOf({ ...order, total: '90.00', discount: '10 %' }).lines)).toEqual([['discount', -1000]])
    expect(added(dealOf({ ...order, total: '89.99', discount: '10.00' }).lines)).toEqual([
      ['discount', -1000],
      ['adjustment', -1],
    ])
  })

  test('that is in the prices already is no line', () => {
    expect(added(dealOf({ ...order, total: '100.00', discount: '10.00' }).lines)).toEqual([])
  })

  test('comes off once where each line is a row, and there is no total', () => {
    const rows = [
      { ...order, 'order discount': '10.00', delivery: '5.00' },
      { ...order, sku: 'b', 'order discount': '10.00', delivery: '5.00' },
    ]
    const deal = dealOf(...rows)
    expect(deal.totalMinor).toBe(19_500)
    expect(added(deal.lines)).toEqual([
      ['delivery', 500],
      ['discount', -1000],
    ])
    expect(linesTotal(deal.lines)).toBe(deal.totalMinor)
  })
})

test('lines over the total without a discount are an adjustment: told, and a warning when it is no rounding', () => {
  const levels = (total: string, quantity = '1', price = '50.00') => {
    const line = JSON.stringify([{ sku: 'a', count: quantity, price }])
    const [draft] = draftsOf([file({ order_id: '7', status: 'paid', total, lines: line })])
    return draft?.result === 'drafts' ? draft.findings.map(({ code, level }) => `${code} ${level}`) : draft
  }
  expect(levels('49.99')).toEqual(['order.rounding_line info'])
  expect(levels('45.00')).toEqual(['order.rounding_line warning'])
  expect(levels('0.49', '1', '0.50')).toEqual(['order.rounding_line warning'])
})

const minor = fc.integer({ min: 0, max: 10_000_000 })
const line = fc.record({
  product: fc.constantFrom('product:a', 'product:b'),
  quantity: fc.integer({ min: 1, max: 100 }),
  priceMinor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  discountMinor: minor,
  taxMinor: minor,
})

test('whatever discounts and taxes say, lines come to the total, and closing the books again changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: -10_000_000, max: 10_000_000 }),
      minor,
      minor,
      (lines, total, delivery, discount) => {
        const books = balanceLines(lines, total, delivery, 'ru', discount)
        expect(linesTotal(books.lines)).toBe(total)
        expect(balanceLines(books.lines, total, delivery, 'ru', discount)).toEqual(books)
      },
    ),
  )
})

test.each([
  ['JPY', 0],
  ['RUB', 2],
  ['KWD', 3],
])('in %s, drafted orders come to their total to the last of %i decimals', (currency, decimals) => {
  const amount = fc.integer({ min: 0, max: 1_000_000 }).map((value) => (value / 10 ** decimals).toFixed(decimals))
  fc.assert(
    fc.property(amount, amount, amount, fc.integer({ min: 1, max: 9 }), (total, discount, price, quantity) => {
      const deal = dealOf({ ...order, total, discount, price, quantity: String(quantity), currency })
      expect(linesTotal(deal.lines)).toBe(Math.round(Number(total) * 10 ** decimals))
      expect(deal.totalMinor).toBe(linesTotal(deal.lines))
    }),
    { numRuns: 60 },
  )
})
