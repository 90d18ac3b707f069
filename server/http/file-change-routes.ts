import { Type } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { supportedEncodings } from '../altcraft/detect/supported-encodings.ts'
import { datasetKinds } from '../altcraft/types.ts'
import { InvalidRequest } from '../errors.ts'
import { cancelReading, chooseReading, readAgain, readOtherParts } from '../staging/reading-changes.ts'
import { assertRemovable, removeFile } from '../staging/remove-file.ts'
import { readSourceFile, type SourceFile } from '../staging/source-files.ts'
import { makeStorage } from '../uploads/storage.ts'
import { lockMigration, readTwinOf } from '../uploads/upload-store.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { ErrorAnswer, Id, sessionErrors } from './schemas.ts'

export const FileParams = Type.Object({ migrationId: Id, fileId: Id })

/** What a person may say about how a file is read; what is left out is detected. */
export const Choice = Type.Object(
  {
    encoding: Type.Optional(Type.Enum([...supportedEncodings])),
    delimiter: Type.Optional(Type.Enum([',', ';', '\t', '|'])),
    headerLine: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1000, description: 'Line of the column names, from 1; 0: there are none.' }),
    ),
    kind: Type.Optional(Type.Enum([...datasetKinds])),
  },
  { additionalProperties: false },
)

const errors = { 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors }
const Done = Type.Null({ description: 'Done; nothing to tell.' })

/** Behind the session guard. Files change only before a plan of their migration is confirmed. */
export function registerFileChangeRoutes(app: App, { db, config, jobs, enqueueStaging }: HttpDeps): void {
  const storage = makeStorage(config.uploadDir)
  const change = <T>(
    { companyId }: { companyId: number },
    params: { migrationId: string; fileId: string },
    work: (trx: Trx, file: SourceFile) => Promise<T>,
  ) =>
    inCompany(db, companyId, async (trx) => {
      await readMigration(trx, params.migrationId)
      await lockMigration(trx, params.migrationId)
      await assertRemovable(trx, params.migrationId)
      return work(trx, await readFile(trx, params))
    })

  app.put(
    '/api/migrations/:migrationId/files/:fileId/choice',
    {
      schema: {
        summary: 'Says how a file or a member of an archive is read, and has it read again',
        params: FileParams,
        body: Choice,
        response: { 202: Done, ...errors },
      },
    },
    async ({ session, params, body }, reply) => {
      await change(session, params, async (trx, file) => {
        await assertNoTwin(trx, file)
        const ids = new Set([await chooseReading(trx, file, body)])
        if (body.kind !== undefined) {
          for (const part of await readOtherParts(trx, file)) {
            ids.add(await chooseReading(trx, part, { ...part.choice, kind: body.kind }))
          }
        }
        for (const id of ids) await enqueueStaging(trx, session.companyId, id)
      })
      return reply.code(202).send(null)
    },
  )

  app.post(
    '/api/migrations/:migrationId/files/:fileId/read',
    {
      schema: {
        summary: 'Reads a file again that was cancelled or could not be read',
        params: FileParams,
        response: { 202: Done, ...errors },
      },
    },
    async ({ session, params }, reply) => {
      await change(session, params, async (trx, file) => {
        await assertNoTwin(trx, file)
        await enqueueStaging(trx, session.companyId, await readAgain(trx, file))
      })
      return reply.code(202).send(null)
    },
  )

  app.post(
    '/api/migrations/:migrationId/files/:fileId/cancel',
    {
      schema: {
        summary: 'Stops the reading of a file; its bytes are kept',
        params: FileParams,
        response: { 204: Done, ...errors },
      },
    },
    async ({ session, params }, reply) => {
      await change(session, params, cancelReading)
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/api/migrations/:migrationId/files/:fileId',
    {
      schema: {
        summary: 'Removes an uploaded file with everything read from it',
        params: FileParams,
        response: { 204: Done, ...errors },
      },
    },
    async ({ session, params }, reply) => {
      const keys = await change(session, params, (trx, file) => {
        if (file.parentId !== null) throw new InvalidRequest(409, 'file.is_member')
        return removeFile(trx, file.id, (within, dropped) => jobs.enqueue(within, 'drop-rows', dropped))
      })
      for (const key of keys) await storage.remove(key)
      return reply.code(204).send(null)
    },
  )
}

/** Throws 404 `file.unknown`, also for a file of another migration. */
export async function readFile(trx: Trx, params: { migrationId: string; fileId: string }): Promise<SourceFile> {
  const file = await readSourceFile(trx, params.fileId)
  if (file?.migrationId !== params.migrationId) throw new InvalidRequest(404, 'file.unknown')
  return file
}

/** The same bytes were uploaded again while this file was not in use: reading both would double every record. */
async function assertNoTwin(trx: Trx, file: SourceFile): Promise<void> {
  const twin = await readTwinOf(trx, file.id)
  if (twin) throw new InvalidRequest(409, 'file.duplicate', { fileId: twin.id, name: twin.name })
}
