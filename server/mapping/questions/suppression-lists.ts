import { type DatasetDraft, distinctTexts } from '../plan-input.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'

/**
 * Whoever is on a suppression list must not be marketed to, and the list is kept for the handoff only: a person confirms to
 * know that before anything is imported. There is one answer; without it the plan stays open.
 */
export function askAboutSuppressionLists(drafts: readonly DatasetDraft[], asker: Asker): void {
  for (const { input } of drafts) {
    if (input.kind !== 'suppression_lists') continue
    asker.ask({
      id: questionId('suppression_list', input.file),
      code: 'suppression_list',
      datasetId: input.id,
      examples: input.profiles.flatMap(distinctTexts),
      options: [{ value: 'not_applied' }],
      proposal: 'not_applied',
      reason: why('suppression_list', { count: input.rowCount }),
    })
  }
}
