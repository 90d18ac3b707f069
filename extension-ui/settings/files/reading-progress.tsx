import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import { useFormat } from '../../src/i18n/format.ts'
import { ProgressBar } from '../../src/ui/progress-bar.tsx'
import { useFilesScope } from './files-scope.ts'
import { useFileActions } from './use-file-actions.ts'

/** How far a file has been read: a share of its bytes, or where nobody can tell that, the rows so far. */
export function ReadingProgress({ file }: { file: SourceFile }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { canChange } = useFilesScope()
  const actions = useFileActions(file)
  const { bytes = 0, rows = 0 } = file.progress ?? {}
  const share = bytes > 0 && file.sizeBytes > 0 ? Math.min(1, bytes / file.sizeBytes) : null
  const rowsText = t('files.rowsSoFar', { count: rows })
  const told = share === null ? rowsText : `${format.share(share)} · ${rowsText}`
  return (
    <div className="file-progress">
      <ProgressBar label={t('files.reading', { name: file.name })} share={share} valueText={told} />
      <span className="quiet">{told}</span>
      {canChange && file.parentId === null && (
        <button
          type="button"
          className="button"
          aria-label={t('files.stopNamed', { name: file.name })}
          disabled={actions.pending}
          onClick={actions.stop}
        >
          {t('files.stop')}
        </button>
      )}
    </div>
  )
}
