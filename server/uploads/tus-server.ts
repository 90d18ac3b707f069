import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Server } from '@tus/server'
import { DiskStore, diskFull, isDiskFull } from './disk-store.ts'
import type { RunningDigests } from './running-digests.ts'
import { toStorageKey } from './storage.ts'
import { toAnswerError, toTusError } from './tus-error.ts'
import type { UploadRequest } from './upload-request.ts'

export interface TusDeps {
  path: string
  publicUrl: string
  uploadDir: string
  digests: RunningDigests
  maxUploadBytes: number
  newUploadId: () => string
  /** Before anything is written. */
  onCreate: (companyId: number, id: string, upload: UploadRequest) => Promise<void>
  /** All bytes are there; the client is answered when it resolves. */
  onFinish: (companyId: number, id: string) => Promise<void>
  onUnexpectedError: (error: unknown) => void
}

/** Whose request it is, and for one that creates an upload: which. */
export interface TusScope {
  companyId: number
  creating?: UploadRequest
}

/** Answers a request of the tus protocol. */
export type HandleTus = (scope: TusScope, request: IncomingMessage, response: ServerResponse) => Promise<void>

/**
 * The tus protocol over files in `uploadDir`. An upload's file name holds the company of the session that created it, and
 * every request looks only among its own company's files: another's id is unknown, whoever guesses it.
 */
export function makeTusServer(deps: TusDeps): HandleTus {
  const scopes = new AsyncLocalStorage<TusScope>()

  function toKey(id: string | undefined): string | undefined {
    const scope = scopes.getStore()
    return scope && id !== undefined && /^[\w-]+$/.test(id) ? toStorageKey(scope.companyId, id) : undefined
  }

  const server = new Server({
    path: deps.path,
    datastore: new DiskStore(deps.uploadDir, deps.digests),
    maxSize: deps.maxUploadBytes,
    relativeLocation: true,
    allowedOrigins: [deps.publicUrl],
    disableTerminationForFinishedUploads: true,
    namingFunction: () => toKey(deps.newUploadId()) ?? '',
    generateUrl: (_request, { path, id }) => `${path}/${toIds(id).id}`,
    getFileIdFromRequest: (_request, id) => toKey(id),
    async onUploadCreate(_request, upload) {
      const { companyId, id } = toIds(upload.id)
      const creating = scopes.getStore()?.creating
      if (!creating) throw toTusError(405, 'upload.malformed')
      await deps.onCreate(companyId, id, creating)
      return {}
    },
    async onUploadFinish(_request, upload) {
      const { companyId, id } = toIds(upload.id)
      await deps.onFinish(companyId, id)
      return {}
    },
    onResponseError(_request, error) {
      if (isDiskFull(error)) return diskFull
      const answer = toAnswerError(error)
      if (answer.status_code === 500) deps.onUnexpectedError(error)
      return answer
    },
  })
  return (scope, request, response) => scopes.run(scope, () => server.handle(request, response))
}

function toIds(storageKey: string): { companyId: number; id: string } {
  const [companyId, id = ''] = storageKey.split('/')
  return { companyId: Number(companyId), id }
}
