import { InvalidRequest } from '../../errors.ts'
import type { Decisions, ValueDecision } from '../decisions.ts'
import { valueKey } from '../status-words.ts'
import { isChoice, otherwiseKey, type ValueMap } from './value-map.ts'

export interface ValueChanges {
  /** By value, in any spelling; null leaves such cells empty. */
  values?: Record<string, ValueDecision>
  /** What all undecided values become; null leaves them empty. */
  otherwise?: ValueDecision
  /** Values whose decision is taken back; `*` for what all undecided ones become. */
  reset?: string[]
}

/**
 * The decisions with these about one map. Throws `InvalidRequest(400)`: `value_map.unknown_value` for a value that the map does
 * not have (nor can have, when it is not complete), `value_map.not_a_choice`  for what it cannot become,
 * `value_map.not_empty` where no cell may stay empty. Pure.
 */
export function changeValues(map: ValueMap, decisions: Decisions, changes: ValueChanges): Decisions {
  const { values = {}, otherwise, reset = [] } = changes
  const keyOf = (value: string) => (map.what === 'stages' ? stageKey(value) : valueKey(value))
  const known = new Set(map.entries.map(({ key }) => key))
  const decided = Object.entries(values).map(([value, decision]): [string, ValueDecision] => [keyOf(value), decision])
  if (otherwise !== undefined) decided.push([otherwiseKey, otherwise])
  for (const [value, decision] of decided) {
    if (value !== otherwiseKey && map.complete && !known.has(value))
      throw new InvalidRequest(400, 'value_map.unknown_value', { map: map.id, value })
    if (decision === null && !map.choices.mayBeEmpty)
      throw new InvalidRequest(400, 'value_map.not_empty', { map: map.id, value })
    if (!isChoice(map.choices, decision))
      throw new InvalidRequest(400, 'value_map.not_a_choice', { map: map.id, value, decision })
  }
  const before = Object.hasOwn(decisions.values, map.id) ? (decisions.values[map.id] ?? {}) : {}
  const taken = new Set(reset.map((value) => (value === otherwiseKey ? value : keyOf(value))))
  const kept = Object.entries(before).filter(([value]) => !taken.has(value))
  const changed = Object.fromEntries([...kept, ...decided])
  return { ...decisions, values: Object.fromEntries([...Object.entries(decisions.values), [map.id, changed]]) }
}

/** `order:В пути`: the source as it is, the status as a key. */
function stageKey(value: string): string {
  const at = value.indexOf(':')
  return `${value.slice(0, at + 1)}${valueKey(value.slice(at + 1))}`
}
