import type { Trx } from '../../db/pool.ts'
import type { ReadingChoice } from '../altcraft/types.ts'
import { InvalidRequest } from '../errors.ts'
import { joinParts } from './join-parts.ts'
import {
  forgetDatasets,
  markCancelled,
  markForReading,
  readSourceFile,
  readUploadedFile,
  type SourceFile,
  saveChoice,
  saveMemberChoice,
} from './source-files.ts'

/**
 * Notes how a file, or a member of one, is to be read, and has the uploaded file read again. Answers the uploaded file's id:
 * its staging is to be queued in the same transaction. Until it has been read, what was read before stays. Throws 409
 * `file.no_bytes` when the bytes are not there (any more).
 */
export async function chooseReading(trx: Trx, file: SourceFile, choice: ReadingChoice): Promise<string> {
  const uploaded = await readUploadedFile(trx, file)
  if (uploaded.id === file.id) await saveChoice(trx, file.id, choice)
  else await saveMemberChoice(trx, uploaded.id, file.name, choice)
  return readAgain(trx, uploaded)
}

/** The other files that are parts of the same export: they are of one kind, or none of its parts. */
export async function readOtherParts(trx: Trx, file: SourceFile): Promise<SourceFile[]> {
  const rows: { source_file_id: string }[] = await trx('datasets as other')
    .join('datasets as own', (on) =>
      on
        .on('own.company_id', 'other.company_id')
        .andOn(trx.raw('coalesce(own.part_of, own.id) = coalesce(other.part_of, other.id)')),
    )
    .where({ 'own.source_file_id': file.id, 'own.migration_id': file.migrationId })
    .whereNot('other.source_file_id', file.id)
    .select('other.source_file_id')
  const parts = await Promise.all(rows.map((row) => readSourceFile(trx, row.source_file_id)))
  return parts.flatMap((part) => part ?? [])
}

/** Has a file read again as it is; else as `chooseReading`. */
export async function readAgain(trx: Trx, file: SourceFile): Promise<string> {
  const uploaded = await readUploadedFile(trx, file)
  const hasBytes = uploaded.storageKey !== null && uploaded.state !== 'uploading' && uploaded.state !== 'duplicate'
  if (!hasBytes) throw new InvalidRequest(409, 'file.no_bytes')
  await markForReading(trx, uploaded.id)
  return uploaded.id
}

/** Stops the reading of an uploaded file and drops what was read. Throws 409 `file.not_being_read`. */
export async function cancelReading(trx: Trx, file: SourceFile): Promise<void> {
  if (!(await markCancelled(trx, file.id))) throw new InvalidRequest(409, 'file.not_being_read')
  await forgetDatasets(trx, file.id)
  await joinParts(trx, file.migrationId)
}
