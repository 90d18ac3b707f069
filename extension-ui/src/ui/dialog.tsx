import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { placeDialog } from './place-dialog.ts'

interface DialogProps {
  title: ReactNode
  onClose: () => void
  children: ReactNode
}

/** A modal window of the page, open as long as it is mounted. Focus goes back to where it was. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useTranslation()
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)

  useLayoutEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    const opener = document.activeElement
    dialog.showModal()
    const leave = placeDialog(dialog, opener)
    return () => {
      leave()
      dialog.close()
    }
  }, [])

  return (
    <dialog ref={ref} className="dialog" aria-labelledby={id} onClose={onClose}>
      <header className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="button" onClick={onClose}>
          {t('app.close')}
        </button>
      </header>
      {children}
    </dialog>
  )
}
