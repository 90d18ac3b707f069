import { type Static, Type } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { Count, Detail, ErrorAnswer, Id, MigrationParams, Nullable, sessionErrors } from './schemas.ts'

const FileView = Type.Object({
  id: Id,
  parentId: Nullable(Id),
  datasetId: Nullable(Id),
  name: Type.String(),
  sizeBytes: Count,
  state: Type.Enum(['uploading', 'uploaded', 'staging', 'staged', 'rejected', 'duplicate']),
  format: Nullable(Type.String()),
  encoding: Nullable(Type.String()),
  kind: Nullable(Type.String()),
  rows: Nullable(Count),
  rejectedRows: Nullable(Count),
  reason: Nullable(Type.Object({ code: Type.String(), detail: Detail })),
})

/** Behind the session guard. */
export function registerFileRoutes(app: App, { db }: HttpDeps): void {
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
}

/** In the order in which they came, an archive before its members. */
async function readFiles(trx: Trx, migrationId: string): Promise<Static<typeof FileView>[]> {
  const rows = await trx('source_files as f')
    .leftJoin('datasets as d', 'd.source_file_id', 'f.id')
    .where('f.migration_id', migrationId)
    .orderByRaw('coalesce(f.parent_id, f.id), f.parent_id is not null, f.id')
    .select('f.*', 'd.id as dataset_id', 'd.kind', 'd.row_count', 'd.rejected_count')
  return rows.map((row) => ({
    id: row.id,
    parentId: row.parent_id,
    datasetId: row.dataset_id,
    name: row.name,
    sizeBytes: row.size_bytes,
    state: row.state,
    format: row.format,
    encoding: row.encoding,
    kind: row.kind,
    rows: row.row_count,
    rejectedRows: row.rejected_count,
    reason: row.reason_code === null ? null : { code: row.reason_code, detail: row.reason_detail ?? {} },
  }))
}
