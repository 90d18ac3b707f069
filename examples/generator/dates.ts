const dayMs = 86_400_000

/** The day on which the example account was exported; nothing reads the wall clock. */
export const exportedAtMs = Date.UTC(2026, 9, 1, 6, 0, 0)

export const daysBefore = (days: number): number => exportedAtMs - days * dayMs

/** `2019-03-14T22:00:00.418Z`, as Altcraft's API writes instants. */
export const rfc3339 = (ms: number): string => new Date(ms).toISOString()

/** `2019-03-14T22:00:00Z`. */
export const rfc3339Seconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')

/** `14.03.2019`, from `2019-03-14`. */
export const dottedDate = (isoDate: string): string => isoDate.split('-').reverse().join('.')

export const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

const moscowClock = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Europe/Moscow',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
})

/**
 * The instant of Moscow's midnight of a day, written in UTC: `1990-02-23` → `1990-02-22T21:00:00Z`. Moscow's offset was
 * not always +3, so the zone's rules of that year are asked (facts: a birthday stored by Altcraft looks like this).
 */
export function moscowMidnight(isoDay: string): string {
  const wanted = Date.parse(`${isoDay}T00:00:00Z`)
  let instant = wanted - 3 * 3_600_000
  for (let i = 0; i < 2; i += 1) instant -= moscowWallClock(instant) - wanted
  return rfc3339Seconds(instant)
}

function moscowWallClock(instantMs: number): number {
  const part = Object.fromEntries(moscowClock.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]))
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
}
