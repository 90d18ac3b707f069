import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import type { ColumnProfile } from '../types.ts'

/**
 * Columns that are kept as they are written because the export does not say what their values mean: small whole numbers that may
 * be places in a list of choices (facts: trap 16). Their mapping becomes a guess with the reason, so that nobody takes it over
 * unseen; no value is changed.
 */
export function flagDoubtfulColumns(drafts: readonly DatasetDraft[]): void {
  for (const draft of drafts) {
    for (const { mapping, profile } of mappedColumns(draft).filter(isCustom)) {
      const doubt = doubtOf(profile)
      if (doubt === undefined) continue
      mapping.tier = 'guess'
      mapping.reasons = [...mapping.reasons, { code: doubt, detail: {} }]
    }
  }
}

/** What a person decided is no guess. */
function isCustom({ mapping }: MappedColumn): boolean {
  return mapping.target.endsWith('.custom') && mapping.source !== 'person'
}

function doubtOf(profile: ColumnProfile): string | undefined {
  return mayBeOrdinals(profile) ? 'mapping.may_be_places' : undefined
}

const maxOrdinal = 30
const maxChoices = 12

function mayBeOrdinals({ filled, distinctEstimate, types, topValues }: ColumnProfile): boolean {
  if (types.integer !== filled || distinctEstimate > maxChoices || filled < distinctEstimate * 2) return false
  return topValues.every(({ value }) => /^\d{1,2}$/.test(value) && Number(value) <= maxOrdinal)
}
