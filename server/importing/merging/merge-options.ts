import type { Json } from '../../lib/json.ts'
import { isBlank } from './merge-value.ts'
import type { FieldRules, FieldSides, MergedField } from './types.ts'

export function isOptions(value: Json): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number')
}

/**
 * A field of several options: people's own stay beside ours. An option that the export has no more is taken out if we had
 * put it there; one that people took out stays out. `mayLeave`: of which options the export would tell; absent: of all. Pure.
 */
export function mergeOptions(
  { wanted, now, before }: FieldSides,
  { rule, isOurs }: FieldRules,
  mayLeave?: ReadonlySet<number>,
): MergedField {
  const [want, there, ours] = [toIds(wanted), toIds(now), toIds(before ?? null)]
  if (before === undefined) {
    if (rule === 'keep' || (rule === 'fill' && !isBlank(now) && !isOurs)) return { edits: [] }
    const added = want.filter((id) => !there.includes(id))
    const written = isOurs ? want : added
    return { ...sendIf(added.length > 0, [...there, ...added]), written, edits: [] }
  }
  const left = ours.filter((id) => !want.includes(id) && (mayLeave?.has(id) ?? true))
  const added = want.filter((id) => !ours.includes(id) && !there.includes(id))
  const next = [...there.filter((id) => !left.includes(id)), ...added]
  const missed = want.filter((id) => ours.includes(id) && !there.includes(id))
  return {
    ...sendIf(added.length > 0 || next.length < there.length, next),
    written: [...new Set([...ours.filter((id) => !left.includes(id)), ...added])],
    edits: missed.length > 0 ? [{ what: 'kept', written: before, now, exported: wanted }] : [],
  }
}

/** An empty list is a validation error (facts: custom fields); null clears. */
function sendIf(differs: boolean, next: number[]): { send?: Json } {
  return differs ? { send: next.length === 0 ? null : next } : {}
}

function toIds(value: Json): number[] {
  return isOptions(value) ? value : []
}
