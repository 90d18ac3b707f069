import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dumpSchema, schemaFile } from '../../db/dump-schema.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

describe('db/schema.sql', () => {
  it('is what the migrations leave', async () => {
    const kept = await readFile(schemaFile, 'utf8')
    expect(kept, 'db/schema.sql is stale: refresh it with `npm run db:schema`').toBe(await dumpSchema(database.db))
  })
})

describe('every table', () => {
  it('carries the company, is closed by row-level security, and belongs to the owner', async () => {
    const { rows } = await database.db.raw(
      `select c.relname as name, c.relrowsecurity as secured, pg_get_userbyid(c.relowner) as owner,
         exists (select 1 from pg_attribute where attrelid = c.oid and attname = 'company_id' and attnotnull) as owned
       from pg_class c
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname not like 'schema\\_migrations%'`,
    )
    expect(rows.length).toBeGreaterThan(10)
    const open = rows.filter(
      (table: { secured: boolean; owned: boolean; owner: string }) =>
        !table.secured || !table.owned || table.owner !== 'importer_owner',
    )
    expect(open).toEqual([])
  })

  it('is closed to everybody but the processes, who may not rewrite the audit log', async () => {
    const { rows } = await database.db.raw(
      `select c.relname as name, acl.grantee::regrole::text as grantee, acl.privilege_type as privilege
       from pg_class c cross join lateral aclexplode(c.relacl) acl
       where relnamespace = 'public'::regnamespace and relkind = 'r' and acl.grantee <> c.relowner`,
    )
    const grants: { name: string; grantee: string; privilege: string }[] = rows
    expect(grants.filter(({ grantee }) => grantee !== 'importer')).toEqual([])
    const onAudit = grants.filter(({ name }) => name === 'audit_log').map(({ privilege }) => privilege)
    expect(onAudit.sort()).toEqual(['INSERT', 'SELECT'])
  })
})
