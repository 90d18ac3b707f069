import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import { useFormat } from '../../src/i18n/format.ts'
import { isolate } from '../../src/i18n/isolate.ts'
import { Badge, type Tone } from '../../src/ui/badge.tsx'
import { isUnsure } from './attention.ts'
import { FileMenu } from './file-menu.tsx'
import { FileNotes } from './file-notes.tsx'
import type { FileNode } from './file-tree.ts'
import { useFilesScope } from './files-scope.ts'
import { ReadingProgress } from './reading-progress.tsx'

const tones: Record<SourceFile['state'], Tone> = {
  uploading: 'active',
  uploaded: 'active',
  staging: 'active',
  staged: 'neutral',
  rejected: 'bad',
  duplicate: 'neutral',
  cancelled: 'neutral',
}

/** One file: its name, what it is, how much, what should be known of it, and what can be done. */
export function FileRow({ node: { file, name, members, parts, partOf } }: { node: FileNode }) {
  const { t } = useTranslation()
  const { show } = useFilesScope()
  return (
    <div className="file">
      <div className="file-title">
        <span className="file-name" title={file.name}>
          <bdi>{name}</bdi>
        </span>
        {isUnsure(file) && (
          <button
            type="button"
            className="badge badge-warning badge-button"
            aria-label={t('files.checkNamed', { name })}
            onClick={() => show(file.id)}
          >
            {t('files.check')}
          </button>
        )}
        {parts > 0 && <Badge tone="neutral">{t('files.parts', { count: parts })}</Badge>}
        {partOf && <span className="quiet">{t('files.partOf', { name: isolate(partOf.name) })}</span>}
      </div>
      <div className="file-kind">
        <Kind file={file} members={members} />
      </div>
      <Amounts file={file} />
      <div className="file-actions">
        <FileMenu file={file} name={name} />
      </div>
      {file.state === 'staging' && <ReadingProgress file={file} />}
      <FileNotes file={file} />
    </div>
  )
}

const memberTexts: Record<string, string> = { xlsx: 'files.sheets', json: 'files.lists' }

function Kind({ file, members }: { file: SourceFile; members: number }) {
  const { t } = useTranslation()
  if (file.state !== 'staged') return <Badge tone={tones[file.state]}>{t(`files.state.${file.state}`)}</Badge>
  if (file.kind !== null) return t(`kind.${file.kind}`, { defaultValue: file.kind })
  return <span className="quiet">{t(memberTexts[file.format ?? ''] ?? 'files.members', { count: members })}</span>
}

function Amounts({ file: { rows, sizeBytes } }: { file: SourceFile }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <span className="file-rows">{rows !== null && t('files.rowCount', { count: rows })}</span>
      <span className="file-size">{format.bytes(sizeBytes)}</span>
    </>
  )
}
