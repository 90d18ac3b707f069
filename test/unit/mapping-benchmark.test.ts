import { expect, test } from 'vitest'
import { readCases } from '../bench/mapping/read-cases.ts'
import { scoreProposer } from '../bench/mapping/score-cases.ts'

/** The bars of the product for the labelled columns; `npm run bench:mapping -- --wrong` lists what is wrong. */
test('labelled columns are proposed rightly', () => {
  const files = readCases()
  const { columns, top1, top3, types, certain, kinds } = scoreProposer(files)
  expect(files.length).toBeGreaterThanOrEqual(40)
  expect(columns).toBeGreaterThanOrEqual(400)
  expect(top1 / columns).toBeGreaterThanOrEqual(0.97)
  expect(top3 / columns).toBeGreaterThanOrEqual(0.99)
  expect(types.right / types.asked).toBeGreaterThanOrEqual(0.98)
  expect(certain.proposed / columns).toBeGreaterThan(0.5)
  expect(certain.wrong / certain.proposed).toBeLessThan(0.003)
  expect(kinds.right / kinds.asked).toBeGreaterThanOrEqual(0.9)
})
