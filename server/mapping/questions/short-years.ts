import { hasShortYear } from '../../altcraft/values/date-problem.ts'
import { customTargetOf } from '../columns/targets/targets.ts'
import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import { formOf } from '../target-forms.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'

/** Dates that go into a field whose key is fixed. */
const dateFields = new Set([
  'person.birthday',
  'person.custom:last_interaction_date',
  'person.custom:first_purchase_date',
])

/**
 * Dates whose years have two digits: a spreadsheet cut them off, and its own rule (1930 to 2029) puts them back; but a birthday of
 * 1925 is one of 2025 then, so a person is asked, once for a file. The other answer keeps the dates as they are written, in fields of
 * text.
 */
export function decideShortYears(drafts: readonly DatasetDraft[], asker: Asker): void {
  for (const draft of drafts) {
    const columns = mappedColumns(draft).filter(hasShortYears)
    if (columns.length === 0) continue
    const answer = asker.ask({
      id: questionId('short_years', draft.input.file),
      code: 'short_years',
      datasetId: draft.input.id,
      examples: columns.flatMap(({ profile }) => profile.samples.filter(hasShortYear).slice(0, 2)).map(String),
      options: [{ value: 'excel' }, { value: 'as_text' }],
      proposal: 'excel',
      reason: why('short_years', { columns: columns.map(({ mapping }) => mapping.column) }),
    })
    for (const { mapping } of columns) {
      mapping.shortYears = answer === 'excel' ? 'excel' : 'as_text'
      if (answer !== 'excel' && isDate(mapping.target)) {
        mapping.target = customTargetOf(draft.input.kind) ?? 'ignore'
      }
    }
  }
}

function hasShortYears({ mapping, profile: { samples } }: MappedColumn): boolean {
  if (!isDate(mapping.target) && !mapping.target.endsWith('.custom')) return false
  return samples.length > 0 && samples.filter(hasShortYear).length > samples.length / 2
}

function isDate(target: string): boolean {
  return formOf(target) === 'date' || dateFields.has(target)
}
