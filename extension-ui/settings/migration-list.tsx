import { useTranslation } from 'react-i18next'
import type { Migration } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { Badge } from '../src/ui/badge.tsx'
import { NewMigration } from './new-migration.tsx'
import { runTone } from './run-tone.ts'

interface MigrationListProps {
  migrations: Migration[]
  chosen: Migration
  onChoose: (id: string) => void
  canImport: boolean
}

export function MigrationList({ migrations, chosen, onChoose, canImport }: MigrationListProps) {
  const { t } = useTranslation()
  return (
    <nav className="migrations" aria-label={t('migrations.title')}>
      <h2>{t('migrations.title')}</h2>
      <ul>
        {migrations.map((migration) => (
          <li key={migration.id}>
            <button
              type="button"
              aria-current={migration.id === chosen.id ? 'true' : undefined}
              onClick={() => onChoose(migration.id)}
            >
              <Entry migration={migration} />
            </button>
          </li>
        ))}
      </ul>
      {canImport && <NewMigration onCreated={onChoose} />}
    </nav>
  )
}

function Entry({ migration: { name, createdAt, run } }: { migration: Migration }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <span className="migration-name">{name}</span>
      {run ? (
        <Badge tone={runTone(run)}>{t(`run.state.${run.state}`)}</Badge>
      ) : (
        <Badge tone="neutral">{t('migrations.noRun')}</Badge>
      )}
      <span className="quiet">{t('migrations.created', { when: format.day(createdAt) })}</span>
    </>
  )
}
