import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import { inject } from 'vitest'
import { makeDatabase } from '../../db/pool.ts'
import { asSuperuser, createDatabase } from '../../db/prepare.ts'

export interface TestDatabase {
  name: string
  /** As the processes log in: bound by row-level security. */
  url: string
  db: Knex
  /** Ends every connection, as a restart does. */
  cutConnections(): Promise<void>
  /** Ends those of these sessions that hold a transaction and do nothing, as a server's timeout does. */
  endIdleTransactions(sessions: readonly number[]): Promise<void>
  drop(): Promise<void>
}

/**
 * A migrated database of its own, cloned from the template: call it once per test file or test. `template`: another test
 * database, to which nobody is connected.
 */
export async function testDatabase(template = 'template_importer'): Promise<TestDatabase> {
  const { adminUrl, templateUrl } = inject('postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asSuperuser(adminUrl, (query) => createDatabase(query, name, template))
  const url = new URL(templateUrl)
  url.pathname = `/${name}`
  const db = makeDatabase(url.href)
  return {
    name,
    url: url.href,
    db,
    cutConnections: () =>
      asSuperuser(adminUrl, async (query) => {
        await query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
      }),
    endIdleTransactions: (sessions) =>
      asSuperuser(adminUrl, async (query) => {
        const idle = `state like 'idle in transaction%' and pid = any('{${sessions.join()}}')`
        await query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and ${idle}`)
      }),
    async drop() {
      await db.destroy()
      await asSuperuser(adminUrl, (query) => query(`drop database if exists ${name} with (force)`))
    },
  }
}
