import { type DatasetKind, handoffKinds } from '../../altcraft/types.ts'
import type { ColumnMapping, ColumnProfile } from '../types.ts'
import { noHints, type ProposalHints, proposeTargets } from './propose-targets.ts'

/**
 * Where each column of a dataset goes, in the order of `profiles`. Custom columns have no `fieldKey` yet. Columns of kinds that no
 * phase imports stay with their rows for the handoff, whatever fits them. Pure and deterministic.
 */
export function proposeColumns(
  kind: DatasetKind,
  profiles: readonly ColumnProfile[],
  hints: ProposalHints = noHints,
): ColumnMapping[] {
  if (handoffKinds.includes(kind)) return profiles.map(({ column }) => toHandoff(column))
  return proposeTargets(kind, profiles, hints).map(([{ target, tier, source, reasons }, ...others], place) => ({
    column: profiles[place]?.column ?? '',
    target,
    tier,
    source,
    reasons,
    alternatives: others.map((other) => ({ target: other.target, tier: other.tier })),
  }))
}

function toHandoff(column: string): ColumnMapping {
  const reasons = [{ code: 'mapping.handoff', detail: {} }]
  return { column, target: 'ignore', tier: 'certain', source: 'rules', reasons, alternatives: [] }
}
