import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../src/i18n/format.ts'
import { needsLook } from './attention.ts'
import { FileRow } from './file-row.tsx'
import { type FileNode, filesOf } from './file-tree.ts'

const openAtFirst = 10

/** A file and what belongs to it; more than ten are behind a button that tells how many and whether any needs a look. */
export function FileBranch({ node }: { node: FileNode }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { below } = node
  const isLong = below.length > openAtFirst
  const [open, setOpen] = useState(false)
  const looks = below.flatMap(filesOf).filter(needsLook).length
  return (
    <li className="file-branch">
      <FileRow node={node} />
      {isLong && (
        <p className="file-more">
          <button type="button" className="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'files.hideMembers' : 'files.showMembers', { number: format.number(below.length) })}
          </button>
          {looks > 0 && !open && <span className="files-looks">{t('files.looks', { count: looks })}</span>}
        </p>
      )}
      {below.length > 0 && (open || !isLong) && (
        <ul className="file-below">
          {below.map((member) => (
            <FileBranch key={member.file.id} node={member} />
          ))}
        </ul>
      )}
    </li>
  )
}
