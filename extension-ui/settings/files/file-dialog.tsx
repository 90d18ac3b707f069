import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import { useFormat } from '../../src/i18n/format.ts'
import { Dialog } from '../../src/ui/dialog.tsx'
import { type Tab, Tabs } from '../../src/ui/tabs.tsx'
import { ColumnProfiles } from './column-profiles.tsx'
import type { FilePart } from './files-scope.ts'
import { ReadingForm } from './reading-form.tsx'
import { RejectedRows } from './rejected-rows.tsx'

interface FileDialogProps {
  file: SourceFile
  /** The part that is shown at first. */
  first: FilePart | undefined
  onClose: () => void
}

/** What is known of a file: how it was read, what is in its columns, which rows could not be read. */
export function FileDialog({ file, first, onClose }: FileDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { datasetId, rejectedRows } = file
  const tabs: (Tab | false)[] = [
    { id: 'reading', label: t('reading.title'), content: () => <ReadingForm file={file} onClose={onClose} /> },
    datasetId !== null && {
      id: 'columns',
      label: t('columns.title'),
      content: () => <ColumnProfiles datasetId={datasetId} />,
    },
    datasetId !== null &&
      !!rejectedRows && {
        id: 'rejected',
        label: t('rejectedRows.title', { number: format.number(rejectedRows) }),
        content: () => <RejectedRows datasetId={datasetId} />,
      },
  ]
  return (
    <Dialog title={<bdi>{file.name}</bdi>} onClose={onClose}>
      <Tabs label={t('files.dialogParts')} first={first} tabs={tabs.filter((tab) => tab !== false)} />
    </Dialog>
  )
}
