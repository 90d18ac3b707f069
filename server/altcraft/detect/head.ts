import type { ByteSource } from '../types.ts'

export interface Head {
  bytes: Buffer
  /** The head is the whole file. */
  complete: boolean
}

export const headBytes = 256 * 1024

/** The first `limit` bytes of a source, and whether there are more. */
export async function readHead(source: ByteSource, limit: number = headBytes): Promise<Head> {
  const chunks: Buffer[] = []
  let size = 0
  const stream = await source.open()
  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      size += chunk.length
      if (size > limit) break
    }
  } finally {
    stream.destroy()
  }
  return { bytes: Buffer.concat(chunks).subarray(0, limit), complete: size <= limit }
}
