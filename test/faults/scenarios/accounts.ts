import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inCompany } from '../../../db/pool.ts'
import { systemClock } from '../../../server/lib/clock.ts'
import { makeStageFile } from '../../../server/staging/stage-file.ts'
import { makeStorage } from '../../../server/uploads/storage.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { type Export, type ExportName, writeExport } from './exports.ts'

export const companyId = 4711
export const migrationId = 'mig_1'

/** An export, staged in a database that each scenario clones. */
export interface StagedExport extends Export {
  /** The database's name; nobody is connected. */
  template: string
}

export interface Accounts {
  /** Staged when it is asked for first. */
  get(name: ExportName): Promise<StagedExport>
  close(): Promise<void>
}

export function makeAccounts(): Accounts {
  const staged = new Map<ExportName, Promise<StagedExport>>()
  const ends: (() => Promise<void>)[] = []

  async function stage(name: ExportName): Promise<StagedExport> {
    const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-scenarios-'))
    ends.push(() => rm(folder, { recursive: true, force: true }))
    const uploads = join(folder, String(companyId))
    await mkdir(uploads)
    const written = await writeExport(name, uploads)
    const database = await testDatabase()
    ends.push(() => database.drop())
    await stageFolder(database, folder)
    await database.db.destroy()
    return { template: database.name, ...written }
  }

  return {
    get(name) {
      const known = staged.get(name) ?? stage(name)
      staged.set(name, known)
      return known
    },
    async close() {
      for (const end of ends.reverse()) await end()
    },
  }
}

/** As if the files had been uploaded. Archives, which hold what no import writes, stay out. */
async function stageFolder({ db }: TestDatabase, folder: string): Promise<void> {
  const storage = makeStorage(folder)
  const stageFile = makeStageFile({
    db,
    clock: systemClock,
    openStored: (key, name, sizeBytes) => ({ name, sizeBytes, path: storage.path(key), open: () => storage.open(key) }),
  })
  const created = { company_id: companyId, created_at: systemClock.now() }
  await inCompany(db, companyId, (trx) =>
    trx('migrations').insert({ ...created, id: migrationId, name: 'Scenario', created_by: 1 }),
  )
  const uploads = join(folder, String(companyId))
  const files = (await readdir(uploads)).filter((file) => !file.endsWith('.zip')).sort()
  for (const [index, name] of files.entries()) {
    const id = `file_${index}`
    await rename(join(uploads, name), join(uploads, id))
    const place = { storage_key: `${companyId}/${id}`, size_bytes: 1_000, state: 'uploaded' }
    await inCompany(db, companyId, (trx) =>
      trx('source_files').insert({ ...created, ...place, id, migration_id: migrationId, name }),
    )
    await stageFile(companyId, id)
  }
}
