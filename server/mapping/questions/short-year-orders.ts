import type { MappedColumn } from '../plan-input.ts'
import type { ColumnProfile } from '../types.ts'

/** `01/13/22`, `13.01.22 10:00` */
const shortDate = /^\s*(\d{1,2})([-./])(\d{1,2})\2['’]?\d{2}(?!\d)/

/**
 * The column as its profile would be if the years had all four digits, where they are completed: the profile took such dates for
 * texts. Told from the values that it keeps, not from all. Other columns are returned as they are.
 */
export function withShortYears(column: MappedColumn): MappedColumn {
  const { mapping, profile } = column
  if (mapping.shortYears !== 'excel') return column
  const texts = new Set([...profile.samples.map(String), ...profile.topValues.map(({ value }) => value)])
  const dates = [...texts].flatMap((text) => toParts(text) ?? [])
  const counted = (wanted: (date: Parts) => boolean) => dates.filter(wanted).length
  const share = (wanted: (date: Parts) => boolean) =>
    Math.round((counted(wanted) / Math.max(1, texts.size)) * profile.filled)
  const completed: ColumnProfile = {
    ...profile,
    types: {
      ...profile.types,
      slashDate: (profile.types.slashDate ?? 0) + share(({ mark }) => mark === '/'),
      dotDate: (profile.types.dotDate ?? 0) + share(({ mark }) => mark !== '/'),
    },
    dayFirst: profile.dayFirst + counted(({ first }) => first > 12),
    monthFirst: profile.monthFirst + counted(({ first, second }) => first <= 12 && second > 12),
  }
  return { mapping, profile: completed }
}

interface Parts {
  first: number
  mark: string
  second: number
}

function toParts(text: string): Parts | undefined {
  const match = shortDate.exec(text)
  if (match === null) return undefined
  const [, first, mark = '', second] = match
  return { first: Number(first), mark, second: Number(second) }
}
