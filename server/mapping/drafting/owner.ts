import type { SourceRow } from '../../altcraft/types.ts'
import { readText } from '../../altcraft/values/text.ts'
import { valueKey } from '../status-words.ts'
import type { PlanDocument } from '../types.ts'
import { type Findings, warn } from './findings.ts'
import { cellOf, type Place } from './places.ts'

/**
 * The Pipedrive user who owns the row's record: by the plan's map, else the plan's fallback, which is told. Undefined when
 * the export names nobody, or somebody for whom a person chose nobody; Pipedrive then takes the installing user.
 */
export function readOwner(
  plan: PlanDocument,
  row: SourceRow,
  place: Place | undefined,
  findings: Findings,
): number | undefined {
  const text = readText(cellOf(row, place))
  if (text === undefined) return undefined
  const key = valueKey(text)
  if (plan.valueMaps.ownerless?.includes(key)) return undefined
  const known = Object.hasOwn(plan.valueMaps.owners, key) ? plan.valueMaps.owners[key] : undefined
  if (known === undefined || plan.valueMaps.assignedOwners.includes(key)) {
    warn(findings, 'owner.unknown', place?.mapping.column)
  }
  return known ?? plan.fallbackOwnerId
}
