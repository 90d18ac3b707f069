import type { Preview } from '../altcraft/preview.ts'
import type { ReadingChoice } from '../altcraft/types.ts'

/** What a preview is made of. */
export interface PreviewRequest {
  storageKey: string
  name: string
  sizeBytes: number
  choice: ReadingChoice
  /** Of a container: the member to look into, by its whole name. */
  member?: string
}

/** From the process that runs the product to one that reads files. */
export type ToReader =
  | { type: 'start'; databaseUrl: string; uploadDir: string }
  | { type: 'stage'; companyId: number; sourceFileId: string }
  | { type: 'preview'; request: PreviewRequest }

/** Back. One task at a time; `alive` comes twice a second while the event loop turns. */
export type FromReader =
  | { type: 'alive'; rssBytes: number }
  | { type: 'done'; rssBytes: number; preview?: Preview }
  | { type: 'failed'; message: string; stack: string }
