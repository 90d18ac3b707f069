import type { DatasetKind } from '../../altcraft/types.ts'
import type { ColumnProfile } from '../types.ts'
import { scoreColumns } from './score-columns.ts'

const kinds: readonly DatasetKind[] = [
  'profiles',
  'orders',
  'products',
  'campaigns',
  'campaign_metrics',
  'segment_members',
  'history',
  'loyalty_transactions',
]
/** Columns that many kinds have: they say little for one. */
const common =
  /\.(?:status|currency|owner|title|name|source_id|type|description|active)$|^segment\.|\.custom:(?:city|region|country|language)$/
const fewest = 1.5

/**
 * The kind whose targets a file's columns fit best, for files that their columns alone do not give away; undefined where none fits
 * well or two fit alike. `share`: what of the file's columns has a place, 0 to 1. Pure.
 */
export function kindByTargets(profiles: readonly ColumnProfile[]): { kind: DatasetKind; share: number } | undefined {
  const ranked = kinds.map((kind) => ({ kind, ...worth(kind, profiles) })).sort((a, b) => b.worth - a.worth)
  const [best, next] = ranked
  if (best === undefined || best.worth < fewest || best.worth <= (next?.worth ?? 0) * 1.02) return undefined
  return { kind: best.kind, share: best.placed / Math.max(1, profiles.length) }
}

/** Each target counts once, with the best of its columns. */
function worth(kind: DatasetKind, profiles: readonly ColumnProfile[]): { worth: number; placed: number } {
  const best = new Map<string, number>()
  for (const { fits } of scoreColumns(kind, profiles)) {
    const fit = fits.find((one) => !one.isContradicted)
    if (fit !== undefined && fit.score >= 0.55)
      best.set(fit.target, Math.max(best.get(fit.target) ?? 0, Math.min(1, fit.score)))
  }
  const worths = [...best].map(([target, score]) => (common.test(target) ? score * 0.4 : score))
  return { worth: worths.reduce((sum, one) => sum + one, 0), placed: best.size }
}
