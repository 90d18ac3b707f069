import { normaliseColumn } from '../../altcraft/captions.ts'
import { type DatasetKind, handoffKinds } from '../../altcraft/types.ts'
import { findUnusable } from '../transforms/unusable-steps.ts'
import type { ColumnMapping, ColumnProfile } from '../types.ts'
import { noHints, type ProposalHints } from './hints.ts'
import { proposeTargets } from './propose-targets.ts'

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
  const names = profiles.map(({ column }) => column)
  return proposeTargets(kind, profiles, hints).map(([{ target, tier, source, reasons }, ...others], place) => ({
    column: profiles[place]?.column ?? '',
    target,
    tier,
    source,
    reasons,
    alternatives: others.map((other) => ({ target: other.target, tier: other.tier })),
    ...(source === 'precedent' ? stepsOf(hints, kind, names, place) : {}),
  }))
}

function toHandoff(column: string): ColumnMapping {
  const reasons = [{ code: 'mapping.handoff', detail: {} }]
  return { column, target: 'ignore', tier: 'certain', source: 'rules', reasons, alternatives: [] }
}

/** The steps that were chosen with the target, unless this file lacks what they need. */
function stepsOf(
  { precedents }: ProposalHints,
  kind: DatasetKind,
  names: readonly string[],
  place: number,
): Pick<ColumnMapping, 'transforms'> {
  const name = normaliseColumn(names[place] ?? '')
  const transforms = precedents.find((one) => one.kind === kind && one.column === name)?.transforms
  return transforms === undefined || findUnusable(transforms, names) !== undefined ? {} : { transforms }
}
