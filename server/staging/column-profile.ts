import type { Json } from '../lib/json.ts'
import type { ValueType } from './value-type.ts'

/** What we know of a column; made while staging. Empty text, null, `[]` and `{}` are not filled. */
export interface ColumnProfile {
  column: string
  filled: number
  /** Exact up to 300, else within a few per cent. */
  distinctEstimate: number
  /** At most 100, most frequent first; complete when `distinctEstimate` is at most 100. */
  topValues: { value: string; count: number }[]
  /** At most 50, spread evenly over the whole dataset, and the numbers of their rows. */
  samples: Json[]
  sampleRows: number[]
  /** Cells that hold several values (arrays, `a, b`, `a;b`), and their distinct members; none when over 1,000. */
  lists: number
  listItems: { value: string; count: number }[]
  /** Characters of the longest cell. */
  longest: number
  /** Smallest and largest number; earliest and latest ISO date where there are no numbers; null without either. */
  min: string | null
  max: string | null
  types: Partial<Record<ValueType, number>>
  /** Slash or dot dates whose first (second) part is over 12: they decide the order. */
  dayFirst: number
  monthFirst: number
  /** Dates with a time of 20–22 h UTC: midnights of zones east of Greenwich. */
  lateEvening: number
  /** Numbers with a comma, with a dot, with thousands parted by spaces. */
  decimalComma: number
  decimalDot: number
  grouped: number
  /** Phones like `7,9E+10`, whose last digits a spreadsheet threw away. */
  scientific: number
  /** Whole numbers that end in 00: nearly all are, when money is written in minor units. */
  hundreds: number
  /** How the sampled phones begin: `+7`, `8`, `7`, `+380` …, with counts; most frequent first. */
  phonePrefixes: { prefix: string; count: number }[]
}
