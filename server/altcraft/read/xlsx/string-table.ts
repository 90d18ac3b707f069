import { FileRejected } from '../../types.ts'

/** The texts that a workbook's cells share, by their number. */
export interface StringTable {
  /** Throws `FileRejected` `file.workbook_too_large`. */
  add(text: string): void
  /** Undefined when there is none of that number. */
  get(index: number): string | undefined
}

const chunkBits = 20
const chunkBytes = 2 ** chunkBits
/** Longer texts are kept as strings: cells that repeat one then share it. Excel allows 32,767 characters. */
const shortBytes = 8 * 1024
const totalLimit = 256 * 1024 * 1024
const countLimit = 16_000_000

/** Holds texts as UTF-8 outside of the heap: 2 million of 20 characters take 50 MB, as strings more than twice as much. */
export function makeStringTable(): StringTable {
  const chunks: Buffer[] = []
  /** Bytes filled of each chunk. */
  const filled: number[] = []
  const longs = new Map<number, string>()
  /** Number of the chunk, then the place in it. A text ends where the next one begins, or with its chunk's filled part. */
  let starts = new Uint32Array(1024)
  let count = 0
  let totalBytes = 0

  function toChunk(size: number): Buffer {
    const last = chunks.at(-1)
    if (last && (filled.at(-1) ?? 0) + size <= chunkBytes) return last
    filled.push(0)
    const chunk = Buffer.allocUnsafeSlow(chunkBytes)
    chunks.push(chunk)
    return chunk
  }

  return {
    add(text) {
      const size = Buffer.byteLength(text)
      totalBytes += size
      if (totalBytes > totalLimit || count >= countLimit) {
        throw new FileRejected('file.workbook_too_large', { limitBytes: totalLimit })
      }
      const long = size > shortBytes
      if (long) longs.set(count, text)
      const chunk = toChunk(long ? 0 : size)
      const index = chunks.length - 1
      const at = filled[index] ?? 0
      if (count === starts.length) starts = grown(starts)
      starts[count] = index * chunkBytes + at
      count += 1
      if (!long) filled[index] = at + chunk.write(text, at)
    },
    get(index) {
      const start = starts[index]
      if (start === undefined || index >= count) return undefined
      const long = longs.get(index)
      if (long !== undefined) return long
      const chunk = start >>> chunkBits
      const next = index + 1 < count ? (starts[index + 1] ?? 0) : Number.POSITIVE_INFINITY
      const end = Math.min(next - chunk * chunkBytes, filled[chunk] ?? 0)
      return chunks[chunk]?.toString('utf8', start % chunkBytes, end)
    },
  }
}

function grown(starts: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(starts.length * 2)
  more.set(starts)
  return more
}
