import type { Json, JsonObject } from '../../lib/json.ts'

type Branch = Map<string, Branch | Json>

/** What programs put between a name, an index and the name below it: `.` `[` `]` `/` `:` `__`; around an index also ` ` `_` `-`. */
const between = /[.[\]/:]+|__|[ _-](?=\d+(?:[ _-]|$))|(?<=[ _-]\d+)[ _-]/
const flattened = /[.[/:]|__|[ _-]\d+(?:[ _-]|$)/

/** `subscriptions.0.email`, `subscriptions[0].email`, `subscriptions/0/email`, `subscriptions_0_email`: a part of a nested value. */
export function isFlattened(name: string): boolean {
  return flattened.test(name) && /[.[/: _-]\d/.test(name)
}

/**
 * Builds the object that flattened names describe: `{'a.0.b': 1, 'a[1].b': 2}` → `{a: {'0': {b: 1}, '1': {b: 2}}}`.
 * Indices stay keys. Empty text cells are left out, an object without flattened names is returned as it is. Keys such as
 * `__proto__` are plain data: the result has no prototype.
 */
export function unflatten(object: JsonObject): JsonObject {
  if (!Object.keys(object).some((key) => flattened.test(key))) return object
  const root: Branch = new Map()
  for (const [name, value] of Object.entries(object)) {
    if (value !== '' && value !== null) place(root, name.split(between).filter(Boolean), value)
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
