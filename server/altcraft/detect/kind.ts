import type { DatasetKind } from '../types.ts'
import { findAddresses, isAddressOrName } from './addresses.ts'
import { columnNames, type KindInput, quoteColumns } from './column-names.ts'
import { columnsDecide, type KindScore, scoreKind, toConfidence } from './kind-score.ts'
import { kindRules } from './kinds/all-kinds.ts'
import { nameWords } from './name-words.ts'
import { recogniseList } from './people-lists.ts'
import { toReportKind } from './report-shape.ts'
import { saysSuppressed } from './suppression-list.ts'

export type { KindInput } from './column-names.ts'

export interface KindGuess {
  kind: DatasetKind
  /** 0 to 1; below 0.6 a person should look at it. */
  confidence: number
  /** One English sentence of facts. */
  evidence: string
  /** What else it may be, at most three, the likeliest first. */
  alternatives: KindAlternative[]
}

export interface KindAlternative {
  kind: DatasetKind
  confidence: number
}

interface Decision {
  kind: DatasetKind
  confidence: number
  evidence: string
  /** What it is if not this, where that is known. */
  otherwise?: DatasetKind
}

/** What a person said the rows are, or what they look like. */
export function chooseKind(chosen: DatasetKind | undefined, input: KindInput): KindGuess {
  if (chosen === undefined) return recogniseKind(input)
  return { kind: chosen, confidence: 1, evidence: 'chosen by a person', alternatives: [] }
}

/**
 * What the rows are, by their columns first and the file's name second. The columns decide when they speak for one kind; a
 * name alone (0.5) only when no kind is known by its columns; addresses alone (0.6) are profiles. Few columns of identity in
 * a file named after a segment are its members, after a stop list who is on it. What nothing speaks for is `unknown`.
 */
export function recogniseKind(input: KindInput): KindGuess {
  const names = columnNames(input)
  const words = nameWords(input)
  const scores = kindRules.map((rule) => scoreKind(rule, names, words)).sort((a, b) => b.total - a.total)
  const decided =
    recogniseList(input) ?? byColumns(input, scores) ?? byName(input, scores) ?? byAddresses(input, scores)
  return withAlternatives(doubtSuppressed(decided, words), scores)
}

function byColumns(input: KindInput, scores: readonly KindScore[]): Decision | undefined {
  const best = scores.find(columnsDecide)
  if (!best) return undefined
  const confidence = toConfidence(best, scores, input.columns.length)
  if (best.decisive === 0 && confidence < 0.6) return undefined
  if (best.rule.kind === 'campaigns') return byReportShape(input, best, confidence)
  return { kind: best.rule.kind, confidence, evidence: columnEvidence(best) }
}

function byReportShape(input: KindInput, best: KindScore, confidence: number): Decision {
  const { kind, atMost, because, otherwise } = toReportKind(input)
  if (kind === 'campaigns' && atMost === 1) return { kind, confidence, evidence: columnEvidence(best) }
  const evidence = `columns ${quoteColumns(best.hits)} are figures of mailings: ${because}`
  return { kind, confidence: Math.min(confidence, atMost), evidence, ...(otherwise && { otherwise }) }
}

function columnEvidence({ rule, hits, word }: KindScore): string {
  const columns = `columns ${quoteColumns(hits)} are those of ${rule.what}`
  return word === undefined ? columns : `${columns}, and the name says "${word}"`
}

/** Addresses in a file that is named after a kind without any are those of people all the same. */
function byName(input: KindInput, scores: readonly KindScore[]): Decision | undefined {
  const named = scores.find(({ word }) => word !== undefined)
  if (!named) return undefined
  const { kind } = named.rule
  const says = `the name says "${named.word}"`
  const addresses = findAddresses(input)
  const holds = `column ${quoteColumns([addresses ?? ''])} holds addresses`
  if (addresses !== undefined && kind === 'profiles')
    return { kind, confidence: 0.7, evidence: `${holds}, and ${says}` }
  if (addresses !== undefined && named.hits.length === 0)
    return { kind: 'profiles', confidence: 0.5, evidence: `${holds}, but ${says}`, otherwise: kind }
  return { kind, confidence: 0.5, evidence: `${says}; the columns alone decide nothing` }
}

/** Addresses of people; less sure when the other columns fit another kind as well as profiles. */
function byAddresses(input: KindInput, scores: readonly KindScore[]): Decision {
  const addresses = findAddresses(input)
  if (addresses === undefined)
    return { kind: 'unknown', confidence: 0, evidence: 'neither the columns nor the file name are known' }
  const holds = `column ${quoteColumns([addresses])} holds addresses`
  const besides = (of: (kind: DatasetKind) => boolean) =>
    Math.max(
      ...scores.map(({ rule, hits }) => (of(rule.kind) ? hits.filter((hit) => !isAddressOrName(hit)).length : 0)),
    )
  const others = besides((kind) => kind !== 'profiles')
  return others > 0 && others >= besides((kind) => kind === 'profiles')
    ? { kind: 'profiles', confidence: 0.5, evidence: `${holds}; the other columns fit several kinds` }
    : { kind: 'profiles', confidence: 0.6, evidence: `${holds}, and nothing speaks for another kind` }
}

/** People in a file that is called a stop list are never taken for anything else without asking. */
function doubtSuppressed(decided: Decision, words: readonly string[]): Decision {
  const word = decided.kind === 'suppression_lists' ? undefined : saysSuppressed(words)
  if (word === undefined) return decided
  const evidence = `${decided.evidence}, but the name says "${word}"`
  return { ...decided, confidence: Math.min(decided.confidence, 0.55), evidence, otherwise: 'suppression_lists' }
}

/** Kinds that something speaks for beside the one that was found; where nothing was found, the likeliest ones. */
function withAlternatives({ otherwise, ...decided }: Decision, scores: readonly KindScore[]): KindGuess {
  const top = Math.max(1, scores[0]?.total ?? 0)
  const most = decided.kind === 'unknown' ? 0.4 : Math.min(decided.confidence, 1 - decided.confidence)
  const found = new Map<DatasetKind, number>(otherwise ? [[otherwise, most]] : [])
  for (const { rule, total } of scores) {
    if (total < 2 || rule.kind === decided.kind || found.has(rule.kind)) continue
    found.set(rule.kind, most * (total / top))
  }
  const alternatives = [...found].map(([kind, share]) => ({ kind, confidence: Math.round(share * 100) / 100 }))
  return { ...decided, alternatives: alternatives.filter(({ confidence }) => confidence > 0).slice(0, 3) }
}
