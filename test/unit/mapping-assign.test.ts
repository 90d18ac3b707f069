import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignTargets, type Bid } from '../../server/mapping/columns/assign-targets.ts'

const bidsOf = (gains: number[][]): Bid[] =>
  gains.flatMap((row, column) => row.map((gain, target) => ({ column, target: `t${target}`, gain })))

function sumOf(bids: readonly Bid[], given: ReadonlyMap<number, string>): number {
  return [...given].reduce(
    (sum, [column, target]) => sum + (bids.find((bid) => bid.column === column && bid.target === target)?.gain ?? 0),
    0,
  )
}

/** The largest sum there is, by trying everything. */
function best(gains: number[][], column = 0, taken: ReadonlySet<number> = new Set()): number {
  const row = gains[column]
  if (row === undefined) return 0
  const without = best(gains, column + 1, taken)
  const withOne = row.map((gain, target) =>
    gain > 0 && !taken.has(target) ? gain + best(gains, column + 1, new Set([...taken, target])) : 0,
  )
  return Math.max(without, ...withOne)
}

test('the sum of the gains is the largest there is, and no target is given twice', () => {
  const gain = fc.integer({ min: -3, max: 20 }).map((tenths) => tenths / 10)
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((targets) =>
      fc.array(fc.array(gain, { minLength: targets, maxLength: targets }), { minLength: 1, maxLength: 5 }),
    )
  fc.assert(
    fc.property(table, (gains) => {
      const bids = bidsOf(gains)
      const given = assignTargets(bids, gains.length)
      expect(new Set(given.values()).size).toBe(given.size)
      expect(sumOf(bids, given)).toBeCloseTo(best(gains), 6)
    }),
    { numRuns: 300 },
  )
})

test('a column that fits two targets leaves the one to the column that fits nothing else', () => {
  const bids: Bid[] = [
    { column: 0, target: 'first', gain: 0.6 },
    { column: 0, target: 'second', gain: 0.5 },
    { column: 1, target: 'first', gain: 0.4 },
  ]
  expect(assignTargets(bids, 2)).toEqual(
    new Map([
      [0, 'second'],
      [1, 'first'],
    ]),
  )
})

test('of equal columns the earlier one gets the target', () => {
  const bids: Bid[] = [1, 0, 2].map((column) => ({ column, target: 'name', gain: 0.5 }))
  expect(assignTargets(bids, 3)).toEqual(new Map([[0, 'name']]))
})

test('nothing to give', () => {
  expect(assignTargets([], 3).size).toBe(0)
  expect(assignTargets([{ column: 0, target: 'name', gain: 0 }], 1).size).toBe(0)
})
