import { remembering } from '../altcraft/values/remembering.ts'

/** Clock times of an IANA zone ⇄ instants, by the zone's rules of that year. */
export interface Zone {
  /** RFC 3339 UTC, to the second, of a local clock time; the earlier one where a clock was put back. */
  toInstant(date: string, time: string): string
  /** `YYYY-MM-DD` that the zone's calendar shows at an instant (RFC 3339). */
  dateAt(instant: string): string
  /** `YYYY-MM-DD HH:MM:SS` that the zone's clocks show at an instant (RFC 3339). */
  clockAt(instant: string): string
}

const hourMs = 3_600_000
/** 27 years of days. */
const mostKnown = 10_000

/** Unknown zones read as UTC. */
export function makeZone(name: string): Zone {
  const offsetAt = makeOffsetAt(formatOf(name))
  const localText = (instant: string) => {
    const ms = Date.parse(instant)
    return new Date(ms + offsetAt(ms)).toISOString()
  }
  return {
    toInstant(date, time) {
      const local = Date.parse(`${date}T${time}Z`)
      const first = local - offsetAt(local)
      return toSeconds(local - offsetAt(first))
    },
    dateAt: (instant) => localText(instant).slice(0, 10),
    clockAt: (instant) => localText(instant).slice(0, 19).replace('T', ' '),
  }
}

/**
 * Milliseconds that the zone's clocks are ahead at an instant, by the hour. Remembered, as Intl takes microseconds a call: one
 * for a whole day of UTC that begins and ends with the same, else one for each of its hours. No zone changed twice in a day.
 */
function makeOffsetAt(format: Intl.DateTimeFormat | undefined): (ms: number) => number {
  if (format === undefined) return () => 0
  const byDay = remembering((day: number) => {
    const [first, next] = [byHour(day * 24), byHour(day * 24 + 24)]
    return first === next ? first : undefined
  }, mostKnown)
  const byHour = remembering((hour: number) => localMs(format, hour * hourMs) - hour * hourMs, mostKnown)
  return (ms) => {
    const hour = Math.floor(ms / hourMs)
    return byDay(Math.floor(hour / 24)) ?? byHour(hour)
  }
}

/** RFC 3339 UTC without fractions of a second, as Pipedrive keeps and shows times. */
function toSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

export function isZone(name: string): boolean {
  return formatOf(name) !== undefined
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}

function localMs(format: Intl.DateTimeFormat, ms: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of format.formatToParts(ms)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
