import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeps } from '../../src/ui/deps.ts'

/** Takes files that are dropped or chosen, several at once. */
export function UploadArea({ migrationId }: { migrationId: string }) {
  const { t } = useTranslation()
  const { uploads, host } = useDeps()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)

  function add(files: Iterable<File>): void {
    const all = [...files]
    if (all.length > 0) uploads.add(migrationId, all)
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    const { files, folders } = filesOf(event.dataTransfer)
    if (folders > 0) host.notify(t('uploads.noFolders'))
    add(files)
  }

  function allow(event: DragEvent): void {
    event.preventDefault()
    setOver(true)
  }

  return (
    <section
      className={over ? 'drop drop-over' : 'drop'}
      aria-label={t('uploads.area')}
      onDragEnter={allow}
      onDragOver={allow}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>
        {t('uploads.drop')}{' '}
        <button type="button" className="button button-primary" onClick={() => input.current?.click()}>
          {t('uploads.choose')}
        </button>
      </p>
      <p className="quiet">{t('uploads.formats')}</p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('uploads.choose')}
        onChange={({ target }) => {
          add(target.files ?? [])
          target.value = ''
        }}
      />
    </section>
  )
}

/** Browsers give folders as files that cannot be read. */
function filesOf({ items }: DataTransfer): { files: File[]; folders: number } {
  const given = [...items].filter(({ kind }) => kind === 'file')
  const files = given.filter((item) => !item.webkitGetAsEntry()?.isDirectory)
  return { files: files.flatMap((item) => item.getAsFile() ?? []), folders: given.length - files.length }
}
