import type { ColumnProfile } from './types.ts'

type Counted = ColumnProfile['topValues']

const topLimit = 100
const itemLimit = 1_000
const sampleLimit = 50

/**
 * What the profiles of one column in two parts of an export say together, as if the parts were one file. Counts are sums; the
 * samples are spread over both, their row numbers are those of their own files. While both lists of top values hold every
 * value, the distinct values are counted exactly, else estimated from above: the sum of both without the values that both lists
 * show, and no more than there are filled cells. Counts of top values are too low by what a list that was cut does not show.
 * Named after `a`; apart from the samples the order of the two does not matter. Pure.
 */
export function mergeProfiles(a: ColumnProfile, b: ColumnProfile): ColumnProfile {
  const values = sumCounts(a.topValues, b.topValues)
  return {
    column: a.column,
    filled: a.filled + b.filled,
    distinctEstimate: isComplete(a) && isComplete(b) ? values.length : estimateDistinct(a, b, values.length),
    topValues: values.slice(0, topLimit),
    ...spreadSamples(a, b),
    lists: a.lists + b.lists,
    listItems: mergeItems(a, b),
    longest: Math.max(a.longest, b.longest),
    ...mergeBounds(a, b),
    types: sumTypes(a.types, b.types),
    dayFirst: a.dayFirst + b.dayFirst,
    monthFirst: a.monthFirst + b.monthFirst,
    lateEvening: a.lateEvening + b.lateEvening,
    decimalComma: a.decimalComma + b.decimalComma,
    decimalDot: a.decimalDot + b.decimalDot,
    grouped: a.grouped + b.grouped,
    scientific: a.scientific + b.scientific,
    hundreds: a.hundreds + b.hundreds,
    phonePrefixes: sumCounts(a.phonePrefixes.map(toCounted), b.phonePrefixes.map(toCounted)).map(toPrefix),
  }
}

/** Most frequent first; those of one count in the order of their texts. */
function sumCounts(a: Counted, b: Counted): Counted {
  const counts = new Map(a.map(({ value, count }) => [value, count]))
  for (const { value, count } of b) counts.set(value, (counts.get(value) ?? 0) + count)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((x, y) => y.count - x.count || (x.value < y.value ? -1 : 1))
}

function toCounted({ prefix, count }: ColumnProfile['phonePrefixes'][number]): Counted[number] {
  return { value: prefix, count }
}

function toPrefix({ value, count }: Counted[number]): ColumnProfile['phonePrefixes'][number] {
  return { prefix: value, count }
}

/** Every filled cell is among the top values. */
function isComplete({ topValues, filled }: ColumnProfile): boolean {
  return topValues.reduce((sum, { count }) => sum + count, 0) === filled
}

function estimateDistinct(a: ColumnProfile, b: ColumnProfile, shown: number): number {
  const inBoth = a.topValues.length + b.topValues.length - shown
  const sum = a.distinctEstimate + b.distinctEstimate - inBoth
  return Math.min(Math.max(sum, a.distinctEstimate, b.distinctEstimate, shown), a.filled + b.filled)
}

/** As many of each part as its share of the filled cells; one that has fewer leaves its room to the other. */
function spreadSamples(a: ColumnProfile, b: ColumnProfile): Pick<ColumnProfile, 'samples' | 'sampleRows'> {
  const share = Math.round((sampleLimit * a.filled) / Math.max(1, a.filled + b.filled))
  const least = Math.min(a.samples.length, Math.max(1, sampleLimit - b.samples.length))
  const most = Math.min(a.samples.length, sampleLimit - Math.min(1, b.samples.length))
  const ofA = Math.min(Math.max(share, least), most)
  const [first, second] = [evenly(a.samples.length, ofA), evenly(b.samples.length, sampleLimit - ofA)]
  return {
    samples: [...at(a.samples, first), ...at(b.samples, second)],
    sampleRows: [...at(a.sampleRows, first), ...at(b.sampleRows, second)],
  }
}

/** At most `count` places of a list, evenly apart. */
function evenly(length: number, count: number): number[] {
  const taken = Math.min(length, count)
  return Array.from({ length: taken }, (_, place) => Math.floor((place * length) / taken))
}

function at<T>(list: readonly T[], places: readonly number[]): T[] {
  return places.flatMap((place) => list.slice(place, place + 1))
}

/** None at all once one part had too many: a list of some would pass for all. */
function mergeItems(a: ColumnProfile, b: ColumnProfile): Counted {
  const overflowed = [a, b].some(({ lists, listItems }) => lists > 0 && listItems.length === 0)
  const items = overflowed ? [] : sumCounts(a.listItems, b.listItems)
  return items.length > itemLimit ? [] : items
}

/** Numbers count before dates, as in the profile of one file. */
function mergeBounds(a: ColumnProfile, b: ColumnProfile): Pick<ColumnProfile, 'min' | 'max'> {
  const bounds = [a.min, a.max, b.min, b.max].filter((bound) => bound !== null)
  const numbers = bounds.filter((bound) => !Number.isNaN(Number(bound))).sort((x, y) => Number(x) - Number(y))
  const known = numbers.length > 0 ? numbers : bounds.sort()
  return { min: known[0] ?? null, max: known.at(-1) ?? null }
}

function sumTypes(a: ColumnProfile['types'], b: ColumnProfile['types']): ColumnProfile['types'] {
  const types = { ...a }
  for (const type of Object.keys(b) as (keyof ColumnProfile['types'])[]) types[type] = (a[type] ?? 0) + (b[type] ?? 0)
  return types
}
