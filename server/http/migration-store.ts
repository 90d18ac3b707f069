import type { Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'

export interface Migration {
  id: string
  name: string
  createdAt: Date
  /** The migration whose later export, or whose corrected rows, it holds. */
  follows: string | null
}

interface MigrationRow {
  company_id: number
  id: string
  name: string
  created_by: number
  created_at: Date
  follows: string | null
}

/** The company's migrations, newest first. */
export async function readMigrations(trx: Trx): Promise<Migration[]> {
  return (await trx<MigrationRow>('migrations').orderBy('id', 'desc')).map(toMigration)
}

/** Throws 404 `migration.unknown`, also for another company's. */
export async function readMigration(trx: Trx, id: string): Promise<Migration> {
  const row = await trx<MigrationRow>('migrations').where({ id }).first()
  if (!row) throw new InvalidRequest(404, 'migration.unknown')
  return toMigration(row)
}

export async function addMigration(
  trx: Trx,
  { companyId, userId, ...migration }: Migration & { companyId: number; userId: number },
): Promise<void> {
  const { id, name, createdAt, follows } = migration
  await trx('migrations').insert({
    company_id: companyId,
    id,
    name,
    created_by: userId,
    created_at: createdAt,
    follows,
  })
}

function toMigration(row: MigrationRow): Migration {
  return { id: row.id, name: row.name, createdAt: row.created_at, follows: row.follows }
}
