import { isOneSlot, leftoverTarget } from './column-targets.ts'
import { targetsOf } from './columns/targets/targets.ts'
import type { ColumnDecision, Decisions } from './decisions.ts'
import { isMade, profileOfMade } from './made-columns.ts'
import type { DatasetDraft } from './plan-input.ts'
import type { ColumnMapping } from './types.ts'

const mostAlternatives = 4

/**
 * What people decided, over what was proposed: a decided target is certain, its steps and failure policy are the person's. A
 * target that only one column of a file can have is taken from whoever else was proposed for it; of two columns decided for
 * it the first has it. Decisions about files or columns that are not there, or for another kind of file, change nothing.
 * Pure: answers new drafts.
 */
export function applyColumnDecisions(drafts: readonly DatasetDraft[], decisions: Decisions): DatasetDraft[] {
  return drafts.map((proposed) => {
    const { file, kind } = proposed.input
    const ofFile = Object.hasOwn(decisions.columns, file) ? decisions.columns[file] : undefined
    if (ofFile === undefined) return proposed
    const draft = withMade(proposed, ofFile)
    const allowed = targetsOf(kind)
    const decidedFor = new Map<string, string>()
    const decided = draft.columns.map((mapping): ColumnMapping => {
      const decision = Object.hasOwn(ofFile, mapping.column) ? ofFile[mapping.column] : undefined
      if (decision === undefined) return mapping
      const { target } = decision
      if (target === undefined) return withSteps(mapping, decision)
      if (!allowed.includes(target)) return mapping
      if (isOneSlot(kind, target)) {
        if (decidedFor.has(target)) return mapping
        decidedFor.set(target, mapping.column)
      }
      return withSteps(toDecided(mapping, target, decision), decision)
    })
    return { ...draft, columns: decided.map((mapping) => release(mapping, decidedFor, leftoverTarget(kind))) }
  })
}

/** The columns that a person made come behind those of the file. */
function withMade(draft: DatasetDraft, decided: Readonly<Record<string, ColumnDecision>>): DatasetDraft {
  const { input, columns } = draft
  const allowed = targetsOf(input.kind)
  const known = new Set(columns.map(({ column }) => column))
  const made = Object.entries(decided).filter(
    ([column, decision]) => !known.has(column) && isMade(decision) && allowed.includes(decision.target ?? ''),
  )
  if (made.length === 0) return draft
  const profiles = made.flatMap(([column, decision]) => profileOfMade(column, decision, input))
  const mappings = made.map(
    ([column, { target }]): ColumnMapping => ({
      column,
      target: target ?? leftoverTarget(input.kind),
      tier: 'certain',
      source: 'person',
      reasons: [{ code: 'mapping.person_made', detail: {} }],
      alternatives: [],
    }),
  )
  return {
    ...draft,
    input: { ...input, profiles: [...input.profiles, ...profiles] },
    columns: [...columns, ...mappings],
  }
}

function withSteps(mapping: ColumnMapping, { transforms, onFailure }: ColumnDecision): ColumnMapping {
  return {
    ...mapping,
    ...(transforms === undefined ? {} : { transforms }),
    ...(onFailure === undefined ? {} : { onFailure }),
  }
}

/** Reasons of the proposal stay where the person agrees with it. */
function toDecided(mapping: ColumnMapping, target: string, { accepted }: ColumnDecision): ColumnMapping {
  const agrees = mapping.target === target
  const code = accepted ? 'mapping.person_accepted' : 'mapping.person_chose'
  const { transforms: _, fieldKey: __, ...kept } = mapping
  return {
    ...(agrees ? mapping : kept),
    target,
    tier: 'certain',
    source: 'person',
    reasons: [{ code, detail: {} }, ...(agrees ? mapping.reasons : [])],
    alternatives: agrees ? mapping.alternatives : otherTargets(mapping, target),
  }
}

/** What was proposed is what else it could be. */
function otherTargets(proposed: ColumnMapping, chosen: string): ColumnMapping['alternatives'] {
  const others = proposed.alternatives.filter(({ target }) => target !== chosen)
  return [{ target: proposed.target, tier: proposed.tier }, ...others].slice(0, mostAlternatives)
}

function release(mapping: ColumnMapping, decidedFor: ReadonlyMap<string, string>, leftover: string): ColumnMapping {
  const { column, target } = mapping
  const taker = decidedFor.get(target)
  if (taker === undefined || taker === column) return mapping
  return {
    column,
    target: leftover,
    tier: 'likely',
    source: 'rules',
    reasons: [{ code: 'mapping.person_released', detail: { target, by: taker } }],
    alternatives: [],
  }
}
