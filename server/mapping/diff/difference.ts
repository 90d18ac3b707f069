import { isDeepStrictEqual } from 'node:util'
import type { Detail } from '../../errors.ts'

/** One thing that is not as it was: `code` has words in the panel, `detail` says where, and what it was and is. */
export interface Difference {
  code: string
  detail: Detail
}

export const nothing = '—'

/** A value as it stands in a sentence; steps and lists by their names. */
export function toWord(value: unknown): string | number | boolean | string[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value === undefined || value === null) return nothing
  if (!Array.isArray(value)) return JSON.stringify(value)
  return value.map((item) => (typeof item === 'string' ? item : nameOf(item)))
}

function nameOf(item: unknown): string {
  const named = typeof item === 'object' && item !== null && 'name' in item ? item.name : undefined
  return typeof named === 'string' ? named : JSON.stringify(item)
}

/** Names of the properties that are not the same in both, in the order of `now`, then those that are gone. */
export function changedKeys(was: object, now: object): string[] {
  const [before, after] = [new Map(Object.entries(was)), new Map(Object.entries(now))]
  const keys = new Set([...after.keys(), ...before.keys()])
  return [...keys].filter(
    (key) => before.has(key) !== after.has(key) || !isDeepStrictEqual(before.get(key), after.get(key)),
  )
}

/** Entries that are in both, of those that came, and of those that went; by `idOf`, repeated ones by their turn. */
export function pairBy<T>(was: readonly T[], now: readonly T[], idOf: (item: T) => string) {
  const before = new Map(withTurns(was, idOf))
  const after = withTurns(now, idOf)
  const ids = new Set(after.map(([id]) => id))
  const both = after.flatMap(([id, item]) => {
    const earlier = before.get(id)
    return earlier === undefined ? [] : [{ id, was: earlier, now: item }]
  })
  return {
    both,
    added: after.filter(([id]) => !before.has(id)).map(([, item]) => item),
    removed: [...before].filter(([id]) => !ids.has(id)).map(([, item]) => item),
    /** Those that stayed stand in another order. */
    moved: [...before.keys()].filter((id) => ids.has(id)).join('\0') !== both.map(({ id }) => id).join('\0'),
  }
}

function withTurns<T>(items: readonly T[], idOf: (item: T) => string): [string, T][] {
  const turns = new Map<string, number>()
  return items.map((item) => {
    const id = idOf(item)
    const turn = (turns.get(id) ?? 0) + 1
    turns.set(id, turn)
    return [`${id}\0${turn}`, item]
  })
}
