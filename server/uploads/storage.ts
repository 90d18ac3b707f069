import { open as openFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** Where the bytes of uploads are kept. Keys are `<company id>/<source file id>`: companies never share a folder. */
export interface Storage {
  /** From the start, each time it is called. Rejects with `ENOENT` when there is nothing. */
  open(storageKey: string): Promise<Readable>
  /** On this machine. */
  path(storageKey: string): string
  /** What is there so far; undefined when there is nothing. */
  measure(storageKey: string): Promise<{ sizeBytes: number; lastWriteAt: Date } | undefined>
  /** May be called again. */
  remove(storageKey: string): Promise<void>
}

export function makeStorage(uploadDir: string): Storage {
  function path(storageKey: string): string {
    if (!/^\d+\/[A-Za-z0-9_-]+$/.test(storageKey)) throw new Error('This is no storage key.')
    return join(uploadDir, storageKey)
  }
  return {
    path,
    async open(storageKey) {
      const file = await openFile(path(storageKey))
      return file.createReadStream()
    },
    async measure(storageKey) {
      const stats = await stat(path(storageKey)).catch(() => undefined)
      return stats && { sizeBytes: stats.size, lastWriteAt: stats.mtime }
    },
    async remove(storageKey) {
      // The tus protocol keeps what it knows of an upload beside it.
      await rm(path(storageKey), { force: true })
      await rm(`${path(storageKey)}.json`, { force: true })
    },
  }
}

export function toStorageKey(companyId: number, sourceFileId: string): string {
  return `${companyId}/${sourceFileId}`
}
