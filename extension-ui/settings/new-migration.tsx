import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CreateMigration } from './create-migration.tsx'

/** A button that gives way to the form for another migration. */
export function NewMigration({ onCreated }: { onCreated: (id: string) => void }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  if (!open) {
    return (
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {t('migrations.another')}
      </button>
    )
  }
  return (
    <CreateMigration
      onCancel={() => setOpen(false)}
      onCreated={(id) => {
        setOpen(false)
        onCreated(id)
      }}
    />
  )
}
