import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'
import { digestFile } from './digest-file.ts'
import type { RunningDigest } from './running-digests.ts'
import { type Storage, toStorageKey } from './storage.ts'
import {
  lockMigration,
  markUploaded,
  markWithoutBytes,
  readReplaced,
  readTwin,
  readUpload,
  type Upload,
} from './upload-store.ts'

export interface FinishDeps {
  db: Knex
  storage: Storage
  enqueueStaging: (trx: Trx, companyId: number, sourceFileId: string) => Promise<void>
  /** Whether files of the migration may be removed; holds until the end of the transaction. */
  isRemovable: (trx: Trx, migrationId: string) => Promise<boolean>
  /** Removes a file and all that was read from it; answers the storage keys to delete after the commit. */
  removeFile: (trx: Trx, fileId: string) => Promise<string[]>
}

/**
 * Takes in a file whose bytes have all come: puts them safely on disk, and in one transaction notes their SHA-256, removes
 * the file that it replaces and queues staging; or marks it a duplicate of a file that the migration holds, or rejected when
 * a confirmed plan needs the file to be replaced. May be called again, and is called again when the process died before it
 * was done: a file that is no longer `uploading`, or not whole yet, is left alone. `running` spares reading what it covers.
 */
export async function finishUpload(
  deps: FinishDeps,
  companyId: number,
  id: string,
  running?: RunningDigest,
): Promise<void> {
  const { db, storage } = deps
  const storageKey = toStorageKey(companyId, id)
  const upload = await inCompany(db, companyId, (trx) => readUpload(trx, id))
  if (upload?.state !== 'uploading') return
  if ((await storage.measure(storageKey))?.sizeBytes !== upload.sizeBytes) return

  const sha256 = await digestFile(storage.path(storageKey), running)
  const dropped = await inCompany(db, companyId, async (trx) => {
    await lockMigration(trx, upload.migrationId)
    if ((await readUpload(trx, id, 'lock'))?.state !== 'uploading') return []
    return takeIn(deps, trx, companyId, upload, sha256)
  })
  for (const key of dropped) await storage.remove(key)
}

/** Decides what becomes of a whole file; answers the storage keys that nobody needs any more. */
async function takeIn(
  deps: FinishDeps,
  trx: Trx,
  companyId: number,
  upload: Upload,
  sha256: string,
): Promise<string[]> {
  const { id, migrationId } = upload
  const twin = await readTwin(trx, migrationId, sha256)
  if (twin) {
    const detail = { fileId: twin.id, name: twin.name }
    await markWithoutBytes(trx, id, { state: 'duplicate', sha256, code: 'file.duplicate', detail })
    return [toStorageKey(companyId, id)]
  }
  const replaced = await readReplaced(trx, upload)
  if (replaced && !(await deps.isRemovable(trx, migrationId))) {
    const detail = { fileId: replaced.id, name: replaced.name }
    await markWithoutBytes(trx, id, { state: 'rejected', sha256, code: 'file.replaced_in_use', detail })
    return [toStorageKey(companyId, id)]
  }
  const dropped = replaced ? await deps.removeFile(trx, replaced.id) : []
  await markUploaded(trx, id, sha256)
  await deps.enqueueStaging(trx, companyId, id)
  return dropped
}
