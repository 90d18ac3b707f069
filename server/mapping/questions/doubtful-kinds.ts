import { handoffKinds } from '../../altcraft/types.ts'
import type { DatasetDraft } from '../plan-input.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'

/** Below it a person looks (server/altcraft/types.ts, `SourceTable.kindConfidence`). */
const sure = 0.6

/**
 * A dataset that would be imported though little speaks for what it is: a person confirms the kind, or changes it in the list
 * of files, which has the file read again. What goes to the handoff anyway needs no question.
 */
export function askAboutDoubtfulKinds(drafts: readonly DatasetDraft[], asker: Asker): void {
  for (const { input } of drafts) {
    if ((input.kindConfidence ?? 1) >= sure || handoffKinds.includes(input.kind)) continue
    asker.ask({
      id: questionId('kind', input.file),
      code: 'kind',
      datasetId: input.id,
      examples: [input.file, ...input.profiles.slice(0, 6).map(({ column }) => column)],
      options: [{ value: input.kind }],
      proposal: input.kind,
      reason: why('kind', { evidence: input.kindEvidence }),
    })
  }
}
