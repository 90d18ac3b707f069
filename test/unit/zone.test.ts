import { describe, expect, test } from 'vitest'
import { makeZone } from '../../server/mapping/zone.ts'

const zones = ['Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Asia/Almaty']
const hourMs = 3_600_000

describe('a zone', () => {
  test.each(zones)(
    '%s shows the date that its calendar shows, at each hour of days on which its clocks change',
    (name) => {
      const { dateAt } = makeZone(name)
      const calendar = new Intl.DateTimeFormat('en-CA', {
        timeZone: name,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      })
      const changes = [
        '1918-04-14',
        '1981-03-31',
        '2010-03-27',
        '2011-12-29',
        '2014-10-25',
        '2024-02-29',
        '2024-03-30',
        '2024-11-03',
      ]
      for (const change of changes) {
        for (let hour = 0; hour < 72; hour += 1) {
          const at = new Date(Date.parse(change) + hour * hourMs)
          const instant = at.toISOString().replace('.000Z', 'Z')
          expect([instant, dateAt(instant)]).toEqual([instant, calendar.format(at)])
        }
      }
    },
  )

  test.each([
    ['Europe/Berlin', '2024-03-31', '01:59:59', '2024-03-31T00:59:59Z'],
    ['Europe/Berlin', '2024-03-31', '03:00:00', '2024-03-31T01:00:00Z'],
    ['Europe/Berlin', '2024-10-27', '12:00:00', '2024-10-27T11:00:00Z'],
    ['Europe/Moscow', '2010-07-01', '00:00:00', '2010-06-30T20:00:00Z'],
    ['Europe/Moscow', '2024-07-01', '00:00:00', '2024-06-30T21:00:00Z'],
    ['America/New_York', '2024-11-03', '00:30:00', '2024-11-03T04:30:00Z'],
    ['America/New_York', '2024-11-03', '03:00:00', '2024-11-03T08:00:00Z'],
    ['Nowhere/Atlantis', '2024-01-01', '00:00:00', '2024-01-01T00:00:00Z'],
  ])('%s: %s %s is %s, before and after other days were asked for', (name, date, time, instant) => {
    const zone = makeZone(name)
    expect(zone.toInstant(date, time)).toBe(instant)
    for (let day = 0; day < 11_000; day += 1) {
      zone.toInstant(new Date(day * 24 * hourMs).toISOString().slice(0, 10), '12:00:00')
    }
    expect(zone.toInstant(date, time)).toBe(instant)
  })
})
