import { type DatasetDraft, distinctTexts, mappedColumns } from '../plan-input.ts'
import { type Asker, questionId } from './asker.ts'

/**
 * Profile statuses as numbers: their meaning is not documented (facts: trap 3). The answer is the code that means
 * subscribed, or `ignore`: then the subscriptions alone say whether there is consent.
 */
export function decideStatusCodes(drafts: readonly DatasetDraft[], asker: Asker): void {
  for (const draft of drafts) {
    for (const { mapping, profile } of mappedColumns(draft, 'person.marketing_status')) {
      const codes = distinctTexts(profile)
        .filter((text) => /^\d{1,3}$/.test(text))
        .sort()
      if (codes.length === 0) continue
      const answer = asker.ask({
        id: questionId('status_codes', draft.input.file),
        code: 'status_codes',
        datasetId: draft.input.id,
        column: mapping.column,
        examples: profile.topValues.slice(0, 5).map(({ value, count }) => `${value} (${count})`),
        options: [...codes, 'ignore'].map((value) => ({ value })),
        proposal: codes.includes('0') ? '0' : 'ignore',
        reason: codes.includes('0')
          ? "Altcraft's examples write 0 for profiles that are subscribed; its code table is not published"
          : 'none of the codes is known; without an answer consent comes from the subscriptions alone',
      })
      if (answer === 'ignore') continue
      draft.reading.statusCodes = Object.fromEntries(
        codes.map((code) => [code, code === answer ? 'subscribed' : 'other']),
      )
    }
  }
}
