import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { EmbeddedPostgres } from './embedded.ts'

/**
 * Makes the two roles of db/bootstrap.sql and the database in an embedded server, if they are missing; answers the URL by
 * which the processes log in. May be called at every start.
 */
export async function prepareEmbedded(server: EmbeddedPostgres, dataDir: string, database: string): Promise<string> {
  const password = await ownPassword(join(dataDir, 'importer-password'))
  await asSuperuser(server.url('postgres'), async (query) => {
    const roles = await query("select 1 from pg_roles where rolname = 'importer'")
    if (roles.length === 0) {
      const sql = await readFile(new URL('./bootstrap.sql', import.meta.url), 'utf8')
      await query(sql.replaceAll(":'importer_password'", pg.escapeLiteral(password)))
    }
    const existing = await query(`select 1 from pg_database where datname = ${pg.escapeLiteral(database)}`)
    if (existing.length === 0) await createDatabase(query, database)
  })
  await asSuperuser(server.url(database), (query) =>
    query('grant create, usage on schema public to importer_owner, importer'),
  )
  const url = new URL(server.url(database))
  url.username = 'importer'
  url.password = password
  return url.href
}

type Query = (sql: string) => Promise<unknown[]>

export async function createDatabase(query: Query, database: string, template?: string): Promise<void> {
  const from = template === undefined ? '' : ` template ${pg.escapeIdentifier(template)} strategy file_copy`
  await query(`create database ${pg.escapeIdentifier(database)}${from}`)
  await query(`grant create, connect, temporary on database ${pg.escapeIdentifier(database)} to importer`)
}

export async function asSuperuser<T>(url: string, work: (query: Query) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(async (sql) => (await client.query(sql)).rows)
  } finally {
    await client.end()
  }
}

async function ownPassword(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known) return known
  const password = randomBytes(24).toString('hex')
  await writeFile(file, password, { mode: 0o600 })
  return password
}
