import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../db/embedded.ts'
import { migrate } from '../../db/migrate.ts'
import { makeDatabase } from '../../db/pool.ts'
import { prepareEmbedded } from '../../db/prepare.ts'

export interface TestPostgres {
  /** Of the superuser, to clone the template. */
  adminUrl: string
  /** Of the migrated template, as the processes log in. */
  templateUrl: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: TestPostgres
  }
}

/** One real PostgreSQL per project of a test run, with a migrated template database that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'altcraft-importer-test-'))
  const server = await startEmbedded(dataDir, { fsync: 'off', max_connections: '200' })
  const templateUrl = await prepareEmbedded(server, dataDir, 'template_importer')
  const db = makeDatabase(templateUrl)
  await migrate(db)
  await db.destroy()
  project.provide('postgres', { adminUrl: server.url('postgres'), templateUrl })
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
