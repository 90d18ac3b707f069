import type { AccountSnapshot, PlanDocument } from '../types.ts'
import { datasetDifferences } from './dataset-differences.ts'
import { changedKeys, type Difference, toWord } from './difference.ts'
import { fieldDifferences, foldedDifferences, unplacedDifferences } from './field-differences.ts'
import { valueMapDifferences } from './value-differences.ts'

/** A version of a plan: its document, and what was answered. */
export interface PlanVersion {
  document: PlanDocument
  answers: Record<string, string>
  /** Whose stages and users the ids in the document are. */
  account: Pick<AccountSnapshot, 'stages' | 'pipelines' | 'users'> | undefined
}

const settings: Record<string, string> = {
  formatVersion: 'diff.format',
  language: 'diff.language',
  timezone: 'diff.zone',
  phoneRegion: 'diff.phone_region',
  defaultCurrency: 'diff.currency',
}

const others: Record<string, string> = {
  room: 'diff.room',
  findings: 'diff.findings',
  matchRules: 'diff.match_rules',
  sameName: 'diff.same_name',
  timeline: 'diff.timeline',
}

/**
 * What is not the same in `now`: settings, files with their columns, fields, stages, value maps, titles, answers; in this order,
 * within each in the order of `now`. Empty exactly when documents and answers are the same. Pure.
 */
export function diffPlans(was: PlanVersion, now: PlanVersion): Difference[] {
  const [before, after] = [was.document, now.document]
  const changed = changedKeys(before, after)
  const has = (key: string) => changed.includes(key)
  const known = [...Object.keys(settings), 'fallbackOwnerId', 'datasets', 'fields', 'folded', 'stages', 'valueMaps']
  const other = changed.filter((key) => !known.includes(key) && key !== 'titles')
  return [
    ...changed.filter((key) => Object.hasOwn(settings, key)).map((key) => setting(key, before, after)),
    ...(has('fallbackOwnerId') ? [fallbackOwner(was, now)] : []),
    ...datasetDifferences(before.datasets, after.datasets),
    ...fieldDifferences(before.fields, after.fields),
    ...unplacedDifferences(before.unplaced ?? [], after.unplaced ?? []),
    ...foldedDifferences(before.folded, after.folded),
    ...stageDifferences(was, now),
    ...valueMapDifferences(before.valueMaps, after.valueMaps),
    ...(has('titles') ? titleDifferences(before.titles, after.titles) : []),
    ...other.map((part) => ({ code: others[part] ?? 'diff.other', detail: { part } })),
    ...answerDifferences(was.answers, now.answers),
  ]
}

function setting(key: string, was: PlanDocument, now: PlanDocument): Difference {
  const of = (document: PlanDocument) => toWord(new Map<string, unknown>(Object.entries(document)).get(key))
  return { code: settings[key] ?? 'diff.other', detail: { from: of(was), to: of(now) } }
}

function fallbackOwner(was: PlanVersion, now: PlanVersion): Difference {
  const nameOf = ({ document: { fallbackOwnerId }, account }: PlanVersion) =>
    account?.users.find(({ id }) => id === fallbackOwnerId)?.name ?? String(fallbackOwnerId)
  return { code: 'diff.fallback_owner', detail: { from: nameOf(was), to: nameOf(now) } }
}

function stageDifferences(was: PlanVersion, now: PlanVersion): Difference[] {
  return changedKeys(was.document.stages, now.document.stages).map((status) => ({
    code: 'diff.stage',
    detail: { status, from: stageName(was, status), to: stageName(now, status) },
  }))
}

/** `Sales › Won` */
function stageName({ document, account }: PlanVersion, status: string): string {
  const target = Object.hasOwn(document.stages, status) ? document.stages[status] : undefined
  if (target === undefined) return toWord(undefined) as string
  const { pipelineId, stageId } = target
  const pipeline = account?.pipelines.find(({ id }) => id === pipelineId)?.name ?? pipelineId
  return `${pipeline} › ${account?.stages.find(({ id }) => id === stageId)?.name ?? stageId}`
}

/** A title that is absent and one that is written as nothing are told apart by the document alone. */
function titleDifferences(was: PlanDocument['titles'], now: PlanDocument['titles']): Difference[] {
  const kinds = changedKeys(was ?? {}, now ?? {})
  const [before, after] = [new Map(Object.entries(was ?? {})), new Map(Object.entries(now ?? {}))]
  const told = kinds.map((kind) => ({
    code: 'diff.title',
    detail: { kind, from: toWord(before.get(kind)), to: toWord(after.get(kind)) },
  }))
  return told.length > 0 ? told : [{ code: 'diff.other', detail: { part: 'titles' } }]
}

function answerDifferences(was: Record<string, string>, now: Record<string, string>): Difference[] {
  const [before, after] = [new Map(Object.entries(was)), new Map(Object.entries(now))]
  return changedKeys(was, now).map((question) => ({
    code: 'diff.answer',
    detail: { question, from: toWord(before.get(question)), to: toWord(after.get(question)) },
  }))
}
