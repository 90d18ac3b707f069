import { isDeepStrictEqual } from 'node:util'
import { InvalidRequest } from '../errors.ts'
import { isOneSlot } from './column-targets.ts'
import { targetsOf } from './columns/targets/targets.ts'
import type { ColumnDecision, Decisions } from './decisions.ts'
import { isMade } from './made-columns.ts'
import { findUnusable } from './transforms/unusable-steps.ts'
import type { ColumnMapping, DatasetPlan, PlanDocument, Tier } from './types.ts'

/** File → column → what is decided; null takes a decision back. */
export type ColumnChanges = Record<string, Record<string, ColumnDecision | null>>

/**
 * The decisions with these changes: a change replaces what was decided about its column. Accepting without a target accepts
 * the one that is proposed. An earlier decision for a target that only one column can have is taken back. Throws
 * `InvalidRequest(400, 'decision.invalid')` with all problems and their places when one cannot be made. Pure.
 */
export function changeColumns(document: PlanDocument, decisions: Decisions, changes: ColumnChanges): Decisions {
  const problems = Object.entries(changes).flatMap(([file, columns]) => problemsOf(document, file, columns))
  if (problems.length > 0) {
    const places = problems.map(({ place }) => place)
    throw new InvalidRequest(400, 'decision.invalid', { places, problems: problems.map(({ code }) => code) })
  }
  const columns = new Map(Object.entries(decisions.columns))
  for (const [file, change] of Object.entries(changes)) {
    const dataset = datasetOf(document, file)
    if (dataset !== undefined) columns.set(file, changed(columns.get(file) ?? {}, change, dataset))
  }
  return { ...decisions, columns: Object.fromEntries(columns) }
}

/** The changes that accept every proposal of this tier that nobody decided yet; of one kind of file, or of all. Pure. */
export function acceptTier(document: PlanDocument, tier: Tier, kind?: string): ColumnChanges {
  const leads = document.datasets.filter((dataset) => dataset.partOf === undefined)
  const wanted = leads.filter((dataset) => kind === undefined || dataset.kind === kind)
  return Object.fromEntries(
    wanted.map(({ file, columns }) => [
      file,
      Object.fromEntries(
        columns
          .filter((mapping) => mapping.tier === tier && mapping.source !== 'person')
          .map(({ column, target, transforms, onFailure }): [string, ColumnDecision] => [
            column,
            { target, accepted: true, ...(transforms && { transforms }), ...(onFailure && { onFailure }) },
          ]),
      ),
    ]),
  )
}

type Problem = { place: string; code: string }

function problemsOf(document: PlanDocument, file: string, columns: ColumnChanges[string]): Problem[] {
  const dataset = datasetOf(document, file)
  if (dataset === undefined) return [{ place: file, code: 'decision.unknown_file' }]
  const known = new Set(dataset.columns.map(({ column }) => column))
  const allowed = targetsOf(dataset.kind)
  const taken = new Set<string>()
  return Object.entries(columns).flatMap(([column, decision]): Problem[] => {
    const place = `${file} › ${column}`
    if (!known.has(column) && !(decision !== null && isMade(decision))) {
      return [{ place, code: 'decision.unknown_column' }]
    }
    const step = unusableStep(dataset, column, decision)
    if (step !== undefined) return [{ place: `${place} › ${step.value}`, code: 'decision.step_unusable' }]
    const target = decision?.target
    if (target === undefined) return []
    if (!allowed.includes(target)) return [{ place: `${place} › ${target}`, code: 'decision.unknown_target' }]
    if (isOneSlot(dataset.kind, target) && taken.has(target)) return [{ place, code: 'decision.target_twice' }]
    taken.add(target)
    return []
  })
}

/** Of steps that the plan does not have already: accepting what is proposed is never refused. */
function unusableStep({ columns }: DatasetPlan, column: string, decision: ColumnDecision | null) {
  const { transforms = [] } = decision ?? {}
  const proposed = columns.find((mapping) => mapping.column === column)?.transforms
  if (isDeepStrictEqual(transforms, proposed)) return undefined
  return findUnusable(
    transforms,
    columns.map((mapping) => mapping.column),
  )
}

function datasetOf(document: PlanDocument, file: string): DatasetPlan | undefined {
  return document.datasets.find((dataset) => dataset.file === file && dataset.partOf === undefined)
}

function changed(
  decided: Record<string, ColumnDecision>,
  change: ColumnChanges[string],
  { kind, columns }: DatasetPlan,
): Record<string, ColumnDecision> {
  const proposed = new Map(columns.map((mapping) => [mapping.column, mapping]))
  const complete = Object.entries(change).map(([column, decision]): [string, ColumnDecision | null] => [
    column,
    decision && withTarget(decision, proposed.get(column)),
  ])
  const changedColumns = new Set(complete.map(([column]) => column))
  const taken = new Set(
    complete.flatMap(([, decision]) => decision?.target ?? []).filter((target) => isOneSlot(kind, target)),
  )
  const kept = Object.entries(decided).filter(
    ([column, { target }]) => !changedColumns.has(column) && (target === undefined || !taken.has(target)),
  )
  return Object.fromEntries([
    ...kept,
    ...complete.filter((entry): entry is [string, ColumnDecision] => entry[1] !== null),
  ])
}

/** An accepted proposal is written down, so that it holds when a later proposal is another. */
function withTarget(decision: ColumnDecision, proposed: ColumnMapping | undefined): ColumnDecision {
  if (!decision.accepted || decision.target !== undefined || proposed === undefined) return decision
  return { ...decision, target: proposed.target }
}
