import type { Trx } from '../../db/pool.ts'
import type { Detail } from '../errors.ts'

export interface SourceFile {
  id: string
  migrationId: string
  name: string
  sizeBytes: number
  storageKey: string | null
  state: 'uploading' | 'uploaded' | 'staging' | 'staged' | 'rejected' | 'duplicate'
}

export async function readSourceFile(trx: Trx, id: string): Promise<SourceFile | undefined> {
  const row = await trx('source_files').where({ id }).first()
  if (row === undefined) return undefined
  return {
    id: row.id,
    migrationId: row.migration_id,
    name: row.name,
    sizeBytes: row.size_bytes,
    storageKey: row.storage_key,
    state: row.state,
  }
}

export async function markStaging(trx: Trx, id: string): Promise<void> {
  await trx('source_files').where({ id }).update({ state: 'staging', reason_code: null, reason_detail: null })
}

export async function markStaged(trx: Trx, id: string, read: { format: string; encoding?: string }): Promise<void> {
  await trx('source_files')
    .where({ id })
    .update({ state: 'staged', format: read.format, encoding: read.encoding ?? null })
}

export async function markRejected(trx: Trx, id: string, code: string, detail: Detail): Promise<void> {
  await trx('source_files')
    .where({ id })
    .update({ state: 'rejected', reason_code: code, reason_detail: JSON.stringify(detail) })
}

export async function addMember(
  trx: Trx,
  companyId: number,
  member: { id: string; parentId: string; migrationId: string; name: string },
  sizeBytes: number,
  now: Date,
): Promise<void> {
  await trx('source_files').insert({
    company_id: companyId,
    id: member.id,
    migration_id: member.migrationId,
    parent_id: member.parentId,
    name: member.name,
    size_bytes: sizeBytes,
    state: 'staging',
    created_at: now,
  })
}

/** Removes what an earlier try read from the file: datasets with their rows, and archive members. */
export async function forgetDatasets(trx: Trx, sourceFileId: string): Promise<void> {
  const files = trx('source_files').select('id').where({ id: sourceFileId }).orWhere({ parent_id: sourceFileId })
  const datasets = trx('datasets').select('id').whereIn('source_file_id', files)
  await trx('source_rows').whereIn('dataset_id', datasets.clone()).del()
  await trx('rejected_rows').whereIn('dataset_id', datasets.clone()).del()
  await trx('datasets').whereIn('source_file_id', files.clone()).del()
  await trx('source_files').where({ parent_id: sourceFileId }).del()
}
