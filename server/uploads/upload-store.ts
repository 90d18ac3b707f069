import type { Trx } from '../../db/pool.ts'
import type { Detail } from '../errors.ts'
import type { UploadRequest } from './upload-request.ts'

/**
 * An uploaded file's row. `uploading`: entered when the upload is created, bytes come in, left when all are there or nobody
 * sent any for a day. `uploaded`: all bytes are on disk, staging is queued in the same transaction, left by staging.
 * `duplicate`: the migration holds the same bytes already; final, the bytes are dropped. `rejected`: given up, unreadable, or
 * in the place of a file that cannot be removed. `cancelled`: a person stopped its staging.
 */
export interface Upload {
  id: string
  migrationId: string
  name: string
  sizeBytes: number
  state: 'uploading' | 'uploaded' | 'staging' | 'staged' | 'rejected' | 'duplicate' | 'cancelled'
  reasonCode: string | null
  /** Id of the file that is removed when this one has come. */
  replaces: string | null
  createdAt: Date
}

interface SourceFileRow {
  company_id: number
  id: string
  migration_id: string
  parent_id: string | null
  name: string
  size_bytes: number
  sha256: string | null
  storage_key: string | null
  state: Upload['state']
  reason_code: string | null
  reason_detail: string | null
  replaces: string | null
  created_at: Date
}

export async function addUpload(
  trx: Trx,
  upload: UploadRequest & { companyId: number; id: string; storageKey: string; createdAt: Date },
): Promise<void> {
  await trx<SourceFileRow>('source_files').insert({
    company_id: upload.companyId,
    id: upload.id,
    migration_id: upload.migrationId,
    name: upload.name,
    size_bytes: upload.sizeBytes,
    storage_key: upload.storageKey,
    state: 'uploading',
    replaces: upload.replaces,
    created_at: upload.createdAt,
  })
}

/** Archive members are no uploads. */
export async function readUpload(
  trx: Trx,
  id: string,
  lock: 'lock' | 'no lock' = 'no lock',
): Promise<Upload | undefined> {
  const query = trx<SourceFileRow>('source_files').where({ id, parent_id: null }).first()
  const row = await (lock === 'lock' ? query.forUpdate() : query)
  return row && toUpload(row)
}

export async function readUnfinished(trx: Trx): Promise<Upload[]> {
  return (await trx<SourceFileRow>('source_files').where({ state: 'uploading' }).orderBy('id')).map(toUpload)
}

/** The migration's first file with the same bytes, of those that are or will be imported. */
export async function readTwin(trx: Trx, migrationId: string, sha256: string): Promise<Upload | undefined> {
  const row = await trx<SourceFileRow>('source_files')
    .where({ migration_id: migrationId, sha256, parent_id: null })
    .whereIn('state', ['uploaded', 'staging', 'staged'])
    .orderBy('id')
    .first()
  return row && toUpload(row)
}

/** Another file with the same bytes as `id`, of those that are or will be imported. */
export async function readTwinOf(trx: Trx, id: string): Promise<Upload | undefined> {
  const file = await trx<SourceFileRow>('source_files').where({ id }).first()
  if (!file?.sha256) return undefined
  const twin = await readTwin(trx, file.migration_id, file.sha256)
  return twin?.id === id ? undefined : twin
}

/** The file in whose place `upload` comes; undefined when there is none (any more). A member of an archive cannot be. */
export async function readReplaced(
  trx: Trx,
  { migrationId, replaces }: { migrationId: string; replaces: string | null },
): Promise<Upload | undefined> {
  const replaced = replaces === null ? undefined : await readUpload(trx, replaces)
  return replaced?.migrationId === migrationId ? replaced : undefined
}

/** Files of a migration are finished one after the other, so that two of the same bytes see each other. */
export async function lockMigration(trx: Trx, migrationId: string): Promise<void> {
  await trx('migrations').where({ id: migrationId }).forNoKeyUpdate().first('id')
}

export async function markUploaded(trx: Trx, id: string, sha256: string): Promise<void> {
  await trx('source_files').where({ id }).update({ state: 'uploaded', sha256 })
}

/** The bytes are dropped after the transaction. */
export async function markWithoutBytes(
  trx: Trx,
  id: string,
  end: { state: 'duplicate' | 'rejected'; sha256?: string; code: string; detail: Detail },
): Promise<void> {
  await trx('source_files')
    .where({ id })
    .update({
      state: end.state,
      sha256: end.sha256 ?? null,
      storage_key: null,
      reason_code: end.code,
      reason_detail: JSON.stringify(end.detail),
    })
}

export async function deleteUpload(trx: Trx, id: string): Promise<void> {
  await trx('source_files').where({ id }).delete()
}

function toUpload(row: SourceFileRow): Upload {
  return {
    id: row.id,
    migrationId: row.migration_id,
    name: row.name,
    sizeBytes: row.size_bytes,
    state: row.state,
    reasonCode: row.reason_code,
    replaces: row.replaces,
    createdAt: row.created_at,
  }
}
