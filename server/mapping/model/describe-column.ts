import type { ColumnProfile } from '../types.ts'
import { toShape } from './shape.ts'
import type { ColumnDescription, OpenColumn } from './types.ts'

const shownShapes = 5
const shownTypeShare = 0.1
const few = 20

/**
 * All that a model is told of a column: its name as it is given here, the kind of its rows, value types, rounded figures
 * and shapes of values. No value, no exact count, no file name, no id.
 */
export function describeColumn({ kind, rowCount, profile }: OpenColumn, name: string): ColumnDescription {
  return {
    name,
    kind,
    types: mostFrequent(Object.entries(profile.types), profile.filled * shownTypeShare),
    filled: filledShare(profile.filled, rowCount),
    distinct: distinctWord(profile),
    shapes: mostFrequent(countShapes(profile), 1).slice(0, shownShapes),
  }
}

function filledShare(filled: number, rowCount: number): string {
  if (filled >= rowCount) return 'all'
  const tenth = Math.floor((filled / rowCount) * 10)
  return `${tenth * 10}-${tenth * 10 + 10} %`
}

/** Numbers of distinct values are estimates within a few per cent. */
function distinctWord({ distinctEstimate, filled }: ColumnProfile): ColumnDescription['distinct'] {
  if (distinctEstimate <= 1) return 'one'
  if (distinctEstimate >= filled * 0.97) return 'all different'
  return distinctEstimate <= few ? 'few' : 'many'
}

function countShapes({ samples }: ColumnProfile): [string, number][] {
  const counts = new Map<string, number>()
  for (const sample of samples) {
    const shape = toShape(sample)
    counts.set(shape, (counts.get(shape) ?? 0) + 1)
  }
  return [...counts]
}

/** Those counted at least `least` times; equal counts in the order of their names, so that a question is always the same. */
function mostFrequent(counts: [string, number][], least: number): string[] {
  return counts
    .filter(([, count]) => count > 0 && count >= least)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([name]) => name)
}
