import { hasShortYear } from '../../altcraft/values/date-problem.ts'
import { customTargetOf } from '../columns/targets/targets.ts'
import { type DatasetDraft, mappedColumns } from '../plan-input.ts'
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
 * Columns of dates whose years have two digits: a spreadsheet cut them off, and its own rule (1930 to 2029) puts them back; but a
 * birthday of 1925 is one of 2025 then, so a person is asked. The other answer keeps the dates as they are written, in a field of text.
 */
export function decideShortYears(drafts: readonly DatasetDraft[], asker: Asker): void {
  for (const draft of drafts) {
    for (const { mapping, profile } of mappedColumns(draft)) {
      const short = profile.samples.filter(hasShortYear)
      if (!dateTargets.has(mapping.target) || short.length <= profile.samples.length / 2) continue
      const answer = asker.ask({
        id: questionId('short_years', draft.input.file, mapping.column),
        code: 'short_years',
        datasetId: draft.input.id,
        column: mapping.column,
        examples: short.slice(0, 5).map(String),
        options: [{ value: 'excel' }, { value: 'as_text' }],
        proposal: 'excel',
        reason: why('short_years'),
      })
      if (answer === 'excel') mapping.shortYears = 'excel'
      else mapping.target = customTargetOf(draft.input.kind) ?? 'ignore'
    }
  }
}
