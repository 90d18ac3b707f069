import { type FaultKind, type FaultRule, faultKinds } from '../../../sandbox/gate/faults.ts'
import type { ExportName } from './exports.ts'
import { type Draws, makeDraws } from './random.ts'

/** Requests by method and by a regular expression over path and query; nothing given matches all. */
export type Place = FaultRule['match']

/**
 * What happens to the worker, at the n-th effect (statement or request) of the run, or at its n-th request of a place:
 * killBefore, killDuring, killAfter: it dies instead of the effect, while it is on its way, or before it hears of it; another
 * one takes over. What is on its way arrives late.
 * freeze: it stands still, another one takes over, and it goes on `forEffects` effects of that one later.
 * rival: another worker takes the same run while this one works.
 * cut: every connection of the database ends.
 * expire: Pipedrive refuses the access token from now on. withdraw: it refuses the refresh token, too; a person installs again.
 * pause: a person pauses the run, and resumes it.
 */
export type Disruption = { nth: number; of: Place | 'effects' } & (
  | { kind: 'killBefore' | 'killDuring' | 'killAfter' | 'rival' | 'cut' | 'expire' | 'withdraw' | 'pause' }
  | { kind: 'freeze'; forEffects: number }
)

export interface Scenario {
  seed: number
  export: ExportName
  plan: 'growth' | 'premium' | 'ultimate'
  latencyMs: number
  /** What the account holds before: strangers by number, and records of which the export has more. */
  strangers: number
  /** Share of the export's profiles and products that the account has already. */
  knownShare: number
  faults: FaultRule[]
  disruptions: Disruption[]
  /** The import is undone in the end, and this happens meanwhile, with the same faults; undefined: it stays. */
  undo: Disruption[] | undefined
  /** API tokens per day; undefined: those of the plan. */
  dailyBudget: number | undefined
  /** Share of the requests that are held up on their way, by less than the request's timeout. */
  lateShare: number
}

/** Everything that a seed decides. */
export function makeScenario(seed: number): Scenario {
  const draws = makeDraws(seed)
  const name = draws.pick<ExportName>(['empty', 'one', 'few', 'few', 'forty', 'forty', 'forty', 'ninety', 'largest'])
  const isSmall = name === 'empty' || name === 'one' || name === 'few'
  return {
    seed,
    export: name,
    plan: draws.pick(['growth', 'premium', 'ultimate']),
    latencyMs: draws.pick([0, 0, 1, 5]),
    strangers: draws.pick([0, 0, 3, 620]),
    knownShare: draws.pick([0, 0, 0.1, 0.5]),
    faults: draws.chance(0.8) ? drawFaults(draws) : [],
    disruptions: drawDisruptions(draws, isSmall ? 250 : 1_500),
    undo: draws.chance(0.35) ? drawDisruptions(draws, isSmall ? 250 : 1_000) : undefined,
    dailyBudget: draws.chance(0.3) ? draws.whole(isSmall ? 120 : 700, 1_500) : undefined,
    lateShare: draws.pick([0, 0, 0.02, 0.1]),
  }
}

/** Where faults strike: nearly everywhere, or just there where it hurts. */
const places: [Place, ...Place[]] = [
  {},
  { method: 'GET' },
  { method: 'POST' },
  { method: 'PATCH' },
  { method: 'DELETE' },
  { method: 'GET', path: '/api/v2/(persons|organizations|deals|products)\\?' },
  { method: 'POST', path: '/api/v2/persons' },
  { method: 'POST', path: '/api/v2/deals$' },
  { method: 'POST', path: '/api/v2/products' },
  { path: '/products(/bulk)?' },
  { method: 'POST', path: '/products/bulk' },
  { path: 'Fields' },
  { method: 'POST', path: 'Fields$' },
  { path: '/options' },
  { path: '/filters' },
  { method: 'POST', path: '/filters' },
  { path: '/users' },
]

function drawFaults(draws: Draws): FaultRule[] {
  return Array.from({ length: draws.whole(1, 4) }, () => {
    const kind = draws.pick(faultKinds as unknown as [FaultKind, ...FaultKind[]])
    const match = draws.pick(places)
    const isBroad = match.path === undefined
    // A blocked client waits for a person each time, and a hanging answer for its timeout.
    const probability = isBroad ? draws.pick([0.01, 0.03, 0.1]) : draws.pick([0.1, 0.4, 1])
    const most = kind === 'html403' ? 2 : kind === 'hang' ? 5 : probability === 1 ? 14 : 40
    const times = draws.whole(1, most)
    return { match, kind, times, skip: draws.pick([0, 0, draws.whole(1, 60)]), probability, seed: draws.seed() }
  })
}

function drawDisruptions(draws: Draws, span: number): Disruption[] {
  return Array.from({ length: draws.whole(0, 6) }, () => drawDisruption(draws, span))
}

function drawDisruption(draws: Draws, span: number): Disruption {
  const of = draws.chance(0.5) ? ('effects' as const) : draws.pick(places)
  // Every second one is likely to come soon: much of what may break is done in few steps.
  const nth =
    of !== 'effects' ? draws.whole(1, 12) : draws.chance(0.5) ? Math.ceil(span ** draws.next()) : draws.whole(1, span)
  const kind = draws.pick([
    ...(['killBefore', 'killDuring', 'killDuring', 'killAfter', 'freeze', 'freeze'] as const),
    ...(['rival', 'cut', 'expire', 'withdraw', 'pause'] as const),
  ])
  return kind === 'freeze' ? { kind, nth, of, forEffects: draws.whole(5, span) } : { kind, nth, of }
}

/** A scenario in words, for whoever replays it. */
export function describeScenario(scenario: Scenario): string {
  const { faults, disruptions, undo, dailyBudget } = scenario
  const strikes = faults.map(
    ({ match, kind, times, skip, probability }) =>
      `${kind} on ${placeText(match)} (${times}× at ${probability}, skipping ${skip})`,
  )
  return [
    `export ${scenario.export} into an account with ${scenario.strangers} strangers and ${scenario.knownShare * 100} % known`,
    `plan ${scenario.plan}, ${dailyBudget ?? 'all'} API tokens a day, latency ${scenario.latencyMs} ms, ${scenario.lateShare * 100} % late`,
    `faults: ${strikes.join('; ') || 'none'}`,
    `disruptions: ${disruptionsText(disruptions)}`,
    `undo: ${undo === undefined ? 'no' : disruptionsText(undo)}`,
  ].join('\n')
}

function disruptionsText(disruptions: Disruption[]): string {
  return disruptions.map(({ kind, nth, of }) => `${kind} at ${nth} of ${placeText(of)}`).join('; ') || 'none'
}

function placeText(place: Place | 'effects'): string {
  return place === 'effects' ? place : `${place.method ?? 'requests'} ${place.path ?? 'anywhere'}`
}
