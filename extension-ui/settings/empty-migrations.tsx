import { useTranslation } from 'react-i18next'
import type { User } from '../src/api/types.ts'
import { Notice } from '../src/ui/notice.tsx'
import { CreateMigration } from './create-migration.tsx'

interface EmptyMigrationsProps {
  user: User
  onCreated: (id: string) => void
}

export function EmptyMigrations({ user, onCreated }: EmptyMigrationsProps) {
  const { t } = useTranslation()
  const text = t('migrations.empty.text', { company: user.companyName })
  return (
    <Notice title={t('migrations.empty.title')} text={text}>
      {user.canImport ? <CreateMigration onCreated={onCreated} /> : <p className="quiet">{t('readOnly')}</p>}
    </Notice>
  )
}
