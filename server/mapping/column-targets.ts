import type { DatasetKind } from '../altcraft/types.ts'
import { kindTargets } from './columns/targets/targets.ts'

/** Only one column of a file can go there. */
export function isOneSlot(kind: DatasetKind, target: string): boolean {
  return kindTargets(kind).rules.some((rule) => rule.target === target && !rule.many)
}

/** Where a column goes that has no better place: a custom field, or nowhere where the kind has none. */
export function leftoverTarget(kind: DatasetKind): string {
  return kindTargets(kind).custom ?? 'ignore'
}
