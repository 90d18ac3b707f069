import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../src/i18n/reason-text.ts'
import { Banner } from '../src/ui/banner.tsx'
import { useDeps } from '../src/ui/deps.ts'
import { migrationsKey } from './queries.ts'

interface CreateMigrationProps {
  onCreated: (id: string) => void
  /** Where the form was asked for: it takes the focus, and can be closed again. */
  onCancel?: () => void
}

const takeFocus = (input: HTMLInputElement | null) => input?.focus()

/** Begins a migration under a name, an example's where none is given; `onCreated` is told once it is in the list. */
export function CreateMigration({ onCreated, onCancel }: CreateMigrationProps) {
  const { t, i18n } = useTranslation()
  const { api } = useDeps()
  const client = useQueryClient()
  const id = useId()
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () => api.createMigration(name.trim() || t('migrations.nameExample')),
    onSuccess: async (created) => {
      await client.invalidateQueries({ queryKey: migrationsKey })
      onCreated(created.id)
    },
  })
  return (
    <form
      className="create"
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate()
      }}
    >
      <label htmlFor={id}>{t('migrations.name')}</label>
      <input
        id={id}
        ref={onCancel && takeFocus}
        value={name}
        maxLength={200}
        placeholder={t('migrations.nameExample')}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="submit" className="button button-primary" disabled={create.isPending}>
        {t('migrations.create')}
      </button>
      {onCancel && (
        <button type="button" className="button" onClick={onCancel}>
          {t('migrations.cancel')}
        </button>
      )}
      {create.error && <Banner tone="bad">{errorText(i18n, create.error)}</Banner>}
    </form>
  )
}
