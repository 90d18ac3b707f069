import type { Migration } from '../src/api/types.ts'
import { FilesCard } from './files/files-card.tsx'
import { PlanCard } from './plan-card.tsx'
import { RunDetail } from './run-detail.tsx'

interface MigrationDetailProps {
  migration: Migration
  canImport: boolean
}

/** What is going on comes first, what led to it below. */
export function MigrationDetail({ migration, canImport }: MigrationDetailProps) {
  return (
    <div className="detail">
      {migration.run && <RunDetail key={migration.run.id} run={migration.run} canImport={canImport} />}
      <PlanCard migrationId={migration.id} canImport={canImport} />
      <FilesCard migrationId={migration.id} canImport={canImport} started={migration.run !== null} />
    </div>
  )
}
