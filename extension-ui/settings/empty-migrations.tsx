import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '../src/api/types.ts'
import { errorText } from '../src/i18n/reason-text.ts'
import { Banner } from '../src/ui/banner.tsx'
import { useDeps } from '../src/ui/deps.ts'
import { Notice } from '../src/ui/notice.tsx'
import { migrationsKey } from './queries.ts'

export function EmptyMigrations({ user }: { user: User }) {
  const { t } = useTranslation()
  const text = t('migrations.empty.text', { company: user.companyName })
  return (
    <Notice title={t('migrations.empty.title')} text={text}>
      {user.canImport ? <CreateMigration /> : <p className="quiet">{t('readOnly')}</p>}
    </Notice>
  )
}

function CreateMigration() {
  const { t, i18n } = useTranslation()
  const { api } = useDeps()
  const client = useQueryClient()
  const id = useId()
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () => api.createMigration(name.trim() || t('migrations.nameExample')),
    onSuccess: () => client.invalidateQueries({ queryKey: migrationsKey }),
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
        value={name}
        maxLength={200}
        placeholder={t('migrations.nameExample')}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="submit" className="button button-primary" disabled={create.isPending}>
        {t('migrations.create')}
      </button>
      {create.error && <Banner tone="bad">{errorText(i18n, create.error)}</Banner>}
    </form>
  )
}
