import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { Card } from '../src/ui/card.tsx'
import { LoadError } from '../src/ui/load-error.tsx'
import { FileRow } from './file-row.tsx'
import { useFiles } from './queries.ts'

/** The uploaded files and what they were recognised as. */
export function FilesCard({ migrationId }: { migrationId: string }) {
  const { t } = useTranslation()
  const files = useFiles(migrationId)
  return (
    <Card title={t('files.title')} aside={files.data && <Summary files={files.data} />}>
      {files.error && !files.data && <LoadError error={files.error} retry={() => files.refetch()} />}
      {files.isLoading && <p className="quiet">{t('app.loading')}</p>}
      {files.data && <FileTable files={files.data} />}
    </Card>
  )
}

function Summary({ files }: { files: SourceFile[] }) {
  const { t } = useTranslation()
  const rows = files.reduce((sum, file) => sum + (file.rows ?? 0), 0)
  return <span className="quiet">{t('files.summary', { count: files.length, rows: useFormat().number(rows) })}</span>
}

function FileTable({ files }: { files: SourceFile[] }) {
  const { t } = useTranslation()
  if (files.length === 0) return <p className="quiet">{t('files.empty')}</p>
  return (
    <table className="files">
      <thead>
        <tr>
          <th scope="col">{t('files.name')}</th>
          <th scope="col">{t('files.kind')}</th>
          <th scope="col" className="number">
            {t('files.rows')}
          </th>
          <th scope="col" className="number">
            {t('files.size')}
          </th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <FileRow key={file.id} file={file} />
        ))}
      </tbody>
    </table>
  )
}
