import { mkdir } from 'node:fs/promises'
import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inCompany, type Trx } from '../../db/pool.ts'
import type { Session } from '../auth/embedded-token.ts'
import { InvalidRequest } from '../errors.ts'
import { newId } from '../lib/ids.ts'
import type { DropLater } from '../staging/drop-rows.ts'
import { assertRemovable, isRemovable, removeFile } from '../staging/remove-file.ts'
import { finishUpload } from '../uploads/finish-upload.ts'
import { makeRunningDigests } from '../uploads/running-digests.ts'
import { makeStorage, toStorageKey } from '../uploads/storage.ts'
import { makeTusServer } from '../uploads/tus-server.ts'
import { toUploadRequest, type UploadRequest } from '../uploads/upload-request.ts'
import { addUpload, deleteUpload, readReplaced, readUpload } from '../uploads/upload-store.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { ErrorAnswer, Id, sessionErrors } from './schemas.ts'

const path = '/api/uploads'

/**
 * Resumable uploads (tus 1.0: creation, termination) behind the session guard. What can be refused is refused before tus
 * takes over the connection, with our own error answers.
 */
export async function registerUploadRoutes(app: App, deps: HttpDeps): Promise<void> {
  const { config, db, clock } = deps
  const storage = makeStorage(config.uploadDir)
  const dropLater: DropLater = (trx, dropped) => deps.jobs.enqueue(trx, 'drop-rows', dropped)
  await mkdir(config.uploadDir, { recursive: true })
  const digests = makeRunningDigests(clock)
  const finish = (companyId: number, id: string) =>
    finishUpload(
      { ...deps, storage, isRemovable, removeFile: (trx, fileId) => removeFile(trx, fileId, dropLater) },
      companyId,
      id,
      digests.find(toStorageKey(companyId, id)),
    )

  const handleTus = makeTusServer({
    path,
    publicUrl: config.publicUrl,
    uploadDir: config.uploadDir,
    digests,
    maxUploadBytes: config.maxUploadBytes,
    newUploadId: () => newId('file', clock.now()),
    onCreate: (companyId, id, request) =>
      inCompany(db, companyId, (trx) =>
        addUpload(trx, { ...request, companyId, id, storageKey: toStorageKey(companyId, id), createdAt: clock.now() }),
      ),
    onFinish: async (companyId, id) => {
      await finish(companyId, id)
      digests.forget(toStorageKey(companyId, id))
    },
    onUnexpectedError: (error) => app.log.error({ err: error }, 'upload failed'),
  })
  const pass = (request: FastifyRequest, reply: FastifyReply, creating?: UploadRequest) => {
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '')
    const { companyId } = request.session
    return handleTus({ companyId, ...(creating ? { creating } : {}) }, request.raw, reply.raw)
  }
  const readOwn = async ({ companyId }: Session, id: string) => {
    const upload = await inCompany(db, companyId, (trx) => readUpload(trx, id))
    if (!upload || upload.reasonCode === 'upload.abandoned') throw new InvalidRequest(404, 'upload.unknown')
    return upload
  }

  // The bytes go to tus as they come.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))

  app.options(path, { schema: { summary: 'What this tus server can', response: tusAnswers } }, (request, reply) =>
    pass(request, reply),
  )

  app.post(
    path,
    {
      schema: {
        summary:
          'Creates an upload: metadata `filename`, `migrationId`, and `replaces` with the id of a file to remove then',
        response: tusAnswers,
      },
    },
    async (request, reply) => {
      const { 'upload-length': length, 'upload-metadata': metadata } = request.headers
      const upload = toUploadRequest({ length: toText(length), metadata: toText(metadata) }, config.maxUploadBytes)
      await inCompany(db, request.session.companyId, (trx) => assertWelcome(trx, upload))
      return pass(request, reply, upload)
    },
  )

  app.head(
    `${path}/:uploadId`,
    { schema: { summary: 'How much of an upload has come', params: UploadParams, response: tusAnswers } },
    async (request, reply) => {
      const { companyId } = request.session
      await readOwn(request.session, request.params.uploadId)
      // All bytes came, but the process died before it took the file in: the client will not send anything again.
      await finish(companyId, request.params.uploadId)
      const { state, sizeBytes } = await readOwn(request.session, request.params.uploadId)
      if (state === 'uploading') return pass(request, reply)
      const headers = { 'tus-resumable': '1.0.0', 'upload-offset': sizeBytes, 'upload-length': sizeBytes }
      return reply.headers({ ...headers, 'cache-control': 'no-store' }).send(null)
    },
  )

  app.patch(
    `${path}/:uploadId`,
    { schema: { summary: 'Adds bytes to an upload', params: UploadParams, response: tusAnswers } },
    async (request, reply) => {
      const { state } = await readOwn(request.session, request.params.uploadId)
      if (state !== 'uploading') throw new InvalidRequest(409, 'upload.finished')
      return pass(request, reply)
    },
  )

  app.delete(
    `${path}/:uploadId`,
    { schema: { summary: 'Gives up an unfinished upload', params: UploadParams, response: tusAnswers } },
    async (request, reply) => {
      await readOwn(request.session, request.params.uploadId)
      await inCompany(db, request.session.companyId, async (trx) => {
        const upload = await readUpload(trx, request.params.uploadId, 'lock')
        if (upload?.state !== 'uploading') throw new InvalidRequest(409, 'upload.finished')
        await deleteUpload(trx, upload.id)
      })
      return pass(request, reply)
    },
  )
}

/** Throws 404 `migration.unknown` and `file.unknown`, 409 `file.in_use`. */
async function assertWelcome(trx: Trx, upload: UploadRequest): Promise<void> {
  await readMigration(trx, upload.migrationId)
  if (upload.replaces === null) return
  if (!(await readReplaced(trx, upload))) throw new InvalidRequest(404, 'file.unknown')
  await assertRemovable(trx, upload.migrationId)
}

const UploadParams = Type.Object({ uploadId: Id })

/** Successful ones have no body. */
const tusAnswers = {
  200: Type.Null(),
  201: Type.Null(),
  204: Type.Null(),
  ...sessionErrors,
  404: ErrorAnswer,
  409: ErrorAnswer,
  413: ErrorAnswer,
  507: ErrorAnswer,
}

function toText(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined
}
