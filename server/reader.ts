import { makeDatabase } from '../db/pool.ts'
import { previewSource } from './altcraft/preview.ts'
import type { ByteSource } from './altcraft/types.ts'
import { systemClock } from './lib/clock.ts'
import type { FromReader, PreviewRequest, ToReader } from './staging/reader-protocol.ts'
import { makeStageFile } from './staging/stage-file.ts'
import { makeStorage } from './uploads/storage.ts'

/**
 * The program of a reader: takes tasks from the process that forked it, one at a time, and ends with it. Composition root of
 * reading: nothing of requests, runs or Pipedrive is loaded here.
 */
function serve(): void {
  let perform: ((task: ToReader) => Promise<FromReader>) | undefined
  process.on('disconnect', () => process.exit())
  process.on('message', (message: ToReader) => {
    if (message.type === 'start') perform = makePerform(message.databaseUrl, message.uploadDir)
    else void perform?.(message).then(answer)
  })
  setInterval(() => answer({ type: 'alive', rssBytes: process.memoryUsage.rss() }), 500).unref()
}

function answer(message: FromReader): void {
  process.send?.(message)
}

function makePerform(databaseUrl: string, uploadDir: string): (task: ToReader) => Promise<FromReader> {
  const db = makeDatabase(databaseUrl, { max: 3 })
  const storage = makeStorage(uploadDir)
  const openStored = (key: string, name: string, sizeBytes: number): ByteSource => ({
    name,
    sizeBytes,
    path: storage.path(key),
    open: () => storage.open(key),
  })
  const stageFile = makeStageFile({ db, clock: systemClock, openStored })
  const preview = ({ storageKey, name, sizeBytes, choice, member }: PreviewRequest) =>
    previewSource(openStored(storageKey, name, sizeBytes), choice, member)

  return async (task) => {
    try {
      if (task.type === 'stage') await stageFile(task.companyId, task.sourceFileId)
      const shown = task.type === 'preview' ? { preview: await preview(task.request) } : {}
      return { type: 'done', rssBytes: process.memoryUsage.rss(), ...shown }
    } catch (error) {
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
      return { type: 'failed', message, stack }
    }
  }
}

serve()
