import type { Trx } from '../../db/pool.ts'
import type { ReadingChoice, ReadNote } from '../altcraft/types.ts'
import type { Detail } from '../errors.ts'
import { type DropLater, deleteDatasets } from './drop-rows.ts'
import { toStorableJson } from './storable.ts'

/**
 * A file or a member of one, as staging sees it. `uploaded`: entered when the bytes have come or a person wants the file read
 * again, left when a reader takes it. `staging`: a reader with the current fence writes its rows; left to one of the ends.
 * Ends: `staged`, its rows are there; `rejected`, it cannot be read and keeps nothing; `cancelled`, a person stopped it.
 */
export type FileState = 'uploading' | 'uploaded' | 'staging' | 'staged' | 'rejected' | 'duplicate' | 'cancelled'

export interface SourceFile {
  id: string
  migrationId: string
  parentId: string | null
  name: string
  sizeBytes: number
  storageKey: string | null
  state: FileState
  choice: ReadingChoice
  /** Of an uploaded file: what people chose for its members, by their names. */
  memberChoices: Record<string, ReadingChoice>
  stagingAttempts: number
}

/** How a file was read, for people: what was detected or chosen. */
export interface Reading {
  encoding: string
  encodingConfidence: number
  delimiter: string | null
  /** Line or row of the column names; 0 when there are none; null where the format has no such line. */
  headerLine: number | null
}

export async function readSourceFile(trx: Trx, id: string): Promise<SourceFile | undefined> {
  const row = await trx('source_files').where({ id }).first()
  return row && toSourceFile(row)
}

/** The uploaded file in which a member lies, at any depth; the file itself when it is one. */
export async function readUploadedFile(trx: Trx, file: SourceFile): Promise<SourceFile> {
  let found = file
  while (found.parentId !== null) {
    const outer = await readSourceFile(trx, found.parentId)
    if (!outer) break
    found = outer
  }
  return found
}

/** Has an uploaded file read from its start: whoever reads it now has lost it. */
export async function markForReading(trx: Trx, id: string): Promise<void> {
  await trx('source_files').where({ id }).update({ state: 'uploaded', staging_fence: null, staging_attempts: 0 })
}

export async function saveChoice(trx: Trx, id: string, choice: ReadingChoice): Promise<void> {
  await trx('source_files')
    .where({ id })
    .update({ choice: toStorableJson(choice) })
}

export async function saveMemberChoice(trx: Trx, id: string, member: string, choice: ReadingChoice): Promise<void> {
  await trx('source_files')
    .where({ id })
    .update({ member_choices: trx.raw('member_choices || ?::jsonb', [toStorableJson({ [member]: choice })]) })
}

/** Takes a file from its reader; its bytes are kept. False when it is not being read, nor waiting to be. */
export async function markCancelled(trx: Trx, id: string): Promise<boolean> {
  const changed = await trx('source_files')
    .where({ id, parent_id: null })
    .whereIn('state', ['uploaded', 'staging'])
    .update({ state: 'cancelled', staging_fence: null, staging_attempts: 0, reason_code: null, reason_detail: null })
  return changed === 1
}

/** Takes the file for a reader: from now on only `fence` may write. Undefined when it is not waiting to be read. */
export async function takeForStaging(trx: Trx, id: string, fence: string): Promise<SourceFile | undefined> {
  const rows = await trx('source_files')
    .where({ id })
    .whereIn('state', ['uploaded', 'staging'])
    .update({
      state: 'staging',
      staging_fence: fence,
      staging_attempts: trx.raw('staging_attempts + 1'),
      staged_bytes: 0,
      staged_rows: 0,
      reason_code: null,
      reason_detail: null,
      notes: '[]',
      reading: null,
    })
    .returning('*')
  return rows[0] && toSourceFile(rows[0])
}

/** False when somebody else reads the file now, or nobody shall. */
export async function saveProgress(
  trx: Trx,
  id: string,
  fence: string,
  progress: { bytes: number; rows: number },
): Promise<boolean> {
  const changed = await trx('source_files')
    .where({ id, staging_fence: fence, state: 'staging' })
    .update({ staged_bytes: progress.bytes, staged_rows: progress.rows })
  return changed === 1
}

/** False, with nothing changed, when the fence is not the current one. */
export async function markStaged(
  trx: Trx,
  id: string,
  fence: string,
  read: { format: string; notes: readonly ReadNote[]; reading?: Reading; rows?: number },
): Promise<boolean> {
  const changed = await trx('source_files')
    .where({ id, staging_fence: fence, state: 'staging' })
    .update({
      state: 'staged',
      format: read.format,
      encoding: read.reading?.encoding ?? null,
      reading: read.reading ? toStorableJson(read.reading) : null,
      notes: toStorableJson(read.notes),
      staged_bytes: trx.ref('size_bytes'),
      staged_rows: read.rows ?? 0,
      staging_attempts: 0,
    })
  return changed === 1
}

export async function markRejected(trx: Trx, id: string, fence: string, code: string, detail: Detail): Promise<void> {
  await trx('source_files')
    .where({ id, staging_fence: fence, state: 'staging' })
    .update({ state: 'rejected', reason_code: code, reason_detail: toStorableJson(detail), staging_attempts: 0 })
}

/** For whoever ended the reader: takes the file from it, whatever its fence. False when nobody was reading it. */
export async function rejectStaging(trx: Trx, id: string, code: string, detail: Detail): Promise<boolean> {
  const changed = await trx('source_files')
    .where({ id, state: 'staging' })
    .update({
      state: 'rejected',
      staging_fence: null,
      reason_code: code,
      reason_detail: toStorableJson(detail),
      staging_attempts: 0,
    })
  return changed === 1
}

/** A member is read by the reader of what it lies in, with the same fence. False when that has lost its file. */
export async function addMember(
  trx: Trx,
  companyId: number,
  member: {
    id: string
    parentId: string
    migrationId: string
    name: string
    sizeBytes: number
    choice: ReadingChoice
    fence: string
  },
  now: Date,
): Promise<boolean> {
  const container = await trx('source_files')
    .where({ id: member.parentId, staging_fence: member.fence, state: 'staging' })
    .forShare()
    .first('id')
  if (container === undefined) return false
  await trx('source_files').insert({
    company_id: companyId,
    id: member.id,
    migration_id: member.migrationId,
    parent_id: member.parentId,
    name: member.name,
    size_bytes: member.sizeBytes,
    choice: toStorableJson(member.choice),
    staging_fence: member.fence,
    state: 'staging',
    created_at: now,
  })
  return true
}

/** Removes what was read from the file: datasets with their rows, and members at any depth. The file itself stays. */
export async function forgetDatasets(trx: Trx, sourceFileId: string, dropLater?: DropLater): Promise<void> {
  const files = await readTree(trx, sourceFileId)
  const datasets = await trx('datasets').whereRaw('source_file_id = any(?)', [files]).select('id')
  await deleteDatasets(
    trx,
    datasets.map(({ id }) => id),
    dropLater,
  )
  await trx('source_files').whereRaw('id = any(?)', [files]).whereNot({ id: sourceFileId }).del()
}

/** The ids of a file and of all that lies in it. */
async function readTree(trx: Trx, sourceFileId: string): Promise<string[]> {
  const { rows } = await trx.raw(
    `with recursive tree as (
       select company_id, id from source_files where id = ?
       union all
       select f.company_id, f.id from source_files f join tree t on f.company_id = t.company_id and f.parent_id = t.id)
     select id from tree`,
    [sourceFileId],
  )
  return rows.map(({ id }: { id: string }) => id)
}

interface SourceFileRow {
  id: string
  migration_id: string
  parent_id: string | null
  name: string
  size_bytes: number
  storage_key: string | null
  state: FileState
  choice: ReadingChoice
  member_choices: Record<string, ReadingChoice>
  staging_attempts: number
}

function toSourceFile(row: SourceFileRow): SourceFile {
  return {
    id: row.id,
    migrationId: row.migration_id,
    parentId: row.parent_id,
    name: row.name,
    sizeBytes: row.size_bytes,
    storageKey: row.storage_key,
    state: row.state,
    choice: row.choice,
    memberChoices: row.member_choices,
    stagingAttempts: row.staging_attempts,
  }
}
