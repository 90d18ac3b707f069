import type { Trx } from '../../db/pool.ts'
import { type Plan, readPlan } from './plan-store.ts'

/** A version of a migration's plan as it is listed. */
export interface PlanVersionEntry {
  version: number
  state: Plan['state']
  checksum: string | undefined
  createdAt: Date
  /** Pipedrive user id, and when. */
  confirmed: { by: number; at: Date } | undefined
}

/** The newest versions first, at most 500. Documents are not read. */
export async function readPlanVersions(trx: Trx, migrationId: string): Promise<PlanVersionEntry[]> {
  const rows = await trx('plans')
    .where({ migration_id: migrationId })
    .orderBy('version', 'desc')
    .limit(500)
    .select('version', 'state', 'checksum', 'created_at', 'confirmed_by', 'confirmed_at')
  return rows.map((row) => ({
    version: row.version,
    state: row.state,
    checksum: row.checksum ?? undefined,
    createdAt: row.created_at,
    confirmed: row.confirmed_at === null ? undefined : { by: row.confirmed_by, at: row.confirmed_at },
  }))
}

export async function readPlanVersion(trx: Trx, migrationId: string, version: number): Promise<Plan | undefined> {
  const row = await trx('plans').where({ migration_id: migrationId, version }).first('id')
  return row && readPlan(trx, row.id)
}
