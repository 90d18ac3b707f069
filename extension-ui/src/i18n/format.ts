import { useTranslation } from 'react-i18next'

export interface Format {
  number(value: number): string
  /** 0–1 as a percentage without decimals; something that is not nothing is never shown as 0 %. */
  share(value: number): string
  rate(perSecond: number): string
  bytes(sizeBytes: number): string
  money(amountMinor: number, currency: string): string
  /** The two largest units of a duration, `1 hr 20 min`; at least one second. */
  duration(seconds: number): string
  /** A moment in the reader's time zone: the time alone if it is of today. */
  moment(rfc3339: string, now: Date): string
  /** The day of a moment in the reader's time zone, `November 23`. */
  day(rfc3339: string): string
  list(items: string[]): string
}

/** How this language writes numbers, times and sizes. */
export function makeFormat(language: string): Format {
  const number = new Intl.NumberFormat(language)
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(language, { style: 'percent' })
  const list = new Intl.ListFormat(language, { type: 'unit' })
  const unit = (value: number, name: string, unitDisplay: 'short' | 'long' = 'short') =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay,
      maximumFractionDigits: 1,
    }).format(value)
  return {
    number: (value) => number.format(value),
    share: (value) => (value > 0 && value < 0.005 ? `< ${percent.format(0.01)}` : percent.format(value)),
    rate: (perSecond) => decimal.format(perSecond),
    bytes: (sizeBytes) => {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte']
      const power = Math.min(units.length - 1, sizeBytes < 1 ? 0 : Math.floor(Math.log10(sizeBytes) / 3))
      // English has no short plural of bytes.
      return unit(sizeBytes / 1000 ** power, units[power] ?? 'byte', power === 0 ? 'long' : 'short')
    },
    money: (amountMinor, currency) => {
      const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'code' })
      const digits = format.resolvedOptions().maximumFractionDigits ?? 2
      return format.format(amountMinor / 10 ** digits)
    },
    duration: (seconds) => {
      const parts = splitDuration(Math.max(1, Math.round(seconds)))
      return parts.map(([value, name]) => unit(value, name)).join(' ')
    },
    moment: (rfc3339, now) => {
      const date = new Date(rfc3339)
      const sameDay = date.toDateString() === now.toDateString()
      const day = sameDay ? {} : ({ day: 'numeric', month: 'long' } as const)
      return new Intl.DateTimeFormat(language, { ...day, hour: '2-digit', minute: '2-digit' }).format(date)
    },
    day: (rfc3339) => new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' }).format(new Date(rfc3339)),
    list: (items) => list.format(items),
  }
}

export function useFormat(): Format {
  return makeFormat(useTranslation().i18n.language)
}

const durationUnits: [string, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

function splitDuration(seconds: number): [number, string][] {
  const first = durationUnits.findIndex(([, size]) => seconds >= size)
  const parts: [number, string][] = []
  let rest = seconds
  for (const [name, size] of durationUnits.slice(first, first + 2)) {
    const value = Math.floor(rest / size)
    rest -= value * size
    if (value > 0) parts.push([value, name])
  }
  return parts
}
