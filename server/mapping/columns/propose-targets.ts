import type { DatasetKind } from '../../altcraft/types.ts'
import type { ColumnProfile, MappingSource, Tier, Why } from '../types.ts'
import { assignTargets, type Bid } from './assign-targets.ts'
import { type Elsewhere, elsewhereOf, otherCustom } from './elsewhere.ts'
import { applySubject, type FileSubject, subjectOf } from './file-subject.ts'
import { applyPrecedents, applySuggestions, noHints, type ProposalHints } from './hints.ts'
import { reasonsOf } from './reasons.ts'
import { relateColumns } from './relations.ts'
import { type Fit, type ScoredColumn, scoreColumns } from './score-columns.ts'
import { kindTargets } from './targets/targets.ts'
import { tierOf } from './tiers.ts'

export interface TargetProposal {
  target: string
  tier: Tier
  source: MappingSource
  reasons: Why[]
}

/** At most this many per column. */
const mostProposals = 5
/** What fits worse is not proposed. */
const least = 0.2
/** From here on a hint is likely. */
const sureScore = 0.55

/**
 * Where each column may go, best first and never empty, in the order of `profiles`: names and values are weighed together, and
 * targets that take one column are given out over all columns at once. Local, pure and deterministic.
 */
export function proposeTargets(
  kind: DatasetKind,
  profiles: readonly ColumnProfile[],
  hints: ProposalHints = noHints,
): [TargetProposal, ...TargetProposal[]][] {
  const columns = scoreColumns(kind, profiles)
  relateColumns(columns)
  spareNamed(columns)
  const about = subjectOf(columns)
  applySubject(columns, about)
  const others = columns.map((column) => elsewhereOf(kind, column, about))
  applyPrecedents(kind, columns, others, hints)
  const proposals = giveOut(kind, columns, others, about)
  if (hints.suggestions.length === 0) return proposals
  applySuggestions(kind, columns, hints, (place) => isOpen(proposals[place]?.[0] ?? nowhere))
  return giveOut(kind, columns, others, about)
}

const nowhere = { target: 'ignore', tier: 'certain' } as const

function giveOut(
  kind: DatasetKind,
  columns: readonly ScoredColumn[],
  others: readonly Elsewhere[],
  about: FileSubject,
): [TargetProposal, ...TargetProposal[]][] {
  const given = assign(columns, others)
  return columns.map((column, place) => {
    const other = others[place] ?? { target: 'ignore', score: 0, reason: { code: 'mapping.empty', detail: {} } }
    return toProposals(kind, column, given.get(place), other, about)
  })
}

/** Values alone make no second address of a person where a column is named as one: it may be somebody else's. */
function spareNamed(columns: readonly ScoredColumn[]): void {
  const fits = columns.flatMap((column) => column.fits)
  const named = new Set(fits.filter(({ many, name }) => many && name.score >= 0.6).map(({ target }) => target))
  for (const column of columns) {
    for (const fit of column.fits) if (fit.many && fit.name.score < 0.25 && named.has(fit.target)) fit.score *= 0.5
    column.fits.sort((a, b) => b.score - a.score)
  }
}

function assign(columns: readonly ScoredColumn[], others: readonly Elsewhere[]): Map<number, string> {
  const many = columns.map(({ fits }) => fits.find((fit) => fit.many && !fit.isContradicted))
  const floor = (place: number) => Math.max(others[place]?.score ?? 0, many[place]?.score ?? 0)
  const bids = columns.flatMap(({ fits }, column): Bid[] =>
    fits
      .filter((fit) => !fit.many && !fit.isContradicted && fit.score > floor(column))
      .map(({ target, score }) => ({ column, target, gain: score - floor(column) })),
  )
  const given = assignTargets(bids, columns.length)
  for (const [place, fit] of many.entries()) {
    if (fit !== undefined && !given.has(place) && fit.score > (others[place]?.score ?? 0)) given.set(place, fit.target)
  }
  return given
}

function toProposals(
  kind: DatasetKind,
  column: ScoredColumn,
  given: string | undefined,
  other: Elsewhere,
  about: FileSubject,
): [TargetProposal, ...TargetProposal[]] {
  const { fits } = column
  const first = fits.find(({ target }) => target === given)
  const elsewhere = toElsewhere(
    other,
    column,
    first === undefined ? fits.find((fit) => !fit.isContradicted) : undefined,
  )
  const ruled = fits.map((fit) => toProposal(fit, column))
  const own = first === undefined ? elsewhere : toProposal(first, column)
  const [near, ...far] = ruled.filter(({ target }, at) => target !== own.target && (fits[at]?.score ?? 0) >= least)
  const resorts = lastResorts(kind, column, about)
  // Where a row is a line, what is not the order's is the line's: that comes before a target that fits a little.
  const nearest = near === undefined ? [] : [near]
  const rest =
    about.hasLines && first === undefined
      ? [elsewhere, ...resorts.slice(0, 1), ...nearest, ...resorts, ...far]
      : [...nearest, elsewhere, ...resorts, ...far]
  return [own, ...firstOfEach([own, ...rest]).slice(1, mostProposals)]
}

/** What a person can always choose: a custom field, or to leave the column out. */
function lastResorts(kind: DatasetKind, { words }: ScoredColumn, { hasLines }: FileSubject): TargetProposal[] {
  const { custom } = kindTargets(kind)
  const concepts = words.flatMap((word) => word.concepts)
  const other = custom === 'order.custom' && hasLines ? 'line.custom' : otherCustom(custom ?? 'ignore', concepts)
  const beside = custom === undefined ? [] : [other, custom, 'ignore']
  return [...new Set(beside)].map((target) => ({
    target,
    tier: 'guess',
    source: 'rules',
    reasons: [{ code: target === 'ignore' ? 'mapping.leave_out' : 'mapping.no_place', detail: {} }],
  }))
}

function firstOfEach(proposals: readonly TargetProposal[]): TargetProposal[] {
  return proposals.filter(({ target }, at) => proposals.findIndex((other) => other.target === target) === at)
}

function toProposal(fit: Fit, column: ScoredColumn): TargetProposal {
  const { target, source } = fit
  if (source === undefined)
    return { target, tier: tierOf(fit, column), source: 'rules', reasons: reasonsOf(fit, column) }
  const ruled = tierOf(fit, column)
  const hinted = fit.score >= sureScore ? 'likely' : 'guess'
  // What the rules know as well stays as sure as it was; a model alone is never certain.
  const tier = source === 'precedent' && ruled === 'certain' ? ruled : hinted
  return { target, tier, source, reasons: [{ code: `mapping.${source}`, detail: {} }, ...reasonsOf(fit, column)] }
}

function toElsewhere(
  { target, score, reason, source = 'rules' }: Elsewhere,
  { words }: ScoredColumn,
  lost: Fit | undefined,
): TargetProposal {
  const tier =
    target === 'ignore'
      ? score > 0.9
        ? 'certain'
        : 'likely'
      : words.some(({ concepts }) => concepts.length > 0)
        ? 'likely'
        : 'guess'
  const taken =
    lost !== undefined && lost.score > score ? [{ code: 'mapping.taken', detail: { target: lost.target } }] : []
  return { target, tier: source === 'rules' ? tier : 'likely', source, reasons: [...taken, reason] }
}

/** Whether the rules leave the column open, so that a model may be asked. */
export function isOpen({ target, tier }: Pick<TargetProposal, 'target' | 'tier'>): boolean {
  return tier === 'guess' || (target.endsWith('.custom') && tier !== 'certain')
}
