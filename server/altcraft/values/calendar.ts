const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether the calendar has that day. Years before 1000 are times that were never set. */
export function isRealDay(year: number, month: number, day: number): boolean {
  return year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

/** `YYYY-MM-DD` of the day after (1) or before (-1) a real one. */
export function dayBeside(year: number, month: number, day: number, by: 1 | -1): string {
  const beside = day + by
  if (beside >= 1 && beside <= daysOf(year, month)) return toDay(year, month, beside)
  if (by === 1) return month === 12 ? toDay(year + 1, 1, 1) : toDay(year, month + 1, 1)
  return month === 1 ? toDay(year - 1, 12, 31) : toDay(year, month - 1, daysOf(year, month - 1))
}

/** At least two digits. */
export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

function toDay(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

function daysOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0)
}
