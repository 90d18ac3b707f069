import { normaliseColumn } from '../../altcraft/captions.ts'
import type { DatasetKind } from '../../altcraft/types.ts'
import type { ColumnProfile } from '../types.ts'
import { type Look, shareLooking } from './evidence/looks.ts'
import { recogniseValues, type ValueFact } from './evidence/recognise-values.ts'
import type { NameWord } from './lexicon/read-name.ts'
import { readNames } from './lexicon/read-names.ts'
import { type NameScore, scoreName } from './name-score.ts'
import type { TargetRule } from './targets/target-rule.ts'
import { kindTargets } from './targets/targets.ts'
import { valueTarget } from './value-targets.ts'

/** How well a column fits a target, and why. */
export interface Fit {
  target: string
  /** 0 to about 1. */
  score: number
  many: boolean
  /** The values do not look as the target needs. */
  isContradicted: boolean
  /** What the name says; score 0: nothing. */
  name: NameScore
  look: Look
  /** Share (0–1) of the values that look as the target needs; undefined where there are none. */
  looking: number | undefined
  /** Who else says so. */
  source?: 'precedent' | 'model'
  /** What the values are, whatever the column is called. */
  fact?: { fact: ValueFact; share: number }
}

/** What is known of a column before columns are compared with one another. */
export interface ScoredColumn {
  profile: ColumnProfile
  words: readonly NameWord[]
  facts: readonly { fact: ValueFact; share: number }[]
  /** Best first; only what may be right at all. */
  fits: Fit[]
}

/** At least this share of the values must look as the target needs, or the name is not believed. */
const needed: Record<Look, number> = {
  any: 0,
  scalar: 0.5,
  words: 0.5,
  oneName: 0.5,
  fullName: 0.4,
  email: 0.5,
  phone: 0.5,
  date: 0.5,
  number: 0.5,
  rate: 0.5,
  boolean: 0.6,
  nested: 0.5,
  domain: 0.5,
  code: 0.3,
  choice: 0.6,
  owner: 0.6,
}
/** Names of so many words, as they are written, are sentences of a form. */
const sentence = 5
/** What a name is worth that the values contradict: another place to choose, never the one that is proposed. */
const disbelief = 0.3
/** What the values add to a name they agree with. */
const agreement = 0.1

/** Each column against each target of the kind, by name and by values. Pure. */
export function scoreColumns(kind: DatasetKind, profiles: readonly ColumnProfile[]): ScoredColumn[] {
  const { rules, atHome } = kindTargets(kind)
  const names = readNames(profiles.map(({ column }) => column))
  return profiles.map((profile, place) => {
    const ways = names[place] ?? []
    const words = ways.at(-1) ?? []
    const facts = recogniseValues(profile)
    const looking = new Map<Look, number | undefined>()
    const share = (look: Look) => {
      if (!looking.has(look)) looking.set(look, shareLooking(look, profile))
      return looking.get(look)
    }
    const part = flattenedPart(kind, profile.column)
    if (part !== undefined) return { profile, words, facts, fits: [part] }
    const isSentence = profile.column.trim().split(/\s+/).length >= sentence
    const fits = rules.flatMap((rule) => fitOf(kind, rule, ways, facts, atHome, share, isSentence) ?? [])
    const key = keyFit(kind, profile, words, place, atHome)
    return { profile, words, facts, fits: bestPerTarget(key === undefined ? fits : [...fits, key]) }
  })
}

function fitOf(
  kind: DatasetKind,
  rule: TargetRule,
  ways: readonly (readonly NameWord[])[],
  facts: ScoredColumn['facts'],
  atHome: ReadonlySet<string>,
  share: (look: Look) => number | undefined,
  isSentence: boolean,
): Fit | undefined {
  const looking = share(rule.looks)
  const name = ways
    .map((words) => scoreName(words, rule, atHome, isSentence))
    .reduce((best, one) => (one.score > best.score ? one : best))
  const words = ways.at(-1) ?? []
  const fact = facts.find((one) => valueTarget(kind, one.fact)?.target === rule.target)
  const byName = name.score * (looking === undefined ? 0.85 : 0.7 + 0.3 * looking)
  const byValues =
    fact === undefined ? 0 : (valueTarget(kind, fact.fact)?.weight ?? 0) * fact.share * openness(words, atHome)
  const score = Math.max(
    byName + (fact !== undefined && name.score > 0.25 && name.left.length === 0 ? agreement : 0),
    byValues,
  )
  if (score < 0.1) return undefined
  const isContradicted = contradicts(rule.looks, looking)
  return {
    target: rule.target,
    score: isContradicted ? score * disbelief : score,
    isContradicted,
    many: rule.many,
    name,
    look: rule.looks,
    looking,
    ...(fact === undefined ? {} : { fact }),
  }
}

/** What may be said of anything: such a name leaves the values nearly all the room. */
const open = new Set(['named', 'flag', 'extra', 'code', 'number', 'id', 'type', 'count_of'])

/** `looking`: the share of the values that look so. */
export function contradicts(look: Look, looking: number | undefined): boolean {
  return looking !== undefined && looking < needed[look]
}

/** How much room a name leaves for the values to say what the column is: one that says something else leaves little. */
function openness(words: readonly NameWord[], atHome: ReadonlySet<string>): number {
  const telling = words.filter(({ reading }) => reading !== 'neutral' && reading !== 'digits')
  if (telling.some(({ concepts }) => concepts.includes('other_person'))) return 0.1
  if (telling.some(({ concepts }) => concepts.length > 0 && !concepts.some((one) => atHome.has(one) || open.has(one))))
    return 0.35
  if (telling.some(({ concepts }) => concepts.some((one) => open.has(one)))) return 0.9
  return telling.some(({ reading }) => reading === 'unknown') ? 0.7 : 1
}

function bestPerTarget(fits: readonly Fit[]): Fit[] {
  const best = new Map<string, Fit>()
  for (const fit of fits) if (fit.score > (best.get(fit.target)?.score ?? 0)) best.set(fit.target, fit)
  return [...best.values()].sort((a, b) => b.score - a.score)
}

/** `subscriptions.0.email`: a part of a subscription that is written as a column of its own. */
function flattenedPart(kind: DatasetKind, column: string): Fit | undefined {
  const words = normaliseColumn(column)
  if (kind !== 'profiles' || !/^subscriptions? \d+(?: |$)/.test(words)) return undefined
  const name: NameScore = { score: 1, words: [words], reading: 'word', left: [] }
  return { target: 'person.subscriptions', score: 1, many: true, isContradicted: false, name, look: 'any', looking: 1 }
}

const keyOf: Partial<Record<DatasetKind, string>> = {
  profiles: 'person.source_id',
  orders: 'order.source_id',
  products: 'product.source_id',
}

/** The first column, when its name says nothing and every row has a code of its own: the key of the record. */
function keyFit(
  kind: DatasetKind,
  profile: ColumnProfile,
  words: readonly NameWord[],
  place: number,
  atHome: ReadonlySet<string>,
): Fit | undefined {
  const target = keyOf[kind]
  if (target === undefined || place > 0 || openness(words, atHome) < 1 || profile.filled < 5) return undefined
  if (profile.distinctEstimate < profile.filled || (shareLooking('code', profile) ?? 0) < 0.95) return undefined
  const name: NameScore = { score: 0, words: [], reading: 'unknown', left: [] }
  return { target, score: 0.5, many: false, isContradicted: false, name, look: 'code', looking: 1 }
}
