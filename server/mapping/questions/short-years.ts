import { hasShortYear } from '../../altcraft/values/date-problem.ts'
import { customTargetOf } from '../columns/targets/targets.ts'
import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'

const dateTargets = new Set([
  'person.birthday',
  'person.add_time',
  'person.custom:last_interaction_date',
  'person.custom:first_purchase_date',
  'order.created_at',
  'order.closed_at',
  'order.expected_close_date',
  'deal.add_time',
  'deal.close_time',
  'deal.expected_close_date',
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
      if (answer !== 'excel' && dateTargets.has(mapping.target)) {
        mapping.target = customTargetOf(draft.input.kind) ?? 'ignore'
      }
    }
  }
}

function hasShortYears({ mapping, profile: { samples } }: MappedColumn): boolean {
  if (!dateTargets.has(mapping.target) && !mapping.target.endsWith('.custom')) return false
  return samples.length > 0 && samples.filter(hasShortYear).length > samples.length / 2
}
