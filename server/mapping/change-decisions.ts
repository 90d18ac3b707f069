import { type ColumnChanges, changeColumns } from './decide-columns.ts'
import type { Decisions, FieldDecision } from './decisions.ts'
import type { PlanDocument } from './types.ts'

/** What is decided anew; null takes a decision back. */
export interface DecisionChanges {
  columns?: ColumnChanges
  /** By `entity:key` of the planned field. Whether one holds is told by the field itself (`refused`). */
  fields?: Record<string, FieldDecision | null>
}

/** The decisions with these changes. Throws as `changeColumns` does. Pure. */
export function changeDecisions(document: PlanDocument, decisions: Decisions, changes: DecisionChanges): Decisions {
  const { columns = {}, fields = {} } = changes
  return { ...changeColumns(document, decisions, columns), fields: changeFields(decisions.fields, fields) }
}

function changeFields(before: Decisions['fields'], changes: Record<string, FieldDecision | null>): Decisions['fields'] {
  const kept = Object.entries(before).filter(([field]) => !Object.hasOwn(changes, field))
  const decided = Object.entries(changes).filter((entry): entry is [string, FieldDecision] => entry[1] !== null)
  return Object.fromEntries([...kept, ...decided])
}
