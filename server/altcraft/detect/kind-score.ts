import { type ColumnNames, findTogether } from './column-names.ts'
import type { KindRule } from './kinds/rule.ts'
import { findSaid } from './name-words.ts'

/** How well a table fits a rule. */
export interface KindScore {
  rule: KindRule
  /** Columns that speak for the kind, the decisive ones first. */
  hits: string[]
  decisive: number
  /** 6 for a key, 3 for what is decisive, 1 for what supports it. */
  columns: number
  /** What the name of the file says for the kind. */
  word: string | undefined
  total: number
}

const nameBonus = 2
/** Supporting columns that are enough without a decisive one. */
const manySupporting = 4

const worthOfKey = 6
const worthOfDecisive = 3

/** A column counts once, for the first decisive entry that needs it. */
export function scoreKind(rule: KindRule, names: ColumnNames, words: readonly string[]): KindScore {
  const word = findSaid(words, rule.fileWords)
  const bonus = word === undefined ? 0 : nameBonus
  if (isExcluded(rule, names)) return { rule, hits: [], decisive: 0, columns: 0, word, total: bonus }
  const hits = new Set<string>()
  let decisive = 0
  let columns = 0
  for (const entry of rule.decisive) {
    const isKey = entry.endsWith('!')
    const found = findTogether(isKey ? entry.slice(0, -1) : entry, names)
    if (found.length === 0 || found.some((column) => hits.has(column))) continue
    decisive += 1
    columns += isKey ? worthOfKey : worthOfDecisive
    for (const column of found) hits.add(column)
  }
  for (const name of rule.supporting) {
    const column = names.get(name)
    if (column === undefined || hits.has(column)) continue
    columns += 1
    hits.add(column)
  }
  return { rule, hits: [...hits], decisive, columns, word, total: columns + bonus }
}

function isExcluded({ against, needs }: KindRule, names: ColumnNames): boolean {
  return against.some((name) => names.has(name)) || (needs.length > 0 && !needs.some((name) => names.has(name)))
}

/** Whether the columns alone may decide for the kind. */
export function columnsDecide({ decisive, columns }: KindScore): boolean {
  return decisive > 0 || columns >= manySupporting
}

/**
 * How sure the best of several is, 0 to 1, by its lead over the strongest other kind. Below 0.6 two are close, or a few
 * columns that tell something stand among many that tell nothing.
 */
export function toConfidence(best: KindScore, scores: readonly KindScore[], columnCount: number): number {
  const rivals = scores.filter(({ rule, columns }) => columns > 0 && rule.kind !== best.rule.kind)
  const lead = best.total - Math.max(0, ...rivals.map(weight))
  if (lead < 3) return 0.5
  const few = best.hits.length < columnCount / 2
  if (few && (lead < 5 || best.hits.length < 3)) return 0.55
  if (rivals.some(({ decisive, total }) => decisive > 0 && total > best.total / 2)) return 0.55
  if (best.decisive === 0 && lead < 5) return 0.55
  const sure = lead >= 12 ? 0.95 : lead >= 8 ? 0.9 : lead >= 5 ? 0.8 : 0.7
  return best.decisive > 0 ? sure : 0.65
}

/** Columns that merely support a kind are common to several. */
function weight({ decisive, columns, total }: KindScore): number {
  return decisive > 0 ? total : total - columns / 2
}
