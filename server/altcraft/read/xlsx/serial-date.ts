const daySeconds = 86_400
/** Days from 1970-01-01 back to day 0: 1899-12-30, and 1904-01-01 where a workbook counts from there. */
const epochDays = { 1900: 25_569, 1904: 24_107 }
const lastSerial = { 1900: 2_958_465, 1904: 2_957_003 }

export type DateSystem = keyof typeof epochDays

/**
 * The date of a serial number as ISO text without zone: `2024-03-05`, `2024-03-05T14:30:00` when it has a time of day, and
 * `14:30:00` alone below one day. Rounded to seconds. Excel takes 1900 for a leap year: days before March of that year are
 * shifted by one, and day 60 is the 29 February that never was. Undefined for negative numbers and years beyond 9999.
 */
export function toIsoDate(serial: number, system: DateSystem): string | undefined {
  const total = Math.round(serial * daySeconds)
  const day = Math.floor(total / daySeconds)
  const time = total % daySeconds
  if (!(serial >= 0) || day > lastSerial[system]) return undefined
  if (day === 0 && (system === 1900 || time > 0)) return toClock(time)
  const date = toDate(day, system)
  return time === 0 ? date : `${date}T${toClock(time)}`
}

function toDate(day: number, system: DateSystem): string {
  if (system === 1900 && day === 60) return '1900-02-29'
  const shift = system === 1900 && day < 60 ? 1 : 0
  return new Date((day + shift - epochDays[system]) * daySeconds * 1000).toISOString().slice(0, 10)
}

function toClock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
