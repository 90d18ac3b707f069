import type { ChildProcess } from 'node:child_process'
import type { Preview } from '../altcraft/preview.ts'
import type { Clock } from '../lib/clock.ts'
import { makeReaderProcess, type ReaderLimits, type ReaderProcess } from './reader-process.ts'
import type { PreviewRequest, ToReader } from './reader-protocol.ts'

/**
 * Files are read in processes of their own: a hostile one can neither stop the requests and runs of others nor take more
 * memory than a reader may have.
 */
export interface Readers {
  /** Reads an uploaded file into source_rows. Rejects with `ReaderFailed`. */
  stage(companyId: number, sourceFileId: string): Promise<void>
  /** Rejects with `ReaderFailed`, `time` when it takes longer than ten seconds. */
  preview(request: PreviewRequest): Promise<Preview>
  /** Ends all readers; files that are being read stay `staging` and are read again by whoever takes their job. */
  stop(): void
}

export interface ReadersDeps {
  clock: Clock
  limits: ReaderLimits
  databaseUrl: string
  uploadDir: string
  /** Starts the program of server/reader.ts. */
  fork(): ChildProcess
}

const previewTimeoutMs = 10_000
/** A reader that is kept for the next file saves its start, about 0.3 s. */
const keptReaders = 2
const keptForMs = 30_000
/** One that has grown is not kept. */
const keptBytes = 200 * 1024 ** 2

export function makeReaders(deps: ReadersDeps): Readers {
  const { clock } = deps
  const all = new Set<ReaderProcess>()
  const idle: ReaderProcess[] = []
  let stopped = false

  async function withReader<T>(work: (reader: ReaderProcess) => Promise<T>): Promise<T> {
    const reader = takeIdle() ?? start()
    try {
      return await work(reader)
    } finally {
      release(reader)
    }
  }

  /** One may have ended while it was idle: the system ends what it needs the memory of. */
  function takeIdle(): ReaderProcess | undefined {
    for (let reader = idle.pop(); reader; reader = idle.pop()) {
      if (reader.isUsable()) return reader
      drop(reader)
    }
    return undefined
  }

  function start(): ReaderProcess {
    const child = deps.fork()
    const reader = makeReaderProcess(child, clock, deps.limits)
    const hello: ToReader = { type: 'start', databaseUrl: deps.databaseUrl, uploadDir: deps.uploadDir }
    child.send(hello, () => undefined)
    all.add(reader)
    return reader
  }

  function release(reader: ReaderProcess): void {
    const isKept = !stopped && reader.isUsable() && reader.rssBytes() <= keptBytes && idle.length < keptReaders
    if (!isKept) {
      drop(reader)
      return
    }
    idle.push(reader)
    void clock.sleep(keptForMs).then(() => dropIdle(reader))
  }

  function dropIdle(reader: ReaderProcess): void {
    const at = idle.indexOf(reader)
    if (at < 0) return
    idle.splice(at, 1)
    drop(reader)
  }

  function drop(reader: ReaderProcess): void {
    all.delete(reader)
    reader.end()
  }

  return {
    stage: (companyId, sourceFileId) =>
      withReader(async (reader) => {
        await reader.perform({ type: 'stage', companyId, sourceFileId })
      }),
    preview: (request) =>
      withReader(async (reader) => {
        const preview = await reader.perform({ type: 'preview', request }, previewTimeoutMs)
        if (!preview) throw new Error('A preview was asked for and none came.')
        return preview
      }),
    stop() {
      stopped = true
      for (const reader of all) reader.end()
      all.clear()
      idle.length = 0
    },
  }
}
