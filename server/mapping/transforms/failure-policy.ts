import type { Detail } from '../../errors.ts'
import type { Json } from '../../lib/json.ts'
import { addFolded } from '../drafting/folded-values.ts'
import { plainText } from '../drafting/plain-text.ts'
import { entityOf } from '../fields/field-entity.ts'
import { foldedFieldKey } from '../fields/object-map-fields.ts'
import type { CellFinding, ColumnMapping, Draft, PlanDocument, RowDraft } from '../types.ts'
import { fieldOf, holdsText } from './column-steps.ts'

/** Findings that say: this cell is not what its target takes. Problems of steps that have no such finding are `value.unreadable`. */
export const unreadable: ReadonlySet<string> = new Set([
  'campaign.status_unknown',
  'currency.unknown',
  'date.invalid',
  'date.two_digit_year',
  'email.malformed',
  'email.placeholder',
  'number.invalid',
  'option.unknown',
  'phone.invalid',
  'phone.rounded',
  'price.invalid',
  'time.invalid',
])

export function isUnreadable({ code }: CellFinding): boolean {
  return unreadable.has(code) || code === 'value.unreadable'
}

/** The finding that tells of a problem. */
export function toFinding(problem: string): { code: string; detail?: Detail } {
  return unreadable.has(problem) ? { code: problem } : { code: 'value.unreadable', detail: { problem } }
}

/** The problem that a finding tells of. */
export function problemOf({ code, detail }: CellFinding): string {
  return code === 'value.unreadable' ? String(detail?.problem) : code
}

type Told = Exclude<RowDraft, { result: 'handoff' }>

/** The row fails for a value that its column may not have; what refers to its record still finds its keys. */
export function toRejected(drafted: Told, column: string, problem: string): RowDraft {
  const matchKeys = drafted.result === 'drafts' ? drafted.drafts[0].matchKeys : drafted.matchKeys
  const keys = matchKeys === undefined || matchKeys.length === 0 ? {} : { matchKeys }
  return { result: 'fail', code: 'value.rejected', column, detail: { problem }, findings: drafted.findings, ...keys }
}

/** Whether what a column cannot be read as has a place as text: its own field, or the long text of its entity. */
export function textPlaceOf(plan: PlanDocument, mapping: ColumnMapping): 'own' | 'folded' | undefined {
  const entity = entityOf(mapping.target)
  if (holdsText(fieldOf(plan, mapping))) return 'own'
  return plan.fields.some((field) => field.entity === entity && field.key === foldedFieldKey) ? 'folded' : undefined
}

/** Puts a cell into the long text of its entity, where that is its place. */
export function makeKeepText(plan: PlanDocument): (drafted: Told, mapping: ColumnMapping, cell: Json) => void {
  return (drafted, mapping, cell) => {
    const entity = entityOf(mapping.target)
    const text = plainText(cell)
    if (drafted.result !== 'drafts' || entity === undefined || text === '') return
    if (textPlaceOf(plan, mapping) !== 'folded') return
    const draft = drafted.drafts.find((one): one is Draft<typeof entity> => one.entity === entity)
    if (draft !== undefined) addFolded(draft.record.custom, mapping.column, text, drafted.findings)
  }
}
