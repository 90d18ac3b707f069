import type { SourceRow } from '../../altcraft/types.ts'
import type { Json } from '../../lib/json.ts'
import { makeDrafter } from '../draft-row.ts'
import type { CellFinding, ColumnProfile, DatasetPlan, PlanDocument, RowDraft } from '../types.ts'
import { type ChangedPlan, type ColumnChange, changePlan } from './changed-plan.ts'
import { fieldOf, stepContext } from './column-steps.ts'
import { isEmptyCell } from './empty-cell.ts'
import { isUnreadable, problemOf, textPlaceOf } from './failure-policy.ts'
import { heldValue } from './held-value.ts'
import { impliedTransforms } from './implied.ts'
import { readsRow } from './reads-row.ts'
import { makeChain } from './steps.ts'
import type { FailurePolicy, Transform } from './types.ts'

/** `blank` also where the cell was empty before. */
export type PreviewOutcome = 'ok' | 'blank' | 'kept' | 'rejected'

interface Previewed {
  after: Json
  outcome: PreviewOutcome
  /** What could not be read, also where a part of a list could. */
  problem: string | null
}

export interface PreviewedSample extends Previewed {
  rowNumber: number
  before: Json
  /** The value after each of the column's steps; it ends at the step that failed. */
  steps: Json[]
}

export interface PreviewedTop extends Previewed {
  value: string
  count: number
}

export interface ColumnPreview {
  /** What the target's reader does behind the column's own steps. */
  implied: Transform[]
  samples: PreviewedSample[]
  /** Without their rows, so none where a step looks at other columns. */
  tops: PreviewedTop[]
}

interface PreviewInput {
  plan: PlanDocument
  dataset: DatasetPlan
  columns: readonly string[]
  profile: ColumnProfile | undefined
  /** Sample rows as they stand in the file. */
  rows: readonly SourceRow[]
  change: ColumnChange
}

/**
 * What a change of a column would make of sample rows: each is drafted as the import would draft it, and looked up in the
 * record. Where a row gives no record for another reason, the column is read alone. Pure.
 */
export function previewColumn({ plan, dataset, columns, profile, rows, change }: PreviewInput): ColumnPreview {
  const source = columns.indexOf(change.column)
  const changed = changePlan(plan, dataset, change, source < 0 ? undefined : profile)
  const draft = makeDrafter(changed.plan, changed.dataset, columns)
  const alone = makeReadAlone(changed, columns)
  const policy = policyOf(changed)
  const chain = makeChain(change.transforms, stepContext(changed.plan, columns))
  const samples = rows.map((row): PreviewedSample => {
    const before = source < 0 ? null : (row.cells[source] ?? null)
    const steps: Json[] = []
    chain(before, row.cells, (value) => steps.push(value))
    const previewed = ofDraft(draft(row), changed, policy) ?? alone.read(before, row.cells)
    return { rowNumber: row.rowNumber, before, steps, ...previewed }
  })
  const tops = source < 0 || change.transforms.some(readsRow) ? [] : (profile?.topValues ?? [])
  return {
    implied: alone.implied,
    samples,
    tops: tops.map(({ value, count }) => ({ value, count, ...alone.read(value, []) })),
  }
}

/** Undefined where the record does not show what became of the column. */
function ofDraft(drafted: RowDraft, { mapping }: ChangedPlan, policy: FailurePolicy): Previewed | undefined {
  if (drafted.result === 'handoff') return undefined
  const own = (finding: CellFinding) => finding.column === mapping.column && isUnreadable(finding)
  const told = drafted.findings.find(own)
  const problem = told === undefined ? null : problemOf(told)
  if (drafted.result === 'fail' && drafted.code === 'value.rejected' && drafted.column === mapping.column) {
    return { after: null, outcome: 'rejected', problem: String(drafted.detail?.problem) }
  }
  if (drafted.result !== 'drafts') return undefined
  const after = heldValue(mapping, drafted)
  return after === undefined ? undefined : { after, outcome: outcomeOf(after, problem, policy), problem }
}

/** Text that has no place is left out. */
function policyOf({ plan, mapping }: ChangedPlan): FailurePolicy {
  const { onFailure = 'leave_blank' } = mapping
  return onFailure === 'keep_text' && textPlaceOf(plan, mapping) === undefined ? 'leave_blank' : onFailure
}

function outcomeOf(after: Json, problem: string | null, policy: FailurePolicy): PreviewOutcome {
  if (problem !== null && policy === 'reject_row') return 'rejected'
  if (problem !== null && policy === 'keep_text') return 'kept'
  return isEmptyCell(after) ? 'blank' : 'ok'
}

/** The column's steps and what its target implies, without the rest of the row. */
function makeReadAlone(changed: ChangedPlan, columns: readonly string[]) {
  const { plan, dataset, mapping } = changed
  const implied = impliedTransforms(mapping, fieldOf(plan, mapping), plan, dataset)
  const chain = makeChain([...(mapping.transforms ?? []), ...implied], stepContext(plan, columns))
  const policy = policyOf(changed)
  return {
    implied,
    read(before: Json, cells: readonly Json[]): Previewed {
      if (mapping.target === 'ignore') return { after: null, outcome: 'blank', problem: null }
      const result = chain(before, cells)
      if ('ok' in result) return { after: result.ok, outcome: outcomeOf(result.ok, null, policy), problem: null }
      const { problem, rest = null } = result
      const outcome = outcomeOf(rest, problem, policy)
      return { after: outcome === 'kept' ? before : outcome === 'rejected' ? null : rest, outcome, problem }
    },
  }
}
