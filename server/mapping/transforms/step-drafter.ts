import type { SourceRow } from '../../altcraft/types.ts'
import type { Json } from '../../lib/json.ts'
import { warn } from '../drafting/findings.ts'
import { makePlaces, type Places, type RowDrafter } from '../drafting/places.ts'
import { makeRoundedIdCheck } from '../drafting/rounded-ids.ts'
import type { CellFinding, DatasetPlan, PlanDocument, RowDraft } from '../types.ts'
import { type SteppedColumn, steppedColumns } from './column-steps.ts'
import { isUnreadable, makeKeepText, problemOf, toFinding, toRejected } from './failure-policy.ts'
import { readsRow } from './reads-row.ts'

/** What cannot be read in a row, by steps or by the target's reader. */
type Unreadable = { column: SteppedColumn; problem: string }

/**
 * `draft` of rows whose columns have steps: their results stand behind the row's own cells, where `makePlaces` has them
 * read. Then each column's failure policy decides about what could not be read. `draft` itself where no column has either.
 */
export function makeStepDrafter(
  plan: PlanDocument,
  dataset: DatasetPlan,
  columns: readonly string[],
  places: Places,
  draft: RowDrafter,
): RowDrafter {
  const stepped = steppedColumns(plan, dataset, columns, places)
  if (stepped.length === 0) return draft
  const judge = makeJudge(plan, stepped)
  const width = columns.length
  const withSteps: RowDrafter = (row) => {
    const cells = Array.from({ length: width }, (_, at) => row.cells[at] ?? null)
    const results: Json[] = []
    const failed: Unreadable[] = []
    for (const column of stepped) {
      if (column.read === undefined) continue
      const { value, problem } = column.read(cells)
      results.push(value)
      if (problem !== undefined) failed.push({ column, problem })
    }
    return judge(draft({ rowNumber: row.rowNumber, cells: cells.concat(results) }), failed, row)
  }
  // A step may hide that a spreadsheet rounded an id.
  return makeRoundedIdCheck(makePlaces(asInFile(dataset), columns), withSteps)
}

function asInFile(dataset: DatasetPlan): DatasetPlan {
  const own = dataset.columns.filter(({ transforms = [] }) => !readsRow(transforms[0]))
  return { ...dataset, columns: own.map(({ transforms: _, ...mapping }) => mapping) }
}

function makeJudge(plan: PlanDocument, stepped: readonly SteppedColumn[]) {
  const byName = new Map(stepped.map((column) => [column.mapping.column, column]))
  const keepText = makeKeepText(plan)
  return (drafted: RowDraft, bySteps: readonly Unreadable[], row: SourceRow): RowDraft => {
    if (drafted.result === 'handoff') return drafted
    const all = [...bySteps, ...byReaders(drafted.findings, byName)]
    const findings: CellFinding[] = []
    for (const { column, problem } of bySteps) {
      const { code, detail } = toFinding(problem)
      warn(findings, code, column.mapping.column, detail)
    }
    drafted.findings.unshift(...findings)
    const rejected = all.find(({ column }) => column.policy === 'reject_row')
    if (rejected !== undefined) return toRejected(drafted, rejected.column.mapping.column, rejected.problem)
    const kept = new Set(all.filter(({ column }) => column.policy === 'keep_text').map(({ column }) => column))
    for (const column of kept) keepText(drafted, column.mapping, row.cells[column.source] ?? null)
    return drafted
  }
}

function byReaders(findings: readonly CellFinding[], byName: ReadonlyMap<string, SteppedColumn>): Unreadable[] {
  return findings.flatMap((finding) => {
    const column = isUnreadable(finding) ? byName.get(finding.column ?? '') : undefined
    return column === undefined ? [] : [{ column, problem: problemOf(finding) }]
  })
}
