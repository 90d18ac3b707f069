import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cheapestChanges, countBy } from '../../server/importing/line-chunks.ts'
import { type LineChanges, mergeLines } from '../../server/importing/line-merge.ts'
import type { DealLine } from '../../server/mapping/types.ts'
import type { DealProductLine, DealProductRow } from '../../server/pipedrive/types.ts'

const line = (product: number, priceMinor = 100, quantity = 1, comment?: string): DealLine => ({
  product: `product:${product}`,
  priceMinor,
  quantity,
  ...(comment ? { comment } : {}),
})
const toWire = ({ product, priceMinor, quantity, comment }: DealLine): DealProductLine => ({
  product_id: Number(product.slice(8)),
  item_price: priceMinor / 100,
  quantity,
  ...(comment ? { comments: comment } : {}),
})
const inDeal = (lines: DealLine[]): DealProductRow[] =>
  lines.map((one, index) => ({ ...toWire(one), id: index + 1, deal_id: 7, sum: 0 }))
const merge = (
  wanted: DealLine[],
  before: DealLine[] | undefined,
  there: DealProductRow[],
  policy: 'theirs' | 'ours' | 'ask' = 'theirs',
) => mergeLines({ wanted, before: before?.map(toWire), there, toWire, settle: () => policy })
const nothing: LineChanges = { add: [], change: [], remove: [], edits: [] }

describe('lines that we wrote and nobody touched', () => {
  it('follow the export: one is changed, one removed, one added', () => {
    const before = [line(1), line(2), line(3)]
    const wanted = [line(1), line(2, 250), line(4)]
    expect(merge(wanted, before, inDeal(before))).toEqual({
      ...nothing,
      change: [{ id: 2, line: line(2, 250) }],
      add: [line(4)],
      remove: [3],
    })
  })

  it('need nothing while the export says the same', () => {
    const before = [line(1), line(1), line(2)]
    expect(merge(before, before, inDeal(before))).toEqual(nothing)
  })

  it('of the same product are told apart by the id that the export gives them', () => {
    const before = [line(1, 100, 1, 'a'), line(1, 200, 1, 'b')]
    const wanted = [line(1, 100, 1, 'a'), line(1, 300, 1, 'b')]
    expect(merge(wanted, before, inDeal(before)).change).toEqual([{ id: 2, line: line(1, 300, 1, 'b') }])
  })
})

describe('lines of people', () => {
  it('are never touched, and not doubled when they say what the export says', () => {
    const there = [...inDeal([line(1)]), { ...toWire(line(9)), id: 50, deal_id: 7, sum: 0 }]
    expect(merge([line(1), line(9)], [line(1)], there)).toEqual(nothing)
    expect(merge([], [line(1)], there)).toEqual({ ...nothing, remove: [1] })
  })

  it('are those of which nobody knows who wrote them', () => {
    expect(merge([line(1), line(2)], undefined, inDeal([line(1), line(5)]))).toEqual({ ...nothing, add: [line(2)] })
  })
})

describe('a line that people changed or removed', () => {
  it('stays so while the export says the same, and is listed', () => {
    const changed = merge([line(1)], [line(1)], inDeal([line(1, 999)]))
    expect(changed).toMatchObject({ add: [], change: [], remove: [], edits: [{ field: 'lines.1', what: 'kept' }] })
    expect(merge([line(1)], [line(1)], [])).toMatchObject({ add: [], edits: [{ what: 'kept' }] })
  })

  it('is a conflict when the export changed it, too', () => {
    const conflict = (policy: 'theirs' | 'ours' | 'ask') =>
      merge([line(1, 300)], [line(1, 100)], inDeal([line(1, 200)]), policy)
    expect(conflict('theirs')).toMatchObject({ add: [], change: [], remove: [], edits: [{ what: 'theirs' }] })
    expect(conflict('ask')).toMatchObject({ add: [], change: [], edits: [{ what: 'ask' }] })
    expect(conflict('ours')).toMatchObject({ change: [{ id: 1, line: line(1, 300) }], add: [] })
    expect(merge([line(1, 300)], [line(1)], [], 'ours').add).toEqual([line(1, 300)])
  })

  it('is left where the export dropped it', () => {
    expect(merge([], [line(1)], inDeal([line(1, 999)]))).toMatchObject({ remove: [], edits: [{ what: 'kept' }] })
  })
})

it('many changes cost less as one removal and one bulk request', () => {
  const change = (count: number) => Array.from({ length: count }, (_, id) => ({ id, line: line(id) }))
  expect(cheapestChanges({ ...nothing, change: change(8) }).change).toHaveLength(8)
  expect(cheapestChanges({ ...nothing, change: change(9) })).toMatchObject({
    change: [],
    add: { length: 9 },
    remove: { length: 9 },
  })
})

it('whatever the export says, untouched lines become what it says, and those of people stay', () => {
  const lines = fc.array(
    fc
      .record({ product: fc.integer({ min: 1, max: 3 }), price: fc.integer({ min: 1, max: 3 }) })
      .map((of) => line(of.product, of.price * 100)),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(lines, lines, fc.integer({ min: 0, max: 3 }), (before, wanted, people) => {
      const own = inDeal(before)
      const theirs = Array.from({ length: people }, (_, index) => ({
        ...toWire(line(8 + index)),
        id: 100 + index,
        deal_id: 7,
        sum: 0,
      }))
      const { add, change, remove } = merge(wanted, before, [...own, ...theirs])
      const after: DealProductLine[] = own
        .filter(({ id }) => !remove.includes(id))
        .map((row) => {
          const changed = change.find(({ id }) => id === row.id)
          return changed ? toWire(changed.line) : row
        })
      expect(countBy([...after, ...add.map(toWire)])).toEqual(countBy(wanted.map(toWire)))
    }),
  )
})
