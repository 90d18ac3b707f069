import { dateProblem } from '../../altcraft/values/date-problem.ts'
import type { Detail } from '../../errors.ts'
import type { Json } from '../../lib/json.ts'
import type { CellFinding } from '../types.ts'

/** Where the drafters of one row put what they notice. */
export type Findings = CellFinding[]

export function warn(findings: Findings, code: string, column?: string, detail?: Detail): void {
  findings.push(finding('warning', code, column, detail))
}

/** Tells why a filled cell is no date; a time that was never set is no finding. */
export function warnOfDate(findings: Findings, cell: Json, column: string): void {
  const problem = dateProblem(cell)
  if (problem !== undefined) warn(findings, problem, column)
}

export function tell(findings: Findings, code: string, column?: string, detail?: Detail): void {
  findings.push(finding('info', code, column, detail))
}

function finding(level: CellFinding['level'], code: string, column?: string, detail?: Detail): CellFinding {
  return { code, level, ...(column === undefined ? {} : { column }), ...(detail === undefined ? {} : { detail }) }
}
