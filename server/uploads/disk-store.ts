import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { FileStore } from '@tus/file-store'
import { ERRORS } from '@tus/server'
import { receiveBytes } from './receive-bytes.ts'
import { newDigest, type RunningDigests } from './running-digests.ts'
import { toTusError } from './tus-error.ts'

/**
 * tus' file store, which digests and flushes what it receives and tells a full disk from other failures. Uploads must say how long they are; expiry is not the
 * store's, which counts from an upload's creation and takes finished ones too.
 */
export class DiskStore extends FileStore {
  readonly #digests: RunningDigests

  constructor(directory: string, digests: RunningDigests) {
    super({ directory })
    this.extensions = ['creation', 'creation-with-upload', 'termination']
    this.#digests = digests
  }

  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const { storage } = await this.getUpload(id)
    if (!storage) throw ERRORS.FILE_NOT_FOUND
    const digest = this.#digests.find(id) ?? newDigest()
    const keep = () => this.#digests.keep(id, digest)
    keep()
    const file = await open(storage.path, 'r+')
    try {
      return await receiveBytes(readable, file, offset, digest, keep)
    } catch (error) {
      throw isDiskFull(error) ? diskFull : ERRORS.FILE_WRITE_ERROR
    } finally {
      await file.close()
    }
  }
}

/** In the shape of tus' own errors. 507 Insufficient Storage: the bytes so far are kept, the upload may be resumed later. */
export const diskFull = toTusError(507, 'upload.disk_full')

export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
