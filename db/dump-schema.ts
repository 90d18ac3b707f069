import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { makeDatabase } from './pool.ts'
import { prepareEmbedded } from './prepare.ts'

const header = `-- The schema as the migrations leave it: for reading, not for running. A test compares it with the database.
-- After a new migration: npm run db:schema
-- Every table belongs to importer_owner.
`

/** Where `npm run db:schema` writes, and the test compares. */
export const schemaFile = new URL('./schema.sql', import.meta.url)

/**
 * The migrated schema as text: tables in order of their names, columns in order of their making, then constraints, indexes,
 * triggers, row-level security and grants; then functions. Equal schemas have equal texts. Reads the catalog only; any login may call it.
 */
export async function dumpSchema(db: Knex): Promise<string> {
  const tables: { rows: Table[] } = await db.raw(tablesSql)
  const functions: { rows: { definition: string }[] } = await db.raw(functionsSql)
  return [
    header,
    ...tables.rows.map(toSql),
    ...functions.rows.map(({ definition }) => `${definition.replace(' public.', ' ').trimEnd()};\n`),
  ].join('\n')
}

interface Table {
  name: string
  owner: string
  columns: { name: string; type: string; required: boolean; default: string | null; identity: boolean }[]
  constraints: { name: string; definition: string }[]
  indexes: string[]
  triggers: string[]
  secured: boolean
  policies: { name: string; command: string; using: string | null; check: string | null }[]
  grants: { grantee: string; privileges: string[] }[]
}

/** What knex keeps of the migrations is no part of the schema; NOT NULL (contype n) is told with its column. */
const tablesSql = `
  select c.relname as name, pg_get_userbyid(c.relowner) as owner, c.relrowsecurity as secured,
    (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
              'required', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity <> '')
            order by a.attnum)
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select coalesce(jsonb_agg(jsonb_build_object('name', conname, 'definition', pg_get_constraintdef(oid))
            order by contype = 'p' desc, conname), '[]')
     from pg_constraint where conrelid = c.oid and contype <> 'n') as constraints,
    (select coalesce(jsonb_agg(pg_get_indexdef(indexrelid) order by i.relname), '[]')
     from pg_index join pg_class i on i.oid = indexrelid
     where indrelid = c.oid and not exists (select 1 from pg_constraint where conindid = indexrelid)) as indexes,
    (select coalesce(jsonb_agg(pg_get_triggerdef(oid) order by tgname), '[]')
     from pg_trigger where tgrelid = c.oid and not tgisinternal) as triggers,
    (select coalesce(jsonb_agg(jsonb_build_object('name', policyname, 'command', cmd, 'using', qual, 'check', with_check)
            order by policyname), '[]')
     from pg_policies where schemaname = 'public' and tablename = c.relname) as policies,
    (select coalesce(jsonb_agg(g order by g ->> 'grantee'), '[]')
     from (select jsonb_build_object('grantee', pg_get_userbyid(acl.grantee), 'privileges',
                  jsonb_agg(acl.privilege_type order by acl.privilege_type)) as g
           from aclexplode(c.relacl) acl where acl.grantee <> c.relowner group by acl.grantee) grants) as grants
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'schema\\_migrations%'
  order by c.relname`

const functionsSql = `
  select pg_get_functiondef(oid) as definition from pg_proc
  where pronamespace = 'public'::regnamespace and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e')
  order by proname`

function toSql({ name, owner, columns, constraints, indexes, triggers, secured, policies, grants }: Table): string {
  const lines = [
    ...columns.map(toColumn),
    ...constraints.map((constraint) => `CONSTRAINT ${constraint.name} ${constraint.definition}`),
  ]
  const statements = [
    `CREATE TABLE ${name} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`,
    ...(owner === 'importer_owner' ? [] : [`ALTER TABLE ${name} OWNER TO ${owner}`]),
    ...[...indexes, ...triggers].map((definition) => definition.replaceAll(' ON public.', ' ON ')),
    ...(secured ? [`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`] : []),
    ...policies.map(
      ({ name: policy, command, using, check }) =>
        `CREATE POLICY ${policy} ON ${name} FOR ${command}${using ? ` USING ${using}` : ''}${check ? ` WITH CHECK ${check}` : ''}`,
    ),
    ...grants.map(({ grantee, privileges }) => `GRANT ${privileges.join(', ')} ON ${name} TO ${grantee}`),
  ]
  return `${statements.join(';\n')};\n`
}

function toColumn(column: Table['columns'][number]): string {
  const filled = column.identity ? ' GENERATED ALWAYS AS IDENTITY' : column.default ? ` DEFAULT ${column.default}` : ''
  return `${column.name} ${column.type}${column.required ? ' NOT NULL' : ''}${filled}`
}

async function refresh(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'altcraft-importer-schema-'))
  const server = await startEmbedded(dataDir)
  try {
    const db = makeDatabase(await prepareEmbedded(server, dataDir, 'importer'))
    await migrate(db)
    await writeFile(schemaFile, await dumpSchema(db))
    await db.destroy()
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

if (import.meta.main) await refresh()
