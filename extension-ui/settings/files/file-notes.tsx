import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import type { Reason } from '../../src/api/types.ts'
import { useReasonText } from '../../src/i18n/reason-text.ts'
import { useDelimiterName, useEncodingName } from './reading-words.ts'

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

/** The text of a note, with delimiters and encodings as people call them. */
export function useNoteText(): (note: Reason) => string {
  const reasonOf = useReasonText()
  const delimiterName = useDelimiterName()
  const encodingName = useEncodingName()
  return ({ code, detail }) => {
    const name = code === 'read.unsure_delimiter' ? delimiterName : encodingName
    const { delimiter, encoding, alternatives } = detail
    return reasonOf({
      code,
      detail: {
        ...detail,
        ...(typeof delimiter === 'string' && { delimiter: name(delimiter) }),
        ...(typeof encoding === 'string' && { encoding: name(encoding) }),
        ...(Array.isArray(alternatives) && { alternatives: alternatives.map(name) }),
      },
    })
  }
}
