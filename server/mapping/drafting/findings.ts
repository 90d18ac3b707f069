import type { Detail } from '../../errors.ts'
import type { CellFinding } from '../types.ts'

/** Where the drafters of one row put what they notice. */
export type Findings = CellFinding[]

export function warn(findings: Findings, code: string, column?: string, detail?: Detail): void {
  findings.push(finding('warning', code, column, detail))
}

export function tell(findings: Findings, code: string, column?: string, detail?: Detail): void {
  findings.push(finding('info', code, column, detail))
}

function finding(level: CellFinding['level'], code: string, column?: string, detail?: Detail): CellFinding {
  return { code, level, ...(column === undefined ? {} : { column }), ...(detail === undefined ? {} : { detail }) }
}
