import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import { handoffKinds } from '../../src/api/reading-options.ts'
import type { Reason } from '../../src/api/types.ts'
import { useReasonText } from '../../src/i18n/reason-text.ts'
import { useDeps } from '../../src/ui/deps.ts'
import { isUnsureKind } from './attention.ts'
import { useFilesScope } from './files-scope.ts'
import { useDelimiterName, useEncodingName } from './reading-words.ts'

/** Why a file was not read, what should be known of how it was, and what of it was not. */
export function FileNotes({ file }: { file: SourceFile }) {
  const { t } = useTranslation()
  const noteText = useNoteText()
  const { show } = useFilesScope()
  const { uploads } = useDeps()
  const { id, state, reason, notes, rejectedRows } = file
  const kindText = useKindText()(file)
  return (
    <ul className="file-notes">
      {reason && <li className={state === 'rejected' ? 'why why-bad' : 'why'}>{noteText(reason)}</li>}
      {state === 'uploading' && !uploads.hasSent(id) && <li className="why">{t('files.uploadingElsewhere')}</li>}
      {state === 'cancelled' && <li className="why">{t('files.stoppedText')}</li>}
      {kindText && <li className="why">{kindText}</li>}
      {!!rejectedRows && (
        <li className="why why-warning">
          {t('files.rejectedRows', { count: rejectedRows })}{' '}
          <button type="button" className="link" onClick={() => show(id, 'rejected')}>
            {t('files.showRejected')}
          </button>
        </li>
      )}
      {notes.map((note) => (
        <li key={note.code} className="why">
          {noteText(note)}
        </li>
      ))}
    </ul>
  )
}

/** What a kind means for the import, where that is not that its rows are moved for certain. */
function useKindText(): (file: SourceFile) => string | undefined {
  const { t } = useTranslation()
  return (file) => {
    const { state, kind } = file
    if (state !== 'staged' || kind === null) return undefined
    if (kind === 'unknown') return t('files.unknownKind')
    if (isUnsureKind(file)) return t('files.unsureKind', { kind: t(`kind.${kind}`, { defaultValue: kind }) })
    if (kind === 'suppression_lists') return t('files.suppressionKind')
    return handoffKinds.includes(kind) ? t('files.handoffKind') : undefined
  }
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
