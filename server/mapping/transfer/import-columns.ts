import { normaliseColumn } from '../../altcraft/captions.ts'
import type { DatasetKind } from '../../altcraft/types.ts'
import { isOneSlot } from '../column-targets.ts'
import { targetsOf } from '../columns/targets/targets.ts'
import type { ColumnDecision, Decisions } from '../decisions.ts'
import type { Difference } from '../diff/difference.ts'
import { pairDatasets } from '../same-datasets.ts'
import { findUnusable } from '../transforms/unusable-steps.ts'
import type { ColumnMapping, DatasetPlan, PlanDocument } from '../types.ts'
import type { PortablePlan } from './plan-file.ts'

type PortableDataset = PortablePlan['datasets'][number]
type PortableColumn = PortableDataset['columns'][number]

export interface ImportedColumns {
  columns: Decisions['columns']
  /** Files that have another name here. */
  renames: { from: string; to: string }[]
  told: Difference[]
}

/**
 * Decisions about the columns that are here, of the file of the same name and kind, else of files of the same kind; columns by
 * their names, case and punctuation aside. What people decided here about other columns stays. Pure.
 */
export function importColumns(
  theirs: readonly PortableDataset[],
  document: PlanDocument,
  { columns: decided }: Decisions,
): ImportedColumns {
  const leads = document.datasets.filter(({ partOf }) => partOf === undefined)
  const told: Difference[] = []
  const columns = new Map(Object.entries(decided))
  const renames: ImportedColumns['renames'] = []
  const used = new Set<PortableColumn>()
  const finders = new Map<string, FindColumn>()
  const finderOf = (kind: string) => {
    const known = finders.get(kind) ?? makeFindColumn(theirs.filter((one) => one.kind === kind))
    finders.set(kind, known)
    return known
  }
  for (const { now: lead, was } of pairDatasets(theirs, leads)) {
    const own = was?.kind === lead.kind ? was : undefined
    if (own !== undefined && own.file !== lead.file) renames.push({ from: own.file, to: lead.file })
    if (!theirs.some(({ kind }) => kind === lead.kind)) {
      told.push({ code: 'import.file_new', detail: { file: lead.file } })
      continue
    }
    const find = own === undefined ? finderOf(lead.kind) : makeFindColumn([own])
    const imported = ofDataset(lead, find, used, told)
    columns.set(lead.file, { ...besides(imported, columns.get(lead.file) ?? {}, lead.kind), ...imported })
  }
  for (const { file, columns: all } of theirs) {
    const left = all.filter((column) => !used.has(column))
    if (left.length === 0) continue
    if (left.length === all.length) told.push({ code: 'import.file_unused', detail: { file } })
    else for (const { column } of left) told.push({ code: 'import.column_unused', detail: { file, column } })
  }
  return { columns: Object.fromEntries(columns), renames, told }
}

function ofDataset(
  lead: DatasetPlan,
  find: FindColumn,
  used: Set<PortableColumn>,
  told: Difference[],
): Record<string, ColumnDecision> {
  const { file, kind } = lead
  const allowed = targetsOf(kind)
  const names = lead.columns.map(({ column }) => column)
  const taken = new Set<string>()
  const decisions = lead.columns.flatMap((mapping): [string, ColumnDecision][] => {
    const { column } = mapping
    const found = find(column)
    if (found === undefined) {
      told.push({ code: 'import.column_new', detail: { file, column } })
      return []
    }
    used.add(found)
    const { target } = found
    const problem = !allowed.includes(target)
      ? 'import.target_unknown'
      : isOneSlot(kind, target) && taken.has(target)
        ? 'import.target_twice'
        : undefined
    if (problem !== undefined) {
      told.push({ code: problem, detail: { file, column, target } })
      return []
    }
    const step = findUnusable(found.transforms ?? [], names)
    if (step !== undefined) {
      told.push({ code: 'import.step_unusable', detail: { file, column, value: step.value } })
      return []
    }
    taken.add(target)
    return says(found, mapping) ? [[column, toDecision(found)]] : []
  })
  return Object.fromEntries(decisions)
}

/** A proposal that nobody decided there and that is the same here stays a proposal. */
function says({ target, decided, transforms, onFailure }: PortableColumn, mapping: ColumnMapping): boolean {
  return decided || target !== mapping.target || transforms !== undefined || onFailure !== undefined
}

function toDecision({ target, transforms, onFailure }: PortableColumn): ColumnDecision {
  return {
    target,
    accepted: true,
    ...(transforms === undefined ? {} : { transforms }),
    ...(onFailure === undefined ? {} : { onFailure }),
  }
}

/** What was decided here about other columns, except for places that only one column can have and another has now. */
function besides(
  imported: Record<string, ColumnDecision>,
  decided: Record<string, ColumnDecision>,
  kind: DatasetKind,
): Record<string, ColumnDecision> {
  const targets = Object.values(imported).flatMap(({ target }) => target ?? [])
  const taken = new Set(targets.filter((target) => isOneSlot(kind, target)))
  const kept = Object.entries(decided).filter(([, { target }]) => target === undefined || !taken.has(target))
  return Object.fromEntries(kept)
}

type FindColumn = (name: string) => PortableColumn | undefined

/** Finds columns by name, case and punctuation aside where none is the same; of several the first. */
function makeFindColumn(sources: readonly PortableDataset[]): FindColumn {
  const same = new Map<string, PortableColumn>()
  const alike = new Map<string, PortableColumn>()
  for (const found of sources.flatMap(({ columns }) => columns)) {
    const key = normaliseColumn(found.column)
    if (!same.has(found.column)) same.set(found.column, found)
    if (key !== '' && !alike.has(key)) alike.set(key, found)
  }
  return (name) => same.get(name) ?? alike.get(normaliseColumn(name))
}
