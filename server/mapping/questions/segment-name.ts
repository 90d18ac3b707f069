import { type DatasetDraft, mappedColumns } from '../plan-input.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'

/** A file of members does not say which segment it is (facts: trap 17): asked, with what its file name says. */
export function decideSegmentNames(drafts: readonly DatasetDraft[], asker: Asker): void {
  for (const draft of drafts) {
    if (draft.input.kind !== 'segment_members') continue
    if (mappedColumns(draft, 'segment.name').some(({ profile }) => profile.filled === draft.input.rowCount)) continue
    const name = asker.ask({
      id: questionId('segment_name', draft.input.file),
      code: 'segment_name',
      datasetId: draft.input.id,
      examples: [draft.input.file],
      options: [],
      proposal: nameFromFile(draft.input.file),
      reason: why('segment_name'),
    })
    draft.reading.segmentName = name.trim().slice(0, 255)
  }
}

/** `exports.zip/segment_spring_2026.csv` → `spring 2026`. */
export function nameFromFile(file: string): string {
  const base = file.slice(file.lastIndexOf('/') + 1).replace(/\.[a-z0-9]+$/i, '')
  const words = base.replace(/[_\s]+/g, ' ').trim()
  const bare = words.replace(/^(segment|segments|сегмент|segment members|участники)[ :-]+/iu, '').trim()
  return bare === '' ? words : bare
}
