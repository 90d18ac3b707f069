import { normaliseColumn } from '../../altcraft/captions.ts'
import type { DatasetKind } from '../../altcraft/types.ts'
import type { ModelSuggestion, Precedent } from '../decisions.ts'
import type { Elsewhere } from './elsewhere.ts'
import { shareLooking } from './evidence/looks.ts'
import type { NameScore } from './name-score.ts'
import { contradicts, type Fit, type ScoredColumn } from './score-columns.ts'
import { isCustomTarget, kindTargets } from './targets/targets.ts'

/** What speaks beside the files: earlier choices of the company, and what the optional model said of open columns. */
export interface ProposalHints {
  precedents: readonly Precedent[]
  suggestions: readonly Pick<ModelSuggestion, 'column' | 'target' | 'confidence'>[]
}

export const noHints: ProposalHints = { precedents: [], suggestions: [] }

/** Above whatever names and values say; what people chose goes before. */
const chosenBefore = 1.2
/** Above a custom field (elsewhere.ts), below whatever the rules would propose. */
const sureModel = 0.58
const unsureModel = 0.53
const sure = 0.7

const silent: NameScore = { score: 0, words: [], reading: 'unknown', left: [] }

/** Puts what the company chose for columns of these names first, unless the values contradict it. Changes fits and others. */
export function applyPrecedents(
  kind: DatasetKind,
  columns: readonly ScoredColumn[],
  others: Elsewhere[],
  { precedents }: ProposalHints,
): void {
  const ofKind = new Map(precedents.filter((one) => one.kind === kind).map((one) => [one.column, one]))
  for (const [place, column] of columns.entries()) {
    const target = ofKind.get(normaliseColumn(column.profile.column))?.target
    if (target === undefined) continue
    if (isCustomTarget(target)) {
      others[place] = {
        target,
        score: chosenBefore,
        reason: { code: 'mapping.precedent', detail: {} },
        source: 'precedent',
      }
    } else addFit(kind, column, target, chosenBefore, 'precedent')
  }
}

/** Adds what the model says of the columns that `isOpen`, where the target is free. Changes fits. */
export function applySuggestions(
  kind: DatasetKind,
  columns: readonly ScoredColumn[],
  { suggestions }: ProposalHints,
  isOpen: (place: number) => boolean,
): void {
  const byColumn = new Map(suggestions.map((one) => [one.column, one]))
  for (const [place, column] of columns.entries()) {
    const said = byColumn.get(column.profile.column)
    if (said === undefined || !isOpen(place) || isCustomTarget(said.target)) continue
    addFit(kind, column, said.target, said.confidence >= sure ? sureModel : unsureModel, 'model')
  }
}

function addFit(
  kind: DatasetKind,
  column: ScoredColumn,
  target: string,
  score: number,
  source: 'precedent' | 'model',
): void {
  const rule = kindTargets(kind).rules.find((one) => one.target === target)
  const known = column.fits.find((fit) => fit.target === target)
  if (rule === undefined) return
  const looking = shareLooking(rule.looks, column.profile)
  if (contradicts(rule.looks, looking)) return
  const fit: Fit = known ?? {
    target,
    score,
    many: rule.many,
    isContradicted: false,
    name: silent,
    look: rule.looks,
    looking,
  }
  column.fits = [
    { ...fit, score: Math.max(score, fit.score), source },
    ...column.fits.filter((one) => one !== known),
  ].sort((a, b) => b.score - a.score)
}
