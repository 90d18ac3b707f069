import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import { Menu, type MenuItem } from '../../src/ui/menu.tsx'
import { useFilesScope } from './files-scope.ts'
import { useFileActions } from './use-file-actions.ts'

/** What can be done with a file in its state; members of archives come and go with their archive. */
export function FileMenu({ file, name }: { file: SourceFile; name: string }) {
  const { t } = useTranslation()
  const { canChange, show } = useFilesScope()
  const actions = useFileActions(file)
  const input = useRef<HTMLInputElement>(null)
  const { state, parentId } = file
  const isWhole = canChange && parentId === null
  const hasBytes = state !== 'uploading' && state !== 'duplicate'
  const items: (MenuItem | false)[] = [
    hasBytes && { label: t('files.menu.reading'), act: () => show(file.id) },
    isWhole && hasBytes && { label: t('files.menu.replace'), act: () => input.current?.click() },
    isWhole && isSettled(state) && { label: t('files.menu.readAgain'), act: actions.readAgain },
    isWhole && { label: t('files.menu.remove'), danger: true, act: actions.remove },
  ]
  const offered = items.filter((item) => item !== false)
  if (offered.length === 0) return null
  return (
    <>
      <Menu label={t('files.menu.label', { name })} items={offered} />
      {isWhole && (
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('files.menu.replace')}
          onChange={({ target }) => {
            const [replacement] = target.files ?? []
            if (replacement) actions.replaceBy(replacement)
            target.value = ''
          }}
        />
      )}
    </>
  )
}

/** Its reading has come to an end, whichever. */
function isSettled(state: SourceFile['state']): boolean {
  return state === 'staged' || state === 'rejected' || state === 'cancelled'
}
