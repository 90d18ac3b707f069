import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'
import { type Storage, toStorageKey } from './storage.ts'
import { lockMigration, markUploaded, markWithoutBytes, readTwin, readUpload } from './upload-store.ts'

export interface FinishDeps {
  db: Knex
  storage: Storage
  enqueueStaging: (trx: Trx, companyId: number, sourceFileId: string) => Promise<void>
}

/**
 * Takes in a file whose bytes have all come: puts them safely on disk, and in one transaction notes their SHA-256 and queues
 * staging, or marks the file a duplicate of one that the migration holds. May be called again, and is called again when
 * the process died before it was done: a file that is no longer `uploading`, or not whole yet, is left alone.
 */
export async function finishUpload(deps: FinishDeps, companyId: number, id: string): Promise<void> {
  const { db, storage } = deps
  const storageKey = toStorageKey(companyId, id)
  const upload = await inCompany(db, companyId, (trx) => readUpload(trx, id))
  if (upload?.state !== 'uploading') return
  if ((await storage.measure(storageKey))?.sizeBytes !== upload.sizeBytes) return

  const sha256 = await digest(storage.path(storageKey))
  const isKept = await inCompany(db, companyId, async (trx) => {
    await lockMigration(trx, upload.migrationId)
    if ((await readUpload(trx, id, 'lock'))?.state !== 'uploading') return true
    const twin = await readTwin(trx, upload.migrationId, sha256)
    if (twin) {
      const detail = { fileId: twin.id, name: twin.name }
      await markWithoutBytes(trx, id, { state: 'duplicate', sha256, code: 'file.duplicate', detail })
      return false
    }
    await markUploaded(trx, id, sha256)
    await deps.enqueueStaging(trx, companyId, id)
    return true
  })
  if (!isKept) await storage.remove(storageKey)
}

/** SHA-256 in hex of a file that is flushed to disk first: a row must not promise bytes that a power cut takes back. */
async function digest(path: string): Promise<string> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
    const hash = createHash('sha256')
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 1024 ** 2 })) hash.update(chunk)
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}
