import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import { inject } from 'vitest'
import { makeDatabase } from '../../db/pool.ts'
import { asSuperuser, createDatabase } from '../../db/prepare.ts'

export interface TestDatabase {
  /** As the processes log in: bound by row-level security. */
  url: string
  db: Knex
  drop(): Promise<void>
}

/** A migrated database of its own, cloned from the template: call it once per test file or test. */
export async function testDatabase(): Promise<TestDatabase> {
  const { adminUrl, templateUrl } = inject('postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asSuperuser(adminUrl, (query) => createDatabase(query, name, 'template_importer'))
  const url = new URL(templateUrl)
  url.pathname = `/${name}`
  const db = makeDatabase(url.href)
  return {
    url: url.href,
    db,
    async drop() {
      await db.destroy()
      await asSuperuser(adminUrl, (query) => query(`drop database if exists ${name} with (force)`))
    },
  }
}
