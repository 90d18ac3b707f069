import type { FileHandle } from 'node:fs/promises'
import { beginAnew, cover, type RunningDigest } from './running-digests.ts'

/** Two of these at most wait for the disk: the flush after an upload's last byte is short. */
const flushEveryBytes = 32 * 1024 ** 2

/**
 * Writes bytes into `file` from `offset` on as they come, carries `digest` along, and flushes while receiving: who sends
 * faster than the disk takes has to wait. Answers the offset after the last byte. `onFlush` is called after each flush has
 * begun. Throws what `source` or the file threw; `digest` then covers no byte that was not written.
 */
export async function receiveBytes(
  source: AsyncIterable<Buffer>,
  file: FileHandle,
  offset: number,
  digest: RunningDigest,
  onFlush: () => void,
): Promise<number> {
  if (digest.hashedBytes > offset) beginAnew(digest)
  const flushes = makeFlushes(file, digest)
  let position = offset
  try {
    for await (const chunk of source) {
      for (let rest = chunk; rest.length > 0; ) {
        const { bytesWritten } = await file.write(rest, 0, rest.length, position)
        cover(digest, rest.subarray(0, bytesWritten), position)
        position += bytesWritten
        rest = rest.subarray(bytesWritten)
      }
      if (digest.unflushedBytes < flushEveryBytes) continue
      await flushes.begin()
      onFlush()
    }
    return position
  } finally {
    await flushes.end()
  }
}

/** One flush at a time, under way while the next bytes come. After one that failed nobody knows what the disk holds. */
function makeFlushes(file: FileHandle, digest: RunningDigest) {
  let underWay: Promise<unknown> = Promise.resolve()
  async function end(): Promise<void> {
    const failure = await underWay
    if (failure === undefined) return
    beginAnew(digest)
    throw failure
  }
  return {
    end,
    async begin(): Promise<void> {
      await end()
      digest.unflushedBytes = 0
      underWay = file.datasync().then(
        () => undefined,
        (failure: unknown) => failure,
      )
    },
  }
}
