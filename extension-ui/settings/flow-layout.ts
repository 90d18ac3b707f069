import { type Outcome, outcomes } from '../src/api/types.ts'

export interface FlowSource {
  id: string
  label: string
  counts: Partial<Record<Outcome, number>>
}

/** A bar at one side of the picture. Pixels from the top. */
export interface FlowNode<Id extends string = string> {
  id: Id
  label: string
  value: number
  top: number
  height: number
  /** Middle of the space that belongs to the bar and its label. */
  middle: number
}

/** Rows of one source that had one outcome: from `fromTop` at the left to `toTop` at the right, `height` thick. */
export interface FlowBand {
  source: string
  outcome: Outcome
  fromTop: number
  toTop: number
  height: number
}

export interface Flow {
  height: number
  sources: FlowNode[]
  outcomes: FlowNode<Outcome>[]
  bands: FlowBand[]
}

/** Height of all rows together, of the smallest band that can be seen, and of a label with its gap. */
const allPx = 180
const leastPx = 1.5
const slotPx = 28

/**
 * Places sources at the left and outcomes at the right, thick in proportion to their rows. Sources and outcomes without
 * rows are left out. Rows are not lost: the bands of a source add up to its counted rows.
 */
export function toFlow(all: FlowSource[]): Flow {
  const total = all.reduce((sum, source) => sum + sumOf(source.counts), 0)
  const thickness = (value: number) => Math.max(leastPx, (value / total) * allPx)
  const bands = all.flatMap(({ id, counts }) =>
    outcomes.flatMap((outcome) => {
      const value = counts[outcome] ?? 0
      return value > 0 ? [{ source: id, outcome, value, height: thickness(value) }] : []
    }),
  )
  const left = all.map(({ id, label }) => ({ id, label, bands: bands.filter(({ source }) => source === id) }))
  const right = outcomes.map((id) => ({ id, label: id, bands: bands.filter(({ outcome }) => outcome === id) }))
  const sources = stack(left)
  const ends = stack(right)
  return {
    height: Math.max(sources.height, ends.height),
    sources: sources.nodes,
    outcomes: ends.nodes,
    bands: bands.map((band) => ({
      source: band.source,
      outcome: band.outcome,
      height: band.height,
      fromTop: sources.tops.get(band) ?? 0,
      toTop: ends.tops.get(band) ?? 0,
    })),
  }
}

interface SizedBand {
  value: number
  height: number
}

/** Puts the nodes below each other, each with room for its label, and their bands inside of them. */
function stack<Id extends string>(groups: { id: Id; label: string; bands: SizedBand[] }[]) {
  const nodes: FlowNode<Id>[] = []
  const tops = new Map<SizedBand, number>()
  let y = 0
  for (const { id, label, bands } of groups.filter((group) => group.bands.length > 0)) {
    const height = bands.reduce((sum, band) => sum + band.height, 0)
    const slot = Math.max(slotPx, height + 6)
    const top = y + (slot - height) / 2
    nodes.push({
      id,
      label,
      value: bands.reduce((sum, band) => sum + band.value, 0),
      top,
      height,
      middle: y + slot / 2,
    })
    let inner = top
    for (const band of bands) {
      tops.set(band, inner)
      inner += band.height
    }
    y += slot
  }
  return { nodes, tops, height: y }
}

function sumOf(counts: FlowSource['counts']): number {
  return outcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0)
}
