import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FileStore } from '@tus/file-store'
import { ERRORS } from '@tus/server'
import { toTusError } from './tus-error.ts'

/**
 * tus' file store, which tells a full disk from other failures. Uploads must say how long they are; expiry is not the
 * store's, which counts from an upload's creation and takes finished ones too.
 */
export class DiskStore extends FileStore {
  constructor(directory: string) {
    super({ directory })
    this.extensions = ['creation', 'creation-with-upload', 'termination']
  }

  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const { storage } = await this.getUpload(id)
    if (!storage) throw ERRORS.FILE_NOT_FOUND
    const file = createWriteStream(storage.path, { flags: 'r+', start: offset })
    try {
      await pipeline(readable, file)
      return offset + file.bytesWritten
    } catch (error) {
      throw isDiskFull(error) ? diskFull : ERRORS.FILE_WRITE_ERROR
    }
  }
}

/** In the shape of tus' own errors. 507 Insufficient Storage: the bytes so far are kept, the upload may be resumed later. */
export const diskFull = toTusError(507, 'upload.disk_full')

export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
