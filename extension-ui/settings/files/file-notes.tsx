import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import type { Reason } from '../../src/api/types.ts'
import { useReasonText } from '../../src/i18n/reason-text.ts'
import { useDelimiterName } from './reading-words.ts'

/** Why a file was not read, what should be known of how it was, and what of it was not. */
export function FileNotes({ file }: { file: SourceFile }) {
  const { t } = useTranslation()
  const noteText = useNoteText()
  const { state, reason, notes, rejectedRows } = file
  return (
    <ul className="file-notes">
      {reason && <li className={state === 'rejected' ? 'why why-bad' : 'why'}>{noteText(reason)}</li>}
      {state === 'uploading' && <li className="why">{t('files.uploadingElsewhere')}</li>}
      {!!rejectedRows && <li className="why">{t('files.rejectedRows', { count: rejectedRows })}</li>}
      {notes.map((note) => (
        <li key={note.code} className="why">
          {noteText(note)}
        </li>
      ))}
    </ul>
  )
}

/** The text of a note, with delimiters in words: a tab cannot be seen. */
export function useNoteText(): (note: Reason) => string {
  const reasonOf = useReasonText()
  const delimiterName = useDelimiterName()
  return ({ code, detail }) => {
    if (code !== 'read.unsure_delimiter') return reasonOf({ code, detail })
    const { delimiter, alternatives } = detail
    const names = Array.isArray(alternatives) ? alternatives.map(delimiterName) : []
    return reasonOf({ code, detail: { delimiter: delimiterName(String(delimiter)), alternatives: names } })
  }
}
