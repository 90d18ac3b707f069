import { describe, expect, test } from 'vitest'
import { nextOpening } from '../../server/importing/window.ts'

const night = { from: '22:00', to: '06:00', zone: 'Europe/Berlin' }
const opening = (window: typeof night, now: string) => nextOpening(window, new Date(now))?.toISOString()

describe('hours over midnight', () => {
  test.each([
    ['2026-03-04T21:30:00Z', undefined],
    ['2026-03-04T21:00:00Z', undefined],
    ['2026-03-05T04:59:59Z', undefined],
    ['2026-03-05T05:00:00Z', '2026-03-05T21:00:00.000Z'],
    ['2026-03-04T12:00:00Z', '2026-03-04T21:00:00.000Z'],
  ])('at %s open next at %s', (now, expected) => {
    expect(opening(night, now)).toBe(expected)
  })
})

test('hours within a day', () => {
  const lunch = { from: '12:00', to: '13:30', zone: 'Asia/Kolkata' }
  expect(opening(lunch, '2026-03-04T06:29:59Z')).toBe('2026-03-04T06:30:00.000Z')
  expect(opening(lunch, '2026-03-04T07:59:59Z')).toBeUndefined()
  expect(opening(lunch, '2026-03-04T08:00:00Z')).toBe('2026-03-05T06:30:00.000Z')
})

describe('a clock that is changed', () => {
  test('in spring: the night has an hour less', () => {
    expect(opening(night, '2026-03-29T03:59:59Z')).toBeUndefined()
    expect(opening(night, '2026-03-29T04:00:00Z')).toBe('2026-03-29T20:00:00.000Z')
  })

  test('in autumn: the night has an hour more', () => {
    expect(opening(night, '2026-10-25T04:59:59Z')).toBeUndefined()
    expect(opening(night, '2026-10-25T05:00:00Z')).toBe('2026-10-25T21:00:00.000Z')
  })

  test('within the hours that do not exist: there is a next opening all the same', () => {
    const gap = { from: '02:15', to: '02:45', zone: 'Europe/Berlin' }
    const next = nextOpening(gap, new Date('2026-03-29T12:00:00Z'))
    expect(next?.toISOString()).toBe('2026-03-30T00:15:00.000Z')
  })
})

test('at any time of a year, in odd zones, the hours are open or open within the day', () => {
  const zones = ['Pacific/Kiritimati', 'America/St_Johns', 'Pacific/Pago_Pago', 'Australia/Lord_Howe']
  for (const zone of zones) {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 397 * 60_000) {
      const now = new Date(at)
      const next = nextOpening({ ...night, zone }, now)
      if (next === undefined) continue
      expect(next.getTime() - at).toBeGreaterThan(0)
      expect(next.getTime() - at).toBeLessThanOrEqual(17 * 3_600_000)
    }
  }
})
