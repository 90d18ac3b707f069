import type { PlanDocument, PlannedField } from '../types.ts'
import { changedKeys, type Difference, pairBy, toWord } from './difference.ts'

/** Custom fields that came, went, or are created otherwise. */
export function fieldDifferences(was: readonly PlannedField[], now: readonly PlannedField[]): Difference[] {
  const { both, added, removed, moved } = pairBy(was, now, ({ entity, key }) => `${entity}:${key}`)
  const told = (code: string, { entity, name, type }: PlannedField) => ({ code, detail: { entity, name, type } })
  return [
    ...added.map((field) => told('diff.field_added', field)),
    ...removed.map((field) => told('diff.field_removed', field)),
    ...both.flatMap((pair) => changedKeys(pair.was, pair.now).map((key) => between(pair.was, pair.now, key))),
    ...(moved ? [{ code: 'diff.field_order', detail: {} }] : []),
  ]
}

function between(was: PlannedField, now: PlannedField, key: string): Difference {
  const place = { entity: now.entity, name: now.name }
  if (key === 'name')
    return { code: 'diff.field_renamed', detail: { entity: now.entity, from: was.name, to: now.name } }
  if (key === 'type') return { code: 'diff.field_type', detail: { ...place, from: was.type, to: now.type } }
  if (key === 'options') {
    const { added, removed } = pairBy(was.options, now.options, (label) => label)
    return { code: 'diff.field_options', detail: { ...place, added: added.length, removed: removed.length } }
  }
  if (key === 'fillRate') {
    const percent = ({ fillRate }: PlannedField) => Math.round(fillRate * 1000) / 10
    return { code: 'diff.field_fill', detail: { ...place, from: percent(was), to: percent(now) } }
  }
  if (key === 'use') return { code: 'diff.field_use', detail: { ...place, from: toWord(was.use), to: toWord(now.use) } }
  return { code: 'diff.field_other', detail: { ...place, part: key } }
}

/** Fields that get no place of their own: they share a long text, or are left out. */
export function unplacedDifferences(
  was: NonNullable<PlanDocument['unplaced']>,
  now: NonNullable<PlanDocument['unplaced']>,
): Difference[] {
  const { both, added, removed, moved } = pairBy(was, now, ({ entity, key }) => `${entity}:${key}`)
  return [
    ...added.map(({ entity, name }) => ({ code: 'diff.field_unplaced', detail: { entity, name } })),
    ...removed.map(({ entity, name }) => ({ code: 'diff.field_placed', detail: { entity, name } })),
    ...both.flatMap((pair) => changedKeys(pair.was, pair.now).map((key) => between(pair.was, pair.now, key))),
    ...(moved ? [{ code: 'diff.field_order', detail: {} }] : []),
  ]
}

/** Columns that share one long text because the plan's cap is reached. */
export function foldedDifferences(was: PlanDocument['folded'], now: PlanDocument['folded']): Difference[] {
  const { added, removed, moved } = pairBy(was, now, (folded) => JSON.stringify(folded))
  return [
    ...added.map(({ entity, column }) => ({ code: 'diff.folded', detail: { entity, column } })),
    ...removed.map(({ entity, column }) => ({ code: 'diff.unfolded', detail: { entity, column } })),
    ...(moved ? [{ code: 'diff.folded_order', detail: {} }] : []),
  ]
}
