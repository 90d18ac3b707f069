import { isDeepStrictEqual } from 'node:util'
import type { PlanDocument } from '../types.ts'
import { changedKeys, type Difference } from './difference.ts'

/** Per value map, how many values came, went or became something else; a map of maps counts for each of them. */
export function valueMapDifferences(was: PlanDocument['valueMaps'], now: PlanDocument['valueMaps']): Difference[] {
  const [before, after] = [new Map<string, unknown>(Object.entries(was)), new Map<string, unknown>(Object.entries(now))]
  return changedKeys(was, now).flatMap((map) => betweenMaps(map, before.get(map), after.get(map)))
}

function betweenMaps(map: string, was: unknown, now: unknown): Difference[] {
  const [before, after] = [toEntries(was), toEntries(now)]
  const keys = [...new Set([...after.keys(), ...before.keys()])].filter(
    (key) => before.has(key) !== after.has(key) || !isDeepStrictEqual(before.get(key), after.get(key)),
  )
  const inner = keys.filter((key) => isMap(before.get(key)) || isMap(after.get(key)))
  const outer = keys.filter((key) => !inner.includes(key))
  const changes = inner.flatMap((key) => betweenMaps(`${map}:${key}`, before.get(key), after.get(key)))
  // No values, and still not the same: the map is empty instead of absent, or a list stands in another order.
  if (outer.length === 0 && changes.length > 0) return changes
  const added = outer.filter((key) => !before.has(key)).length
  const removed = outer.filter((key) => !after.has(key)).length
  const detail = { map, added, removed, changed: outer.length - added - removed }
  return [{ code: 'diff.values', detail }, ...changes]
}

/** A list is a set of its members. */
function toEntries(value: unknown): Map<string, unknown> {
  if (Array.isArray(value)) return new Map(value.map((item) => [String(item), true]))
  return new Map(isMap(value) ? Object.entries(value) : [])
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
