import type { SourceRow } from '../altcraft/types.ts'
import { readList } from '../altcraft/values/list.ts'
import type { Json } from '../lib/json.ts'
import { makeDistinctCount } from './distinct-count.ts'
import { detached, makeValueCounts } from './value-counts.ts'
import { type ValueType, valueTypeOf } from './value-type.ts'

/** What we know of a column; made while staging. Empty text, null, `[]` and `{}` are not filled. */
export interface ColumnProfile {
  column: string
  filled: number
  /** Exact up to 300, else within a few per cent. */
  distinctEstimate: number
  /** At most 100, most frequent first; complete when `distinctEstimate` is at most 100. */
  topValues: { value: string; count: number }[]
  /** At most 50, spread over the whole dataset. */
  samples: Json[]
  /** Cells that hold several values (arrays, `a, b`, `a;b`), and their distinct members; none when over 1,000. */
  lists: number
  listItems: { value: string; count: number }[]
  /** Characters of the longest cell. */
  longest: number
  types: Partial<Record<ValueType, number>>
  /** Slash or dot dates whose first (second) part is over 12: they decide the order. */
  dayFirst: number
  monthFirst: number
  /** Dates with a time of 20–22 h UTC: midnights of zones east of Greenwich. */
  lateEvening: number
}

export interface ColumnProfiler {
  add(row: SourceRow, columns: readonly string[]): void
  /** One profile per column, in their order; a column that no row filled has an empty one. */
  profiles(columns: readonly string[]): ColumnProfile[]
}

const sampleSize = 50
const countedValues = 300
const countedItems = 1000
const topLimit = 100
const sampleCharacters = 10_000

/**
 * Gathers what staging learns of each column. Flat memory: it grows with the number of columns, not of rows. Columns may
 * be added between rows (JSON rows with new keys), but never change their places. The same rows give the same profiles.
 */
export function makeColumnProfiler(): ColumnProfiler {
  const byPlace: ColumnGatherer[] = []
  return {
    add(row, columns) {
      for (let place = 0; place < columns.length; place += 1) {
        const gatherer = byPlace[place] ?? makeColumnGatherer(place)
        byPlace[place] = gatherer
        const cell = row.cells[place]
        if (cell !== undefined) gatherer.add(cell)
      }
    },
    profiles: (columns) =>
      columns.map((column, place) => (byPlace[place] ?? makeColumnGatherer(place)).profile(column)),
  }
}

interface ColumnGatherer {
  add(cell: Json): void
  profile(column: string): ColumnProfile
}

function makeColumnGatherer(place: number): ColumnGatherer {
  const samples: Json[] = []
  const types: Partial<Record<ValueType, number>> = {}
  const distinct = makeDistinctCount()
  const values = makeValueCounts(countedValues)
  const items = makeValueCounts(countedItems)
  const random = makeRandom(place + 1)
  let filled = 0
  let longest = 0
  let lists = 0
  let dayFirst = 0
  let monthFirst = 0
  let lateEvening = 0
  return {
    add(cell) {
      const text = typeof cell === 'string' ? cell.trim() : cell === null ? '' : nestedText(cell)
      if (text === '' || text === '[]' || text === '{}') return
      filled += 1
      if (text.length > longest) longest = text.length
      const type = valueTypeOf(cell, text)
      types[type] = (types[type] ?? 0) + 1
      distinct.add(text)
      values.add(text)
      if (isList(cell, text, type)) {
        lists += 1
        for (const item of readList(cell)) items.add(item)
      }
      if (type === 'slashDate' || type === 'dotDate') {
        if (Number.parseInt(text, 10) > 12) dayFirst += 1
        else if (Number.parseInt(text.slice(text.search(/[/.-]/) + 1), 10) > 12) monthFirst += 1
      } else if (type === 'isoDate' && /T2[012]:\d\d(?::00(?:\.0+)?)?Z$/.test(text)) lateEvening += 1
      const slot = filled <= sampleSize ? filled - 1 : Math.floor(random() * filled)
      if (slot < sampleSize) samples[slot] = kept(cell)
    },
    profile: (column) => ({
      column,
      filled,
      distinctEstimate: values.distinct() ?? distinct.estimate(),
      topValues: values.top(topLimit),
      samples: [...samples],
      lists,
      listItems: items.distinct() === undefined ? [] : items.top(countedItems),
      longest,
      types: { ...types },
      dayFirst,
      monthFirst,
      lateEvening,
    }),
  }
}

function nestedText(cell: Json): string {
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

/** Sentences have commas too: only short texts count as lists. */
function isList(cell: Json, text: string, type: ValueType): boolean {
  if (Array.isArray(cell)) return true
  if (type === 'json') return text.startsWith('[')
  return type === 'text' && text.length <= 255 && /[;|]|, /.test(text)
}

function kept(cell: Json): Json {
  if (typeof cell === 'string') return detached(cell.slice(0, sampleCharacters))
  return cell
}

/** mulberry32: numbers in [0, 1) that are the same for the same seed. */
function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
