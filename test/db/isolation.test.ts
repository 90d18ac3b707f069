import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, inCompany } from '../../db/pool.ts'
import { asSuperuser } from '../../db/prepare.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

describe('row-level security', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.drop())

  const migration = (companyId: number) => ({
    company_id: companyId,
    id: `mig_${companyId}`,
    name: 'One',
    created_by: 1,
    created_at: new Date(),
  })

  it('shows a company its own rows only, and nothing to a query without a company', async () => {
    const { db } = database
    await inCompany(db, 1, (trx) => trx('migrations').insert(migration(1)))
    await inCompany(db, 2, (trx) => trx('migrations').insert(migration(2)))
    expect(await inCompany(db, 1, (trx) => trx('migrations').pluck('id'))).toEqual(['mig_1'])
    expect(await inCompany(db, 2, (trx) => trx('migrations').pluck('id'))).toEqual(['mig_2'])
    expect(await db('migrations')).toEqual([])
  })

  it('refuses a row of another company, also by update', async () => {
    const { db } = database
    await expect(inCompany(db, 1, (trx) => trx('migrations').insert(migration(3)))).rejects.toThrow(
      /row-level security/,
    )
    await expect(inCompany(db, 1, (trx) => trx('migrations').update({ company_id: 2 }))).rejects.toThrow(
      /row-level security/,
    )
  })

  it('forgets the company with the transaction, on a reused connection too', async () => {
    const { db } = database
    for (let i = 0; i < 20; i += 1) await inCompany(db, 1, (trx) => trx('migrations').select('id'))
    expect(await Promise.all(Array.from({ length: 10 }, () => db('migrations')))).toEqual(Array(10).fill([]))
  })

  it('closes every table of the schema', async () => {
    const open = await asSuperuser(await adminUrl(database), (query) =>
      query(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
               and not relrowsecurity and relname not like 'schema_migrations%'`),
    )
    expect(open).toEqual([])
  })

  it('keeps the audit log append-only', async () => {
    const { db } = database
    const entry = { company_id: 1, at: new Date(), user_id: 1, action: 'test', subject: 'x' }
    await inCompany(db, 1, (trx) => trx('audit_log').insert(entry))
    await expect(inCompany(db, 1, (trx) => trx('audit_log').del())).rejects.toThrow(/permission denied/)
    await expect(inCompany(db, 1, (trx) => trx('audit_log').update({ action: 'y' }))).rejects.toThrow(
      /permission denied/,
    )
  })

  it('lets the owner copy for any company', async () => {
    const { db } = database
    const count = await asOwner(db, async (trx) => (await trx('migrations').count('* as n'))[0]?.n)
    expect(Number(count)).toBe(2)
  })
})

async function adminUrl({ url }: TestDatabase): Promise<string> {
  const { inject } = await import('vitest')
  const admin = new URL(inject('postgres').adminUrl)
  admin.pathname = new URL(url).pathname
  return admin.href
}
