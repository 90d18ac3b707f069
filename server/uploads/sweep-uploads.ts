import { readdir } from 'node:fs/promises'
import { inCompany } from '../../db/pool.ts'
import type { Clock } from '../lib/clock.ts'
import { type FinishDeps, finishUpload } from './finish-upload.ts'
import { toStorageKey } from './storage.ts'
import { markWithoutBytes, readUnfinished, readUpload, type Upload } from './upload-store.ts'

export interface SweepDeps extends FinishDeps {
  clock: Clock
  uploadDir: string
}

const abandonedAfterMs = 24 * 3_600_000

/**
 * Goes through the unfinished uploads of all companies: takes in those whose bytes are complete (the process died before it
 * could), gives up those to which nothing was added for 24 hours. May run at any time, in several processes at once.
 */
export async function sweepUploads(deps: SweepDeps): Promise<void> {
  const folders = await readdir(deps.uploadDir).catch(() => [])
  for (const companyId of folders.map(Number).filter(Number.isSafeInteger)) {
    const unfinished = await inCompany(deps.db, companyId, (trx) => readUnfinished(trx))
    for (const upload of unfinished) await sweepOne(deps, companyId, upload)
  }
}

async function sweepOne(deps: SweepDeps, companyId: number, { id }: Upload): Promise<void> {
  const { db, storage, clock } = deps
  await finishUpload(deps, companyId, id)
  const storageKey = toStorageKey(companyId, id)
  const stored = await storage.measure(storageKey)
  const isGivenUp = await inCompany(db, companyId, async (trx) => {
    const upload = await readUpload(trx, id, 'lock')
    if (upload?.state !== 'uploading') return false
    const lastWriteAt = stored?.lastWriteAt ?? upload.createdAt
    if (clock.now().getTime() - lastWriteAt.getTime() < abandonedAfterMs) return false
    await markWithoutBytes(trx, id, { state: 'rejected', code: 'upload.abandoned', detail: {} })
    return true
  })
  if (isGivenUp) await storage.remove(storageKey)
}
