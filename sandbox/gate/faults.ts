export const faultKinds = [
  'lostAfterCommit',
  'lostBeforeCommit',
  '500',
  '502',
  '503',
  '429',
  'hang',
  'html403',
] as const
export type FaultKind = (typeof faultKinds)[number]

/**
 * Which requests fail, and how. A rule skips its first `skip` matches, then strikes each with `probability`, at most `times`
 * times. The path is a regular expression over the path with its query.
 */
export interface FaultRule {
  match: { method?: string; path?: string }
  kind: FaultKind
  times?: number
  skip?: number
  probability?: number
  seed?: number
}

interface Armed {
  rule: FaultRule
  path: RegExp
  seen: number
  struck: number
  random: () => number
}

export class Faults {
  private armed: Armed[] = []

  clear(): void {
    this.armed = []
  }

  /** Adds to the rules in force; the first one that strikes decides. */
  add(rules: FaultRule[]): void {
    for (const rule of rules) {
      const path = new RegExp(rule.match.path ?? '')
      this.armed.push({ rule, path, seen: 0, struck: 0, random: randomFrom(rule.seed ?? 1) })
    }
  }

  pick(method: string, url: string): FaultKind | undefined {
    for (const fault of this.armed) if (strikes(fault, method, url)) return fault.rule.kind
    return undefined
  }

  list(): (FaultRule & { struck: number })[] {
    return this.armed.map(({ rule, struck }) => ({ ...rule, struck }))
  }
}

function strikes(fault: Armed, method: string, url: string): boolean {
  const { match, skip = 0, times = Number.POSITIVE_INFINITY, probability = 1 } = fault.rule
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false
  if (!fault.path.test(url)) return false
  fault.seen += 1
  if (fault.seen <= skip || fault.struck >= times || fault.random() >= probability) return false
  fault.struck += 1
  return true
}

/** mulberry32: the same seed gives the same faults. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
