/** What a column would bring at a target that takes one column; `gain` is above what it brings elsewhere. */
export interface Bid {
  column: number
  target: string
  gain: number
}

/**
 * One column per target and one target per column so that the sum of the gains is the largest there is: the Hungarian method with
 * potentials (Kuhn, Munkres; in the form of Jonker and Volgenant), targets × (columns + one empty place each), O(targets² × columns).
 * Not the best bid first: a column that fits two targets leaves the one to the column that fits nothing else. Answers
 * column → target; columns that get none are left out. Of equal sums the one with earlier columns is taken.
 */
export function assignTargets(bids: readonly Bid[], columnCount: number): Map<number, string> {
  const targets = [...new Set(bids.map(({ target }) => target))]
  const rowOf = new Map(targets.map((target, row) => [target, row]))
  const width = columnCount + targets.length
  const cost = targets.map(() => new Float64Array(width))
  for (const { column, target, gain } of bids) {
    const row = cost[rowOf.get(target) ?? 0]
    // A hair for the place: equal gains go to the earlier column.
    if (row && gain > 0) row[column] = -gain + column * 1e-9
  }
  const taken = solve(cost, width)
  const found = new Map<number, string>()
  for (const [place, row] of taken.entries()) {
    const target = row === undefined ? undefined : targets[row]
    if (target !== undefined && place < columnCount && (cost[row ?? 0]?.[place] ?? 0) < 0) found.set(place, target)
  }
  return found
}

/** Place → row of a cheapest assignment of every row to a place of its own. */
function solve(cost: readonly Float64Array[], width: number): (number | undefined)[] {
  const rowPotential = new Float64Array(cost.length)
  const placePotential = new Float64Array(width)
  const rowAt = new Array<number | undefined>(width).fill(undefined)
  for (let row = 0; row < cost.length; row += 1) addRow(row)
  return rowAt

  function addRow(added: number): void {
    const slack = new Float64Array(width).fill(Number.POSITIVE_INFINITY)
    const before = new Array<number | undefined>(width).fill(undefined)
    const visited = new Uint8Array(width)
    let row: number | undefined = added
    let place: number | undefined
    while (row !== undefined) {
      const step = nearest(row, place, slack, before, visited)
      shift(added, step.delta, slack, visited)
      place = step.place
      visited[place] = 1
      row = rowAt[place]
    }
    while (place !== undefined) {
      const previous: number | undefined = before[place]
      rowAt[place] = previous === undefined ? added : rowAt[previous]
      place = previous
    }
  }

  function nearest(
    row: number,
    from: number | undefined,
    slack: Float64Array,
    before: (number | undefined)[],
    visited: Uint8Array,
  ): { place: number; delta: number } {
    let delta = Number.POSITIVE_INFINITY
    let best = 0
    for (let place = 0; place < width; place += 1) {
      if (visited[place] === 1) continue
      const reduced = (cost[row]?.[place] ?? 0) - (rowPotential[row] ?? 0) - (placePotential[place] ?? 0)
      if (reduced < (slack[place] ?? 0)) {
        slack[place] = reduced
        before[place] = from
      }
      if ((slack[place] ?? 0) < delta) {
        delta = slack[place] ?? 0
        best = place
      }
    }
    return { place: best, delta }
  }

  function shift(added: number, delta: number, slack: Float64Array, visited: Uint8Array): void {
    rowPotential[added] = (rowPotential[added] ?? 0) + delta
    for (let place = 0; place < width; place += 1) {
      if (visited[place] === 1) {
        const row = rowAt[place]
        if (row !== undefined) rowPotential[row] = (rowPotential[row] ?? 0) + delta
        placePotential[place] = (placePotential[place] ?? 0) - delta
      } else slack[place] = (slack[place] ?? 0) - delta
    }
  }
}
