import { readList } from '../altcraft/values/list.ts'
import type { Json } from '../lib/json.ts'
import { type CellLook, looks, makeCellLooker, typeOf } from './cell-look.ts'
import type { ColumnProfile } from './column-profile.ts'
import { makeDistinctCount } from './distinct-count.ts'
import { countPhonePrefixes } from './phone-prefixes.ts'
import { makeSpreadSamples } from './spread-samples.ts'
import { makeValueCounts } from './value-counts.ts'
import { hashOf, makeValueTable } from './value-table.ts'
import { type ValueType, valueTypes } from './value-type.ts'

const sampleSize = 50
const countedValues = 300
const countedItems = 1000
const topLimit = 100
const sampleBytes = 10_000

export interface ColumnGatherer {
  /** A cell as text: `bytes[start .. end)` is UTF-8. */
  addText(bytes: Buffer, start: number, end: number, rowNumber: number): void
  /** A cell that is no text, with its text and its look. */
  addValue(cell: Json, look: CellLook, bytes: Buffer, start: number, end: number, rowNumber: number): void
  profile(column: string): ColumnProfile
}

const evidence = [
  'dayFirst',
  'monthFirst',
  'lateEvening',
  'decimalComma',
  'decimalDot',
  'grouped',
  'scientific',
  'hundreds',
] as const

/**
 * Gathers the profile of one column cell by cell. A text that has come before costs a look into a table; what it says is
 * counted when the profile is made. Memory does not grow with the number of rows: values, samples and members of lists take
 * `shareBytes` each at most, which may become less while columns are added.
 */
export function makeColumnGatherer(shareBytes: () => number): ColumnGatherer {
  const looker = makeCellLooker()
  const values = makeValueTable(countedValues, shareBytes)
  const items = makeValueCounts(countedItems, shareBytes)
  const distinct = makeDistinctCount()
  const samples = makeSpreadSamples(sampleSize, shareBytes)
  const range = makeRange()
  /** By look, of the texts that are not in `values`. */
  const others = new Map<CellLook, number>()
  let filled = 0
  let longest = 0

  return {
    addText(bytes, from, to, rowNumber) {
      let start = from
      let end = to
      while (start < end && (bytes[start] ?? 0) <= 32) start += 1
      while (start < end && (bytes[end - 1] ?? 0) <= 32) end -= 1
      if (isEmpty(bytes, start, end)) return
      add(undefined, undefined, bytes, start, end, from, to, rowNumber)
    },
    addValue(cell, look, bytes, start, end, rowNumber) {
      if (!isEmpty(bytes, start, end)) add(cell, look, bytes, start, end, start, end, rowNumber)
    },
    profile,
  }

  function add(
    cell: Json | undefined,
    known: CellLook | undefined,
    bytes: Buffer,
    start: number,
    end: number,
    rawStart: number,
    rawEnd: number,
    rowNumber: number,
  ): void {
    filled += 1
    if (samples.wants()) {
      const isWhole = cell !== undefined && end - start <= sampleBytes
      const sampleEnd = Math.min(rawEnd, characterAt(bytes, rawStart + sampleBytes))
      const sample = isWhole ? cell : bytes.toString('utf8', rawStart, sampleEnd)
      samples.keep(sample, rowNumber, sampleEnd - rawStart)
    }
    const hash = hashOf(bytes, start, end)
    const place = values.find(hash, bytes, start, end)
    if (place >= 0) {
      values.count(place)
      return
    }
    const look = known ?? looker.look(bytes, start, end)
    range.add(
      look,
      known === undefined ? looker.number : typeof cell === 'number' ? cell : Number.NaN,
      bytes,
      start,
      end,
    )
    if (end - start > longest) longest = Math.max(longest, bytes.toString('utf8', start, end).length)
    distinct.add(hash)
    if (values.add(hash, bytes, start, end, look)) return
    others.set(look, (others.get(look) ?? 0) + 1)
    if ((look & looks.list) === 0 || items.overflowed()) return
    for (const item of readList(cell ?? bytes.toString('utf8', start, end))) items.add(item, 1)
  }

  function profile(column: string): ColumnProfile {
    const entries = values.entries()
    const byLook = new Map(others)
    const listed = makeValueCounts(countedItems, shareBytes)
    for (const { value, count, look } of entries) {
      byLook.set(look, (byLook.get(look) ?? 0) + count)
      if ((look & looks.list) !== 0) for (const item of readList(value)) listed.add(item, count)
    }
    for (const { value, count } of items.all()) listed.add(value, count)
    const sampled = samples.all()
    const counted = entries.map(({ value, count }) => ({ value, count })).sort((a, b) => b.count - a.count)
    return {
      column,
      filled,
      distinctEstimate: values.complete() ? entries.length : Math.max(distinct.estimate(), entries.length + 1),
      topValues: values.repeats() ? counted.slice(0, topLimit) : [],
      samples: sampled.map(({ value }) => value),
      sampleRows: sampled.map(({ rowNumber }) => rowNumber),
      lists: countOf(byLook, looks.list),
      listItems: items.overflowed() || listed.overflowed() ? [] : listed.all(),
      longest,
      ...range.bounds(),
      types: countTypes(byLook),
      ...(Object.fromEntries(evidence.map((name) => [name, countOf(byLook, looks[name])])) as Record<
        (typeof evidence)[number],
        number
      >),
      phonePrefixes: countPhonePrefixes(sampled.map(({ value }) => value)),
    }
  }
}

/** The start of the character that has a byte at `place`. */
function characterAt(bytes: Buffer, place: number): number {
  let start = place
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1
  return start
}

function isEmpty(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > 2) return false
  if (start >= end) return true
  const first = bytes[start]
  return (
    end - start === 2 &&
    ((first === 0x5b && bytes[start + 1] === 0x5d) || (first === 0x7b && bytes[start + 1] === 0x7d))
  )
}

function countOf(byLook: ReadonlyMap<CellLook, number>, flag: number): number {
  let sum = 0
  for (const [look, count] of byLook) if ((look & flag) !== 0) sum += count
  return sum
}

/** In the order of `valueTypes`. */
function countTypes(byLook: ReadonlyMap<CellLook, number>): Partial<Record<ValueType, number>> {
  const counts = new Map<ValueType, number>()
  for (const [look, count] of byLook) counts.set(typeOf(look), (counts.get(typeOf(look)) ?? 0) + count)
  return Object.fromEntries(valueTypes.flatMap((type) => (counts.has(type) ? [[type, counts.get(type)]] : [])))
}

interface Range {
  add(look: CellLook, value: number, bytes: Buffer, start: number, end: number): void
  bounds(): { min: string | null; max: string | null }
}

/** Numbers by value, ISO dates by their text (`YYYY-MM-DD…` sorts as time does within one form). */
function makeRange(): Range {
  const longestDate = 40
  const least = Buffer.alloc(longestDate)
  const most = Buffer.alloc(longestDate)
  let leastSize = 0
  let mostSize = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  return {
    add(look, value, bytes, start, end) {
      if (value < min) min = value
      if (value > max) max = value
      if (typeOf(look) !== 'isoDate' || end - start > longestDate) return
      if (leastSize === 0 || bytes.compare(least, 0, leastSize, start, end) < 0)
        leastSize = bytes.copy(least, 0, start, end)
      if (mostSize === 0 || bytes.compare(most, 0, mostSize, start, end) > 0) mostSize = bytes.copy(most, 0, start, end)
    },
    bounds() {
      if (min <= max) return { min: String(min), max: String(max) }
      if (leastSize === 0) return { min: null, max: null }
      return { min: least.toString('utf8', 0, leastSize), max: most.toString('utf8', 0, mostSize) }
    },
  }
}
