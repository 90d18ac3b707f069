/** Clock times of an IANA zone ⇄ instants, by the zone's rules of that year. */
export interface Zone {
  /** RFC 3339 UTC, to the second, of a local clock time; the earlier one where a clock was put back. */
  toInstant(date: string, time: string): string
  /** `YYYY-MM-DD` that the zone's calendar shows at an instant (RFC 3339). */
  dateAt(instant: string): string
}

const hourMs = 3_600_000

/** Offsets are looked up once per hour of UTC and remembered: Intl takes microseconds a call. Unknown zones read as UTC. */
export function makeZone(name: string): Zone {
  const format = formatOf(name)
  const offsets = new Map<number, number>()
  const offsetAt = (ms: number) => {
    const hour = Math.floor(ms / hourMs)
    const known = offsets.get(hour)
    if (known !== undefined) return known
    const offset = format ? localMs(format, hour * hourMs) - hour * hourMs : 0
    offsets.set(hour, offset)
    return offset
  }
  return {
    toInstant(date, time) {
      const local = Date.parse(`${date}T${time}Z`)
      const first = local - offsetAt(local)
      return toSeconds(local - offsetAt(first))
    },
    dateAt(instant) {
      const ms = Date.parse(instant)
      return new Date(ms + offsetAt(ms)).toISOString().slice(0, 10)
    },
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
