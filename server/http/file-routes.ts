import { type Static, Type } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest, Retryable } from '../errors.ts'
import { ReaderFailed } from '../staging/reader-process.ts'
import { readUploadedFile } from '../staging/source-files.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { Choice, FileParams, readFile } from './file-change-routes.ts'
import { readMigration } from './migration-store.ts'
import { PreviewView } from './preview-view.ts'
import { Count, Detail, ErrorAnswer, Id, MigrationParams, Nullable, sessionErrors } from './schemas.ts'

const Note = Type.Object({ code: Type.String(), detail: Detail })

const FileView = Type.Object({
  id: Id,
  parentId: Nullable(Id),
  datasetId: Nullable(Id),
  name: Type.String(),
  sizeBytes: Count,
  state: Type.Enum(['uploading', 'uploaded', 'staging', 'staged', 'rejected', 'duplicate', 'cancelled']),
  progress: Nullable(
    Type.Object(
      { bytes: Count, rows: Count },
      { description: 'While it is read. `bytes` of `sizeBytes`; 0 where the format cannot tell.' },
    ),
  ),
  format: Nullable(Type.String()),
  encoding: Nullable(Type.String()),
  encodingConfidence: Nullable(Type.Number()),
  delimiter: Nullable(Type.String()),
  headerLine: Nullable(Count),
  kind: Nullable(Type.String()),
  kindConfidence: Nullable(
    Type.Number({ description: '0 to 1; below 0.6 a person should look; 1 is a person’s word.' }),
  ),
  kindEvidence: Nullable(Type.String()),
  partOf: Nullable(Id),
  choice: Choice,
  notes: Type.Array(Note),
  rows: Nullable(Count),
  rejectedRows: Nullable(Count),
  reason: Nullable(Note),
})

/** Behind the session guard. */
export function registerFileRoutes(app: App, { db, readers }: HttpDeps): void {
  app.get(
    '/api/migrations/:migrationId/files',
    {
      schema: {
        summary: 'Uploaded files and the members of archives, with what they turned out to be',
        params: MigrationParams,
        response: { 200: Type.Object({ files: Type.Array(FileView) }), 404: ErrorAnswer, ...sessionErrors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        const { id } = await readMigration(trx, params.migrationId)
        return { files: await readFiles(trx, id) }
      }),
  )

  app.get(
    '/api/migrations/:migrationId/files/:fileId/preview',
    {
      schema: {
        summary: 'The first rows of a file as it would be read with these choices; what is left out is detected',
        params: FileParams,
        querystring: Choice,
        response: { 200: PreviewView, 404: ErrorAnswer, 409: ErrorAnswer, 503: ErrorAnswer, ...sessionErrors },
      },
    },
    async ({ session, params, query }) => {
      const { file, uploaded } = await inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        const file = await readFile(trx, params)
        return { file, uploaded: await readUploadedFile(trx, file) }
      })
      if (uploaded.storageKey === null || uploaded.state === 'uploading') throw new InvalidRequest(409, 'file.no_bytes')
      const { storageKey, name, sizeBytes } = uploaded
      const member = uploaded.id === file.id ? {} : { member: file.name }
      try {
        return await readers.preview({ storageKey, name, sizeBytes, choice: query, ...member })
      } catch (error) {
        if (!(error instanceof ReaderFailed)) throw error
        if (error.reason === 'crash') throw new Retryable('file.preview_failed', 1_000, {}, error)
        return {
          status: 'rejected' as const,
          code: 'file.reader_failed',
          detail: { reason: error.reason },
          encodings: [],
        }
      }
    },
  )
}

/** In the order in which they came, an archive before its members. */
async function readFiles(trx: Trx, migrationId: string): Promise<Static<typeof FileView>[]> {
  const rows = await trx('source_files as f')
    .leftJoin('datasets as d', 'd.source_file_id', 'f.id')
    .leftJoin('datasets as lead', 'lead.id', 'd.part_of')
    .where('f.migration_id', migrationId)
    .orderByRaw('coalesce(f.parent_id, f.id), f.parent_id is not null, f.id')
    .select('f.*', 'd.id as dataset_id', 'd.kind', 'd.kind_confidence', 'd.kind_evidence', 'd.row_count')
    .select('d.rejected_count', 'lead.source_file_id as lead_file_id')
  return rows.map((row) => ({
    id: row.id,
    parentId: row.parent_id,
    datasetId: row.dataset_id,
    name: row.name,
    sizeBytes: row.size_bytes,
    state: row.state,
    progress: row.state === 'staging' ? { bytes: row.staged_bytes, rows: row.staged_rows } : null,
    format: row.format,
    encoding: row.encoding,
    encodingConfidence: row.reading?.encodingConfidence ?? null,
    delimiter: row.reading?.delimiter ?? null,
    headerLine: row.reading?.headerLine ?? null,
    kind: row.kind,
    kindConfidence: row.kind_confidence,
    kindEvidence: row.kind_evidence,
    partOf: row.lead_file_id,
    choice: row.choice,
    notes: row.notes,
    rows: row.row_count,
    rejectedRows: row.rejected_count,
    reason: row.reason_code === null ? null : { code: row.reason_code, detail: row.reason_detail ?? {} },
  }))
}
