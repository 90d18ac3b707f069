import { makeZone } from '../mapping/zone.ts'

/** Hours of the day in which runs may work, by the clocks of a zone. `to` before `from`: over midnight. Never equal. */
export interface DailyWindow {
  /** `HH:MM` */
  from: string
  to: string
  /** IANA name. */
  zone: string
}

const dayMs = 86_400_000

/** When the window opens next, where it is closed at `now`; undefined while it is open. Pure; knows summer time. */
export function nextOpening(window: DailyWindow, now: Date): Date | undefined {
  const openings = periods(window, now)
  const isOpen = openings.some(({ from, to }) => from <= now && now < to)
  return isOpen ? undefined : openings.find(({ from }) => from > now)?.from
}

/** Those that begin yesterday, today, tomorrow, and the day after: a day may have an hour less than the clock shows. */
function periods({ from, to, zone: name }: DailyWindow, now: Date): { from: Date; to: Date }[] {
  const zone = makeZone(name)
  const at = (day: string, time: string) => new Date(zone.toInstant(day, `${time}:00`))
  const today = zone.dateAt(now.toISOString())
  return [-1, 0, 1, 2].map((offset) => ({
    from: at(shift(today, offset), from),
    to: at(shift(today, to > from ? offset : offset + 1), to),
  }))
}

/** A calendar day, `YYYY-MM-DD`, some days later. */
function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}
