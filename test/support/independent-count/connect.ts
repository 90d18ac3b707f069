/**
 * Groups lists that share a key, transitively. `groupOf` answers the group in which a key ended, undefined for a key that
 * no list has.
 */
export function connect(lists: string[][]): { groups: number; groupOf(key: string): number | undefined } {
  const parents = lists.map((_, i) => i)
  const root = (i: number): number => {
    let at = i
    while (parents[at] !== at) at = parents[at] ?? at
    return at
  }
  const owner = new Map<string, number>()
  lists.forEach((keys, i) => {
    for (const key of keys) {
      const other = owner.get(key)
      if (other === undefined) owner.set(key, i)
      else parents[root(i)] = root(other)
    }
  })
  return {
    groups: parents.filter((parent, i) => parent === i).length,
    groupOf: (key) => {
      const found = owner.get(key)
      return found === undefined ? undefined : root(found)
    },
  }
}
