import type { ByteSource } from '../types.ts'

/** The same source, and how many bytes were taken from the stream that was opened last. */
export function countBytes(source: ByteSource): { source: ByteSource; bytesRead: () => number } {
  let bytes = 0
  return {
    source: {
      ...source,
      async open() {
        bytes = 0
        const stream = await source.open()
        stream.on('data', (chunk: Buffer) => {
          bytes += chunk.length
        })
        stream.pause()
        return stream
      },
    },
    bytesRead: () => source.bytesTaken?.() ?? bytes,
  }
}
