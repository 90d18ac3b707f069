import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { FileRejected } from '../../types.ts'

/** Goes through bytes from the front. `take`, `skip` and `pass` throw `FileRejected` `file.bad_archive` when too few are left. */
export interface ByteCursor {
  /** The next `count` bytes, to be held in memory. */
  take(count: number): Promise<Buffer>
  skip(count: number): Promise<void>
  /** The next `count` bytes as they come; to be read to the end before anything else is asked for. */
  pass(count: number): AsyncGenerator<Buffer, void>
  /** Bytes that were passed so far. */
  position(): number
  close(): Promise<void>
}

/** Goes through a stream, which is read to the place that was asked for and no further. */
export function makeStreamCursor(stream: Readable): ByteCursor {
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  let at = 0

  async function fill(): Promise<boolean> {
    while (rest.length === 0) {
      const next = await chunks.next()
      if (next.done === true) return false
      rest = next.value
    }
    return true
  }

  async function* pass(count: number): AsyncGenerator<Buffer, void> {
    for (let left = count; left > 0; ) {
      if (!(await fill())) throw cutOff()
      const piece = rest.subarray(0, left)
      rest = rest.subarray(piece.length)
      left -= piece.length
      at += piece.length
      yield piece
    }
  }

  return {
    async take(count) {
      const pieces: Buffer[] = []
      for await (const piece of pass(count)) pieces.push(piece)
      return Buffer.concat(pieces)
    },
    async skip(count) {
      for await (const _ of pass(count));
    },
    pass,
    position: () => at,
    async close() {
      stream.destroy()
    },
  }
}

/** Goes through a local file; what is skipped is not read. */
export async function openFileCursor(path: string): Promise<ByteCursor> {
  const file: FileHandle = await open(path)
  const { size } = await file.stat()
  let at = 0

  function move(count: number): number {
    if (at + count > size) throw cutOff()
    const start = at
    at += count
    return start
  }

  return {
    async take(count) {
      const start = move(count)
      const bytes = Buffer.alloc(count)
      const { bytesRead } = await file.read(bytes, 0, count, start)
      if (bytesRead < count) throw cutOff()
      return bytes
    },
    async skip(count) {
      move(count)
    },
    async *pass(count) {
      const start = move(count)
      if (count > 0) yield* createReadStream(path, { start, end: start + count - 1 })
    },
    position: () => at,
    close: () => file.close(),
  }
}

function cutOff(): FileRejected {
  return new FileRejected('file.bad_archive', { reason: 'cut off' })
}
