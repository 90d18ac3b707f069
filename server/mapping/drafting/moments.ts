import { readCompactDate, withFullYear } from '../../altcraft/values/compact-date.ts'
import { readDate } from '../../altcraft/values/date.ts'
import { remembering } from '../../altcraft/values/remembering.ts'
import type { Json } from '../../lib/json.ts'
import type { ColumnMapping, PlanDocument } from '../types.ts'
import { makeZone, type Zone } from '../zone.ts'

export interface Moment {
  /** `YYYY-MM-DD` */
  date: string
  /** The cell names no time of day. */
  isDay: boolean
  /** RFC 3339 UTC, to the second; computed when asked for. */
  instant(): string
}

/** 27 years. */
const mostDays = 10_000

export type ReadMoment = (
  cell: Json,
  mapping: Pick<ColumnMapping, 'dateOrder' | 'zone' | 'shortYears'>,
) => Moment | undefined

/**
 * Dates of a plan's cells. A clock time without a zone is of the plan's zone, a date alone is its midnight there. The date
 * is the one written; in a column whose UTC instants are midnights of a zone, it is that zone's.
 */
export function makeReadMoment(plan: Pick<PlanDocument, 'timezone'>): ReadMoment {
  const home = makeZone(plan.timezone)
  const midnight = remembering((date: string) => home.toInstant(date, '00:00:00'), mostDays)
  const zones = new Map<string, Zone>()
  const zoneOf = (name: string) => {
    const zone = zones.get(name) ?? makeZone(name)
    zones.set(name, zone)
    return zone
  }
  return (cell, mapping) => {
    const written = mapping.shortYears === 'excel' ? withFullYear(cell) : cell
    const value = readDate(written, { order: mapping.dateOrder }) ?? readCompactDate(cell)
    if (value === undefined) return undefined
    const { date, time, instant } = value
    if (time === undefined) return { date, isDay: true, instant: () => midnight(date) }
    if (instant === undefined) return { date, isDay: false, instant: () => home.toInstant(date, time) }
    const writtenInUtc = instant.startsWith(`${date}T${time}`)
    const own = mapping.zone !== undefined && writtenInUtc ? zoneOf(mapping.zone).dateAt(instant) : date
    return { date: own, isDay: false, instant: () => `${instant.slice(0, 19)}Z` }
  }
}
