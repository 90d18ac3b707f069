import { expect, test } from 'vitest'
import { type OpenRows, toForecast } from '../../server/importing/forecast.ts'

const budget = { dailyLimit: 30_000, dailyRemaining: 30_000, reserveShare: 0.3 }
const rows = (entity: OpenRows['entity'], open: number, all = open): OpenRows => ({ entity, open, all })

test('before anything is drafted, the plan’s estimate counts', () => {
  expect(toForecast([], 50_000, budget)).toEqual({ apiTokens: 50_000, days: 2, phases: {} })
  expect(toForecast([], undefined, budget)).toBeUndefined()
})

test('what is open costs by its phase, and all of it is read back', () => {
  expect(toForecast([rows('person', 1_000, 4_000), rows('note', 10)], undefined, budget)).toEqual({
    apiTokens: 5_000 + 100 + 121,
    days: 0,
    phases: { persons: 5_000, notes: 100, verify: 121 },
  })
})

test('lines that are not prepared yet are reckoned with', () => {
  const before = toForecast([rows('order', 100)], undefined, budget)?.phases.orders ?? 0
  expect(before).toBe(2_000)
  expect(toForecast([rows('order', 0, 100), rows('order_line', 60)], undefined, budget)?.phases.orders).toBe(1_500)
})

test('days: today gives what is left above the reserve, each further day its share', () => {
  const need = (apiTokens: number, dailyRemaining: number | null) =>
    toForecast([], apiTokens, { ...budget, dailyRemaining })?.days
  expect(need(12_000, 21_000)).toBe(0)
  expect(need(12_001, 21_000)).toBe(1)
  expect(need(21_000, 9_000)).toBe(1)
  expect(need(21_001, 100)).toBe(2)
  expect(need(21_000, null)).toBe(0)
  expect(toForecast([], 10_000, { ...budget, dailyLimit: null })?.days).toBe(0)
})
