import type { Json } from '../../lib/json.ts'
import { sameValue } from '../../pipedrive/compare.ts'
import type { FieldRules, FieldSides, MergedField } from './types.ts'

/**
 * A field of one value, by its three sides. Never ours: by its rule. Ours: it follows the export while nobody changed it
 * in Pipedrive; a change of people stays while the export says the same as before, else it is a conflict. Pure.
 */
export function mergeValue({ wanted, now, before }: FieldSides, { rule, isOurs, settle }: FieldRules): MergedField {
  if (sameValue(wanted, now)) {
    return before !== undefined || isOurs || rule === 'overwrite' ? { written: wanted, edits: [] } : { edits: [] }
  }
  if (before === undefined) {
    const isAllowed = rule === 'overwrite' || (rule === 'fill' && isBlank(now))
    return isAllowed && !isBlank(wanted) ? { send: wanted, written: wanted, edits: [] } : { edits: [] }
  }
  const edit = { written: before, now, exported: wanted }
  if (sameValue(wanted, before)) return { edits: [{ ...edit, what: 'kept' }] }
  if (sameValue(before, now)) return { send: wanted, written: wanted, edits: [] }
  const what = settle(edit)
  if (what === 'ask') return { edits: [{ ...edit, what }] }
  return { ...(what === 'ours' ? { send: wanted } : {}), written: wanted, edits: [{ ...edit, what }] }
}

export function isBlank(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
