import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isFinished, type Migration, type User } from '../src/api/types.ts'
import { Banner } from '../src/ui/banner.tsx'
import { LoadError } from '../src/ui/load-error.tsx'
import { needsConsent, Refusal } from '../src/ui/refusal.tsx'
import { EmptyMigrations } from './empty-migrations.tsx'
import { MigrationDetail } from './migration-detail.tsx'
import { MigrationList } from './migration-list.tsx'
import { useMigrations } from './queries.ts'

/** The migrations of the company, and the chosen one. */
export function Workspace({ user }: { user: User }) {
  const { t } = useTranslation()
  const migrations = useMigrations()
  const [chosenId, choose] = useState<string>()

  if (needsConsent(migrations.error)) return <Refusal error={migrations.error} retry={() => migrations.refetch()} />
  if (migrations.error && !migrations.data) {
    return <LoadError error={migrations.error} retry={() => migrations.refetch()} />
  }
  if (!migrations.data) return <p className="opening">{t('app.loading')}</p>
  const chosen = migrations.data.find(({ id }) => id === chosenId) ?? mostInteresting(migrations.data)
  if (!chosen) return <EmptyMigrations user={user} onCreated={choose} />
  return (
    <>
      {!user.canImport && <Banner tone="info">{t('readOnly')}</Banner>}
      <div className="workspace">
        <MigrationList migrations={migrations.data} chosen={chosen} onChoose={choose} canImport={user.canImport} />
        <MigrationDetail key={chosen.id} migration={chosen} canImport={user.canImport} />
      </div>
    </>
  )
}

/** The one that is being imported, else the newest. */
function mostInteresting(migrations: Migration[]): Migration | undefined {
  const newestFirst = migrations.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  return newestFirst.find(({ run }) => run && !isFinished(run)) ?? newestFirst[0]
}
