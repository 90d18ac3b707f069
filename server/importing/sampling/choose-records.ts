/** A record that may be in the sample, and what makes it worth a look: `option:person:lang:ru`, `most:order:lines` … */
export interface Candidate {
  entity: string
  seq: number
  features: string[]
}

/**
 * At most `size` of the candidates that show as many features as can be: again and again the one with the most features that
 * nobody chosen has, the first of equals. Once every feature is shown, the rest are ordinary ones, of all entities in turn. Pure.
 */
export function chooseRecords(candidates: readonly Candidate[], size: number): Candidate[] {
  const open = new Set(candidates)
  const shown = new Set<string>()
  const chosen: Candidate[] = []
  const take = (candidate: Candidate) => {
    open.delete(candidate)
    for (const feature of candidate.features) shown.add(feature)
    chosen.push(candidate)
  }
  while (chosen.length < size) {
    const best = mostNew(open, shown)
    if (best === undefined) break
    take(best)
  }
  const byEntity = [...Map.groupBy(open, ({ entity }) => entity).values()]
  for (let turn = 0; chosen.length < size && byEntity.some((list) => turn < list.length); turn += 1) {
    for (const list of byEntity) {
      const next = list[turn]
      if (next !== undefined && chosen.length < size) take(next)
    }
  }
  return chosen
}

function mostNew(open: ReadonlySet<Candidate>, shown: ReadonlySet<string>): Candidate | undefined {
  let best: Candidate | undefined
  let most = 0
  for (const candidate of open) {
    const count = candidate.features.reduce((n, feature) => n + (shown.has(feature) ? 0 : 1), 0)
    if (count <= most) continue
    best = candidate
    most = count
  }
  return best
}
