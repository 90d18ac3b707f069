import { type DatasetDraft, distinctTexts, mappedColumns } from '../plan-input.ts'
import { orderStatusWords, valueKey } from '../status-words.ts'
import type { DealStatus } from '../types.ts'
import { type Asker, questionId } from './asker.ts'

/** The map of order statuses: the known words, and what a person decides for others, once for all files. */
export function decideOrderStatuses(drafts: readonly DatasetDraft[], asker: Asker): Record<string, DealStatus> {
  const map: Record<string, DealStatus> = { ...orderStatusWords }
  for (const draft of drafts) {
    for (const { mapping, profile } of mappedColumns(draft, 'order.status')) {
      for (const text of distinctTexts(profile)) {
        const key = valueKey(text)
        if (Object.hasOwn(map, key)) continue
        const answer = asker.ask({
          id: questionId('order_status', draft.input.file, text),
          code: 'order_status',
          datasetId: draft.input.id,
          column: mapping.column,
          examples: [text],
          options: [{ value: 'open' }, { value: 'won' }, { value: 'lost' }],
          proposal: 'open',
          reason: 'this status is none of Altcraft’s five and no usual word for one',
        })
        map[key] = answer === 'won' || answer === 'lost' ? answer : 'open'
      }
    }
  }
  return map
}
