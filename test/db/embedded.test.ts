import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbedded } from '../../db/embedded.ts'
import { migrate } from '../../db/migrate.ts'
import { inCompany, makeDatabase } from '../../db/pool.ts'
import { prepareEmbedded } from '../../db/prepare.ts'

describe('the embedded PostgreSQL', () => {
  let dataDir: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'altcraft-importer-embedded-'))
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  async function open() {
    const server = await startEmbedded(dataDir)
    const url = await prepareEmbedded(server, dataDir, 'importer')
    const db = makeDatabase(url)
    await migrate(db)
    return { server, db }
  }
  const row = { company_id: 1, id: 'mig_1', name: 'Kept', created_by: 1, created_at: new Date() }

  it('keeps its data over a clean stop, and leaves no process', async () => {
    const first = await open()
    await inCompany(first.db, 1, (trx) => trx('migrations').insert(row))
    await first.db.destroy()
    await first.server.stop()
    expect(() => process.kill(first.server.pid, 0)).toThrow(/ESRCH/)

    const second = await open()
    expect(await inCompany(second.db, 1, (trx) => trx('migrations').pluck('name'))).toEqual(['Kept'])
    await second.db.destroy()
    await second.server.stop()
  })

  it('recovers what was committed when it was killed', async () => {
    const first = await open()
    await inCompany(first.db, 1, (trx) => trx('migrations').insert(row))
    await first.db.destroy()
    process.kill(first.server.pid, 'SIGKILL')
    await expect.poll(() => isAlive(first.server.pid)).toBe(false)

    const second = await open()
    expect(await inCompany(second.db, 1, (trx) => trx('migrations').pluck('name'))).toEqual(['Kept'])
    await second.db.destroy()
    await second.server.stop()
  })

  it('takes over a server that outlived its parent, instead of starting a second one', async () => {
    const first = await open()
    await first.db.destroy()
    const second = await open()
    expect(second.server.pid).toBe(first.server.pid)
    await second.db.destroy()
    await second.server.stop()
    expect(isAlive(first.server.pid)).toBe(false)
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
