import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunkLines, countBy, lineKey, missingLines, take } from '../../server/importing/line-chunks.ts'
import type { DealLine } from '../../server/mapping/types.ts'
import type { DealProductLine } from '../../server/pipedrive/types.ts'

// Facts: one line costs 5 API tokens, a bulk request of at most 100 lines 25.
const cost = (chunks: unknown[][]) => chunks.reduce((sum, { length }) => sum + (length === 1 ? 5 : 25), 0)
const cheapest = (lines: number) =>
  Math.min(
    ...Array.from({ length: Math.ceil(lines / 100) + 1 }, (_, bulk) => 25 * bulk + 5 * Math.max(0, lines - 100 * bulk)),
  )

const linesOf = (count: number) => Array.from({ length: count }, (_, at) => line(`product:${at}`))

function line(product: string, quantity = 1, priceMinor = 100): DealLine {
  return { product, quantity, priceMinor }
}

const toWire = ({ product, quantity, priceMinor }: DealLine): DealProductLine => ({
  product_id: Number(product.replace('product:', '')),
  item_price: priceMinor / 100,
  quantity,
})

describe('requests for lines', () => {
  it.each([
    [0, []],
    [1, [1]],
    [4, [1, 1, 1, 1]],
    [5, [5]],
    [100, [100]],
    [104, [100, 1, 1, 1, 1]],
    [105, [100, 5]],
    [230, [100, 100, 30]],
  ])('%i lines', (count, sizes) => {
    expect(chunkLines(linesOf(count)).map(({ length }) => length)).toEqual(sizes)
  })

  it('hold every line once and in order, at most 100 each, at the lowest cost that there is', () => {
    fc.assert(
      fc.property(fc.nat(1_200), (count) => {
        const chunks = chunkLines(linesOf(count))
        expect(chunks.flat()).toEqual(linesOf(count))
        expect(Math.max(0, ...chunks.map(({ length }) => length))).toBeLessThanOrEqual(100)
        expect(cost(chunks)).toBe(cheapest(count))
      }),
    )
  })
})

describe('lines that a deal lacks', () => {
  it('are all of them in an empty deal, none in a complete one', () => {
    const lines = [line('product:1'), line('product:2', 3)]
    expect(missingLines(lines, [], toWire)).toEqual(lines)
    expect(missingLines(lines, lines.map(toWire), toWire)).toEqual([])
  })

  it('count equal lines: two of them are not one', () => {
    const twice = [line('product:1'), line('product:1')]
    expect(missingLines(twice, [toWire(line('product:1'))], toWire)).toEqual([line('product:1')])
  })

  it('differ in product, price or quantity, not in comment or in how the number came', () => {
    const there = { product_id: 1, item_price: 0.3, quantity: 2 }
    expect(lineKey({ ...there, item_price: 0.1 + 0.2, comments: 'gift' })).toBe(lineKey(there))
    expect(lineKey({ ...there, quantity: 1.5 })).not.toBe(lineKey({ ...there, quantity: 1 }))
    for (const other of [{ product_id: 2 }, { item_price: 0.31 }, { quantity: 3 }]) {
      expect(lineKey({ ...there, ...other })).not.toBe(lineKey(there))
    }
  })

  const few = fc.record({
    product: fc.constantFrom('product:1', 'product:2'),
    quantity: fc.integer({ min: 1, max: 2 }),
  })
  const lists = fc.array(
    few.map(({ product, quantity }) => line(product, quantity)),
    { maxLength: 8 },
  )

  it('together with those that it has are what the export wants, whatever people added', () => {
    fc.assert(
      fc.property(lists, lists, (wanted, there) => {
        const missing = missingLines(wanted, there.map(toWire), toWire)
        const after = countBy([...there, ...missing].map(toWire))
        for (const [key, count] of countBy(wanted.map(toWire))) {
          const had = countBy(there.map(toWire)).get(key) ?? 0
          expect(after.get(key)).toBe(Math.max(count, had))
        }
        expect(missingLines(wanted, [...there, ...missing].map(toWire), toWire)).toEqual([])
      }),
    )
  })
})

describe('take', () => {
  it('gives each counted line once', () => {
    const counts = countBy([line('product:1'), line('product:1')].map(toWire))
    const key = lineKey(toWire(line('product:1')))
    expect([take(counts, key), take(counts, key), take(counts, key), take(counts, 'unknown')]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
