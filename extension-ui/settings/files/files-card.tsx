import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import { useFormat } from '../../src/i18n/format.ts'
import { Card } from '../../src/ui/card.tsx'
import { LoadError } from '../../src/ui/load-error.tsx'
import { useFiles, usePlan } from '../queries.ts'
import { needsLook } from './attention.ts'
import { FileDialog } from './file-dialog.tsx'
import { FileList } from './file-list.tsx'
import { type FilePart, type FilesScope, FilesScopeContext } from './files-scope.ts'
import { UploadArea } from './upload-area.tsx'
import { UploadList } from './upload-list.tsx'
import { useUploads } from './use-uploads.ts'

interface FilesCardProps {
  migrationId: string
  canImport: boolean
  /** A run of this migration exists. */
  started: boolean
}

/** The uploaded files: what they were recognised as, how they were read, and changing both. */
export function FilesCard({ migrationId, canImport, started }: FilesCardProps) {
  const { t } = useTranslation()
  const files = useFiles(migrationId)
  const uploads = useUploads(migrationId)
  const isFrozen = usePlan(migrationId).data?.state === 'confirmed' || started
  const [opened, open] = useState<{ fileId: string; part?: FilePart }>()
  const show = (fileId: string, part?: FilePart) => open({ fileId, ...(part && { part }) })
  const scope: FilesScope = { migrationId, canChange: canImport && !isFrozen, show }
  const shown = files.data?.find(({ id }) => id === opened?.fileId)
  return (
    <FilesScopeContext value={scope}>
      <Card title={t('files.title')} aside={files.data && <Summary files={files.data} />}>
        {scope.canChange && <UploadArea migrationId={migrationId} />}
        {canImport && isFrozen && <p className="quiet">{t('files.frozen')}</p>}
        <UploadList uploads={uploads} />
        {files.error && !files.data && <LoadError error={files.error} retry={() => files.refetch()} />}
        {files.isLoading && <p className="quiet">{t('app.loading')}</p>}
        {files.data && <FileList files={without(files.data, uploads)} hasUploads={uploads.length > 0} />}
        {shown && <FileDialog key={shown.id} file={shown} first={opened?.part} onClose={() => open(undefined)} />}
      </Card>
    </FilesScopeContext>
  )
}

/** What this page is uploading has its progress above the list. */
function without(files: SourceFile[], uploads: { fileId: string | null }[]): SourceFile[] {
  const ids = new Set(uploads.map(({ fileId }) => fileId))
  return ids.size === 0 ? files : files.filter(({ id, state }) => state !== 'uploading' || !ids.has(id))
}

function Summary({ files }: { files: SourceFile[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (files.length === 0) return null
  const rows = files.reduce((sum, file) => sum + (file.rows ?? 0), 0)
  const looks = files.filter(needsLook).length
  return (
    <span className="files-summary">
      <span className="quiet">{t('files.summary', { count: files.length, rows: format.number(rows) })}</span>
      {looks > 0 && <span className="files-looks">{t('files.looks', { count: looks })}</span>}
    </span>
  )
}
