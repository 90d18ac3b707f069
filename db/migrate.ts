import { readdir, readFile } from 'node:fs/promises'
import type { Knex } from 'knex'

const folder = new URL('./migrations/', import.meta.url)

/** Migrations are SQL files, forward only, each in its own transaction as the tables' owner. */
const source: Knex.MigrationSource<string> = {
  getMigrations: async () => (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort(),
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const sql = await readFile(new URL(name, folder), 'utf8')
    return {
      up: async (trx) => {
        await trx.raw('set local role importer_owner')
        // knex reads a bare question mark in raw SQL as a parameter.
        await trx.raw(sql.replaceAll('?', '\\?'))
        await trx.raw('reset role')
      },
      down: () => Promise.reject(new Error('Migrations go forward only.')),
    }
  },
}

/**
 * Brings the schema up to date. Safe while several processes start at once (knex's own lock) and when called again.
 * Refuses a login that row-level security does not bind: it would make every company's rows visible to each other.
 */
export async function migrate(db: Knex): Promise<void> {
  const { rows } = await db.raw('select rolsuper or rolbypassrls as unbound from pg_roles where rolname = current_user')
  if (rows[0]?.unbound) {
    throw new Error('DATABASE_URL names a superuser, whom row-level security does not bind. See db/bootstrap.sql.')
  }
  await db.migrate.latest({ migrationSource: source, tableName: 'schema_migrations' })
}
