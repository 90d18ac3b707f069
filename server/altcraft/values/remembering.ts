const longestText = 100

/**
 * `read` with its latest answers remembered, for arguments that repeat (choices, cities, days). When `limit` answers are
 * known all are forgotten, so that a column without repetitions costs little and holds little. Texts of more than 100
 * characters are read each time. `read` must be pure, and nobody may change what it gave.
 */
export function remembering<K extends string | number, T>(read: (argument: K) => T, limit = 1000): (argument: K) => T {
  const known = new Map<K, T>()
  return (argument) => {
    const before = known.get(argument)
    if (before !== undefined || known.has(argument)) return before as T
    const answer = read(argument)
    if (typeof argument === 'string' && argument.length > longestText) return answer
    if (known.size >= limit) known.clear()
    known.set(argument, answer)
    return answer
  }
}
