import { Metadata } from '@tus/server'
import { InvalidRequest } from '../errors.ts'
import { toDisplayName } from './display-name.ts'

export interface UploadRequest {
  migrationId: string
  /** For display. */
  name: string
  sizeBytes: number
  /** Id of the file in whose place this one is uploaded. */
  replaces: string | null
}

/**
 * Reads the headers that create an upload (tus 1.0): `Upload-Length`, and `Upload-Metadata` with `filename`, `migrationId`
 * and, for a file that takes the place of another, `replaces`. Throws 400 `upload.metadata_invalid`, `upload.length_required`, `upload.filename_missing`, `upload.migration_missing`, 404
 * `migration.unknown` and `file.unknown` for what cannot be an id, and 413 `upload.too_large`.
 */
export function toUploadRequest(
  headers: { length: string | undefined; metadata: string | undefined },
  maxUploadBytes: number,
): UploadRequest {
  const { filename, migrationId, replaces } = readMetadata(headers.metadata)
  const name = toDisplayName(filename ?? '')
  if (name === undefined) throw new InvalidRequest(400, 'upload.filename_missing')
  if (!migrationId) throw new InvalidRequest(400, 'upload.migration_missing')
  if (!idShape.test(migrationId)) throw new InvalidRequest(404, 'migration.unknown')
  if (replaces && !idShape.test(replaces)) throw new InvalidRequest(404, 'file.unknown')
  if (!/^\d{1,15}$/.test(headers.length ?? '')) throw new InvalidRequest(400, 'upload.length_required')
  const sizeBytes = Number(headers.length)
  if (sizeBytes > maxUploadBytes) throw new InvalidRequest(413, 'upload.too_large', { name, sizeBytes, maxUploadBytes })
  return { migrationId, name, sizeBytes, replaces: replaces || null }
}

const idShape = /^\w{1,64}$/

function readMetadata(header: string | undefined): Record<string, string | null> {
  try {
    return header ? Metadata.parse(header) : {}
  } catch (cause) {
    throw new InvalidRequest(400, 'upload.metadata_invalid', {}, cause)
  }
}
