import type { ApiError } from './api-error.ts'
import { makeSpeedometer } from './speedometer.ts'

/** A file that is not uploaded yet. */
export interface UploadItem {
  id: string
  migrationId: string
  name: string
  sizeBytes: number
  /** `interrupted`: the connection is lost and tried again; `failed`: only a person can go on. */
  state: 'waiting' | 'sending' | 'interrupted' | 'failed'
  sentBytes: number
  bytesPerSecond: number | null
  /** The server’s id, as soon as it has given one. */
  fileId: string | null
  replaces: { id: string; name: string } | null
  error: ApiError | null
}

/** What happens to an upload; nothing more after `onDone` or `onFailed` until it is started again. */
export interface UploadEvents {
  onCreated(fileId: string): void
  onProgress(sentBytes: number): void
  onInterrupted(): void
  onDone(): void
  onFailed(error: ApiError): void
}

/** An upload that can be begun, and begun again where it stopped. */
export interface Upload {
  start(): void
  /** Ends it for good, on the server too. */
  cancel(): Promise<void>
}

export type CreateUpload = (
  file: File,
  metadata: { migrationId: string; replaces?: string },
  events: UploadEvents,
) => Upload

export interface UploadQueue {
  add(migrationId: string, files: readonly File[], replaces?: { id: string; name: string }): void
  cancel(id: string): void
  /** Goes on with one that failed. */
  retry(id: string): void
  /** A file of the server whose upload this queue began and did not cancel, also when it is done. */
  hasSent(fileId: string): boolean
  /** The same array until something changes. */
  items(): readonly UploadItem[]
  subscribe(listener: () => void): () => void
}

const atOnce = 2

/**
 * Sends files two at a time, in the order in which they were given; one that is done leaves the list, one that failed stays
 * until somebody retries or cancels it and does not hold up the others.
 */
export function makeUploadQueue({ create, now }: { create: CreateUpload; now(): number }): UploadQueue {
  let items: readonly UploadItem[] = []
  const uploads = new Map<string, Upload>()
  const listeners = new Set<() => void>()
  const sentIds = new Set<string>()
  let added = 0

  function set(next: readonly UploadItem[]): void {
    items = next
    for (const listener of listeners) listener()
  }

  function change(id: string, changes: Partial<UploadItem>): void {
    set(items.map((item) => (item.id === id ? { ...item, ...changes } : item)))
  }

  function drop(id: string): void {
    uploads.delete(id)
    set(items.filter((item) => item.id !== id))
    startNext()
  }

  function startNext(): void {
    const active = items.filter(({ state }) => state === 'sending' || state === 'interrupted').length
    for (const { id } of items.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, atOnce - active))) {
      change(id, { state: 'sending' })
      uploads.get(id)?.start()
    }
  }

  function eventsOf(id: string): UploadEvents {
    const measure = makeSpeedometer(now)
    return {
      onCreated: (fileId) => {
        sentIds.add(fileId)
        change(id, { fileId })
      },
      onProgress: (sentBytes) => change(id, { state: 'sending', sentBytes, bytesPerSecond: measure(sentBytes) }),
      onInterrupted: () => change(id, { state: 'interrupted', bytesPerSecond: null }),
      onDone: () => drop(id),
      onFailed: (error) => {
        change(id, { state: 'failed', error, bytesPerSecond: null })
        startNext()
      },
    }
  }

  return {
    add: (migrationId, files, replaces) => {
      const fresh = files.map((file) => {
        added += 1
        const id = `upload-${added}`
        const metadata = { migrationId, ...(replaces && { replaces: replaces.id }) }
        uploads.set(id, create(file, metadata, eventsOf(id)))
        return toItem(id, migrationId, file, replaces ?? null)
      })
      set([...items, ...fresh])
      startNext()
    },
    cancel: (id) => {
      sentIds.delete(items.find((item) => item.id === id)?.fileId ?? '')
      uploads.get(id)?.cancel()
      drop(id)
    },
    retry: (id) => {
      change(id, { state: 'waiting', error: null })
      startNext()
    },
    hasSent: (fileId) => sentIds.has(fileId),
    items: () => items,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function toItem(id: string, migrationId: string, { name, size }: File, replaces: UploadItem['replaces']): UploadItem {
  const nothingSent = { state: 'waiting', sentBytes: 0, bytesPerSecond: null, fileId: null, error: null } as const
  return { id, migrationId, name, sizeBytes: size, replaces, ...nothingSent }
}
