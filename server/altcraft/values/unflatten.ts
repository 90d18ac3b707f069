import type { Json, JsonObject } from '../../lib/json.ts'

type Branch = Map<string, Branch | Json>

/**
 * Builds the object that flattened names describe: `{'a.0.b': 1, 'a[1].b': 2}` → `{a: {'0': {b: 1}, '1': {b: 2}}}`.
 * Indices stay keys. Empty text cells are left out, an object without flattened names is returned as it is. Keys such as
 * `__proto__` are plain data: the result has no prototype.
 */
export function unflatten(object: JsonObject): JsonObject {
  if (!Object.keys(object).some((key) => /[.[]/.test(key))) return object
  const root: Branch = new Map()
  for (const [name, value] of Object.entries(object)) {
    if (value !== '' && value !== null) place(root, name.split(/[.[\]]+/).filter(Boolean), value)
  }
  return toObject(root)
}

function place(root: Branch, path: string[], value: Json): void {
  let branch = root
  for (const key of path.slice(0, -1)) {
    const known = branch.get(key)
    const next: Branch = known instanceof Map ? known : new Map()
    branch.set(key, next)
    branch = next
  }
  const last = path.at(-1)
  if (last !== undefined) branch.set(last, value)
}

function toObject(branch: Branch): JsonObject {
  const object: JsonObject = Object.create(null)
  for (const [key, value] of branch) object[key] = value instanceof Map ? toObject(value) : value
  return object
}
