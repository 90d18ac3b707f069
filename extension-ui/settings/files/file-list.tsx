import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import { needsLook } from './attention.ts'
import { FileBranch } from './file-branch.tsx'
import { filesOf, toFileTree } from './file-tree.ts'

const shownAtFirst = 100

/** The files with what belongs together; of very many the first ones, and those that somebody should look at. */
export function FileList({ files, hasUploads }: { files: SourceFile[]; hasUploads: boolean }) {
  const { t } = useTranslation()
  const [all, showAll] = useState(false)
  const nodes = useMemo(() => toFileTree(files), [files])
  if (nodes.length === 0) return hasUploads ? null : <p className="quiet">{t('files.empty')}</p>
  const shown = all ? nodes : nodes.filter((node, position) => position < shownAtFirst || filesOf(node).some(needsLook))
  return (
    <>
      <ul className="file-list">
        {shown.map((node) => (
          <FileBranch key={node.file.id} node={node} />
        ))}
      </ul>
      {shown.length < nodes.length && (
        <button type="button" className="button" onClick={() => showAll(true)}>
          {t('files.showAll', { count: nodes.length })}
        </button>
      )}
    </>
  )
}
