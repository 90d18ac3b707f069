import type { Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import type { DropLater } from './drop-rows.ts'
import { joinParts, lockParts } from './join-parts.ts'
import { forgetDatasets } from './source-files.ts'

/**
 * Removes an uploaded file and everything read from it: its members at any depth, datasets, rows and rejected rows; what were
 * parts of its export find another lead. Rows of large datasets are left to
 * `dropLater`. Answers the storage keys whose bytes are to be deleted after the commit; none when
 * the file is gone already or a member. Waits for a transaction that writes the file's rows, and later ones find it gone.
 * Locks the migration before the file, as whoever finishes an upload or stages a file does.
 */
export async function removeFile(trx: Trx, fileId: string, dropLater?: DropLater): Promise<string[]> {
  const upload = { id: fileId, parent_id: null }
  const found = await trx('source_files').where(upload).first<{ migration_id: string } | undefined>('migration_id')
  if (found === undefined) return []
  await lockParts(trx, found.migration_id)
  const locked = await trx('source_files').where(upload).forUpdate().select('storage_key')
  if (locked.length === 0) return []
  await lockMembers(trx, fileId)
  await forgetDatasets(trx, fileId, dropLater)
  await trx('source_files').where({ id: fileId }).del()
  await joinParts(trx, found.migration_id)
  return locked.flatMap(({ storage_key }) => storage_key ?? [])
}

/** From the top down: under a row that is locked no member is added. */
async function lockMembers(trx: Trx, fileId: string): Promise<void> {
  let containers = [fileId]
  while (containers.length > 0) {
    const members = await trx('source_files')
      .whereRaw('parent_id = any(?)', [containers])
      .orderBy('id')
      .forUpdate()
      .select('id')
    containers = members.map(({ id }) => id)
  }
}

/**
 * Whether files of the migration may still be removed: none of its plans is confirmed and no run was made. Stays true until
 * the end of the transaction: a confirmation waits for it.
 */
export async function isRemovable(trx: Trx, migrationId: string): Promise<boolean> {
  const plans = await trx('plans').where({ migration_id: migrationId }).orderBy('id').forShare().select('state')
  if (plans.some(({ state }) => state === 'confirmed')) return false
  return (await trx('runs').where({ migration_id: migrationId }).first('id')) === undefined
}

/** Throws 409 `file.in_use` unless `isRemovable`. */
export async function assertRemovable(trx: Trx, migrationId: string): Promise<void> {
  if (!(await isRemovable(trx, migrationId))) throw new InvalidRequest(409, 'file.in_use')
}
