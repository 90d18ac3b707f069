import { type ClientRequest, request as httpRequest } from 'node:http'
import { Upload } from 'tus-js-client'
import { inCompany } from '../../db/pool.ts'
import { isRemovable, removeFile } from '../../server/staging/remove-file.ts'
import { makeStorage, toStorageKey } from '../../server/uploads/storage.ts'
import type { SweepDeps } from '../../server/uploads/sweep-uploads.ts'
import { anna, buildTestApp, stranger, type TestApp } from '../support/build-test-app.ts'

export const octets = { 'content-type': 'application/offset+octet-stream' }

export interface FileView {
  id: string
  name: string
  state: string
  sizeBytes: number
  reason: unknown
}

export interface Sent {
  id: string
  status: number
  answer: string
}

export interface SendOptions {
  filename?: string
  migration?: string
  replaces?: string
  chunk?: number
  abortAfter?: number
  url?: string
}

export type UploadClient = Awaited<ReturnType<typeof startUploadClient>>

/** An app that listens and takes files of up to 8 MB, two companies installed in it, and what a client does with uploads. */
export async function startUploadClient() {
  const test = await buildTestApp({ MAX_UPLOAD_BYTES: String(8 * 1024 ** 2) })
  const baseUrl = await test.app.listen({ port: 0, host: '127.0.0.1' })
  await test.install(anna)
  await test.install(stranger)
  const authorize = async (user = anna) => ({ authorization: `Bearer ${await test.signIn(user)}` })
  const inAnnas: <T>(work: Parameters<typeof inCompany<T>>[2]) => Promise<T> = (work) =>
    inCompany(test.database.db, anna.companyId, work)

  async function newMigration(user = anna): Promise<string> {
    const headers = await authorize(user)
    const payload = { name: 'Move' }
    return (await test.app.inject({ method: 'POST', url: '/api/migrations', headers, payload })).json().id
  }
  const migrationId = await newMigration()

  async function stall(id: string, bytes: Buffer, sizeBytes: number): Promise<ClientRequest> {
    const headers = {
      ...(await authorize()),
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-length': String(sizeBytes),
      ...octets,
    }
    const request = httpRequest(`${baseUrl}/api/uploads/${id}`, { method: 'PATCH', headers })
    request.on('error', () => undefined)
    return new Promise((resolve) => request.write(bytes, () => resolve(request)))
  }

  return {
    test,
    baseUrl,
    migrationId,
    authorize,
    newMigration,
    inAnnas,
    readRow: (id: string) => inAnnas((trx) => trx('source_files').where({ id }).first()),
    async readFiles(migration = migrationId): Promise<FileView[]> {
      const answer = await test.app.inject({ url: `/api/migrations/${migration}/files`, headers: await authorize() })
      return answer.json().files
    },
    /** As a browser does; resolves also when the server refuses. */
    send: async (bytes: Buffer, options: SendOptions = {}, headers?: Record<string, string>) =>
      sendAsBrowser(
        bytes,
        { migration: migrationId, ...options },
        { baseUrl, headers: headers ?? (await authorize()) },
      ),
    /** Creates an upload without sending anything. */
    create: async (sizeBytes: number, filename = 'orders.json', headers: Record<string, string> = {}) =>
      test.app.inject({
        method: 'POST',
        url: '/api/uploads',
        headers: {
          ...(await authorize()),
          'tus-resumable': '1.0.0',
          'upload-length': String(sizeBytes),
          'upload-metadata': toMetadata({ filename, migrationId }),
          ...headers,
        },
      }),
    tus: async (
      method: 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS',
      id: string,
      headers: Record<string, string> = {},
      payload?: Buffer,
      app: TestApp['app'] = test.app,
    ) =>
      app.inject({
        method,
        url: `/api/uploads/${id}`,
        headers: { ...(await authorize()), 'tus-resumable': '1.0.0', ...headers },
        ...(payload ? { payload } : {}),
      }),
    /** Announces all of an upload and sends its beginning; the connection stays open until it is destroyed. */
    stall,
    async breakOff(id: string, bytes: Buffer, sizeBytes: number): Promise<void> {
      const request = await stall(id, bytes, sizeBytes)
      await new Promise((resolve) => setTimeout(resolve, 200))
      request.destroy()
    },
    isOnDisk: async (id: string) =>
      (await makeStorage(test.config.uploadDir).measure(toStorageKey(anna.companyId, id))) !== undefined,
    sweepDeps(): SweepDeps {
      const { db, clock, config, enqueueStaging } = test.deps
      const { uploadDir } = config
      return { db, clock, enqueueStaging, isRemovable, removeFile, uploadDir, storage: makeStorage(uploadDir) }
    },
    close: () => test.close(),
  }
}

export function toId(url: unknown): string {
  return String(url ?? '')
    .split('/')
    .at(-1) as string
}

export function toMetadata(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')
}

function sendAsBrowser(
  bytes: Buffer,
  options: SendOptions & { migration: string },
  { baseUrl, headers }: { baseUrl: string; headers: Record<string, string> },
): Promise<Sent> {
  const { filename = 'profiles.csv', migration, replaces } = options
  return new Promise((resolve) => {
    const upload: Upload = new Upload(bytes, {
      endpoint: `${baseUrl}/api/uploads`,
      ...(options.url ? { uploadUrl: options.url } : {}),
      headers,
      metadata: { filename, migrationId: migration, ...(replaces === undefined ? {} : { replaces }) },
      chunkSize: options.chunk ?? 1024 ** 2,
      retryDelays: null,
      onChunkComplete: async (_size, sent) => {
        if (options.abortAfter === undefined || sent < options.abortAfter) return
        await upload.abort()
        resolve({ id: toId(upload.url), status: 0, answer: 'aborted' })
      },
      onSuccess: () => resolve({ id: toId(upload.url), status: 204, answer: '' }),
      onError: (error) => {
        const answer = 'originalResponse' in error ? error.originalResponse : null
        resolve({ id: toId(upload.url), status: answer?.getStatus() ?? 0, answer: answer?.getBody() ?? String(error) })
      },
    })
    upload.start()
  })
}
