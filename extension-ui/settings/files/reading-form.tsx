import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preview, ReadingChoice, SourceFile } from '../../src/api/file-types.ts'
import { errorText } from '../../src/i18n/reason-text.ts'
import { Banner } from '../../src/ui/banner.tsx'
import { useDeps } from '../../src/ui/deps.ts'
import { LoadError } from '../../src/ui/load-error.tsx'
import { refreshFiles, usePreview } from '../queries.ts'
import { ChoiceFields } from './choice-fields.tsx'
import { EncodingSamples } from './encoding-samples.tsx'
import { useFilesScope } from './files-scope.ts'
import { KindReason } from './kind-reason.tsx'
import { ReadingPreview } from './reading-preview.tsx'
import { useDebounced } from './use-debounced.ts'

const settleMs = 300

/** How a file is read, with its first rows; what a person changes shows in them before anything is kept. */
export function ReadingForm({ file, onClose }: { file: SourceFile; onClose: () => void }) {
  const { t } = useTranslation()
  const { migrationId, canChange } = useFilesScope()
  const [choice, choose] = useState<ReadingChoice>(file.choice)
  const settled = useDebounced(choice, settleMs)
  const preview = usePreview(migrationId, file.id, settled)
  const isOld = settled !== choice || preview.isPlaceholderData
  const { data } = preview
  const isOpen = data === undefined || canHelp(data, choice)
  return (
    <div className="reading">
      {data?.status === 'table' && <KindReason preview={data} isChosen={settled.kind !== undefined} />}
      {isOpen && <ChoiceFields choice={choice} onChoose={choose} preview={data} file={file} disabled={!canChange} />}
      {canChange && isOpen && <SaveReading file={file} choice={choice} onReset={() => choose({})} onDone={onClose} />}
      {preview.error && <LoadError error={preview.error} retry={() => preview.refetch()} />}
      {preview.isLoading && <p className="quiet preview-empty">{t('reading.loading')}</p>}
      {data && data.status !== 'container' && canChange && isOpen && (
        <EncodingSamples
          samples={data.encodings}
          isUnsure={isUnsureEncoding(file)}
          onChoose={(encoding) => choose({ ...choice, encoding })}
        />
      )}
      {data && <ReadingPreview preview={data} isOld={isOld} />}
    </div>
  )
}

/** Rejections that may come from how the file was read. */
const readingCodes = ['file.unknown_encoding', 'file.not_a_table', 'file.no_rows']

/** Reading it another way may change something: not for what holds others, nor for what nobody can read. */
function canHelp(preview: Preview, choice: ReadingChoice): boolean {
  if (preview.status !== 'rejected') return preview.status === 'table'
  if (Object.keys(choice).length > 0 || readingCodes.includes(preview.code)) return true
  return preview.code === 'file.binary' && preview.detail['found'] === undefined
}

/** A person has to tell by the letters. */
function isUnsureEncoding({ state, notes }: SourceFile): boolean {
  return state === 'rejected' || notes.some(({ code }) => code === 'read.unsure_encoding')
}

interface SaveReadingProps {
  file: SourceFile
  choice: ReadingChoice
  onReset: () => void
  onDone: () => void
}

function SaveReading({ file, choice, onReset, onDone }: SaveReadingProps) {
  const { t, i18n } = useTranslation()
  const { api } = useDeps()
  const { migrationId } = useFilesScope()
  const client = useQueryClient()
  const isSame = sorted(choice) === sorted(file.choice)
  const save = useMutation({
    mutationFn: () => api.chooseReading(migrationId, file.id, choice),
    onSuccess: () => {
      refreshFiles(client, migrationId)
      onDone()
    },
  })
  return (
    <>
      <p className="actions">
        <button
          type="button"
          className="button button-primary"
          disabled={save.isPending || isSame}
          onClick={() => save.mutate()}
        >
          {t('reading.save')}
        </button>
        <button type="button" className="button" disabled={Object.keys(choice).length === 0} onClick={onReset}>
          {t('reading.reset')}
        </button>
        <span className="quiet">{t(file.parentId === null ? 'reading.saveHint' : 'reading.saveHintMember')}</span>
      </p>
      {save.error && <Banner tone="bad">{errorText(i18n, save.error)}</Banner>}
    </>
  )
}

function sorted(choice: ReadingChoice): string {
  return JSON.stringify(Object.entries(choice).sort())
}
