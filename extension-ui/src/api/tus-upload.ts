import { type DetailedError, Upload as TusUpload } from 'tus-js-client'
import { ApiError, toApiErrorOf } from './api-error.ts'
import type { SessionKeeper } from './session.ts'
import type { CreateUpload } from './upload-queue.ts'

const chunkBytes = 16 * 1024 * 1024
/** Some two minutes; the count begins anew whenever bytes have come through. */
const retryDelaysMs = [500, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000]
/** A busy or restarting server, a bearer that is too old, a request that overtook another. */
const passingStatuses = [401, 409, 423, 429, 500, 502, 503, 504]

/**
 * Uploads by tus 1.0 with a bearer of `session` that is fresh at each request. Goes on by itself after a lost connection,
 * and after a reload of the page when the same file is given again.
 */
export function makeTusUploads(session: SessionKeeper): CreateUpload {
  return (file, { migrationId, replaces }, events) => {
    let bearer = ''
    let ended = false
    const upload = new TusUpload(file, {
      endpoint: '/api/uploads',
      chunkSize: chunkBytes,
      retryDelays: retryDelaysMs,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, migrationId, ...(replaces !== undefined && { replaces }) },
      fingerprint: async ({ name, size, lastModified }) =>
        ['altcraft', migrationId, replaces ?? '', name, size, lastModified].join(' '),
      onBeforeRequest: async (request) => {
        bearer = (await session.current()).bearer
        request.setHeader('authorization', `Bearer ${bearer}`)
      },
      onAfterResponse: (_request, response) => {
        if (response.getStatus() === 401) session.drop(bearer)
      },
      onUploadUrlAvailable: () => events.onCreated(upload.url?.split('/').at(-1) ?? ''),
      onProgress: (sentBytes) => events.onProgress(sentBytes),
      onShouldRetry: (error) => {
        const { status } = toUploadError(error)
        if (status !== 0 && !passingStatuses.includes(status)) return false
        events.onInterrupted()
        return true
      },
      onSuccess: () => events.onDone(),
      onError: (error) => events.onFailed(toUploadError(error)),
    })

    async function begin(): Promise<void> {
      const [previous] = upload.url === null ? await upload.findPreviousUploads() : []
      if (previous) upload.resumeFromPreviousUpload(previous)
      if (!ended) upload.start()
    }

    return {
      start: () => {
        begin().catch(() => events.onFailed(new ApiError(0, 'upload.failed')))
      },
      cancel: async () => {
        ended = true
        // What cannot be ended now is swept by the server when nobody goes on with it.
        await upload.abort(true).catch(() => undefined)
      },
    }
  }
}

function toUploadError(error: Error | DetailedError): ApiError {
  if (!('originalRequest' in error)) return new ApiError(0, 'upload.failed')
  if (error.causingError instanceof ApiError) return error.causingError
  const response = error.originalResponse
  if (!response) return new ApiError(0, 'network')
  return toApiErrorOf(response.getStatus(), response.getBody())
}
