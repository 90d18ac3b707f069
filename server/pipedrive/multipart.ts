import { randomUUID } from 'node:crypto'

/** A form as it goes over the wire: its length is known before, its files are read when they are sent. */
export interface Multipart {
  contentType: string
  sizeBytes: number
  chunks(): AsyncGenerator<Uint8Array, void>
}

/**
 * `multipart/form-data` (RFC 7578; names escaped as browsers do). Not `new Response(form)`: that does not tell the length,
 * and to know it the whole of a file would have to be held in memory.
 */
export function toMultipart(form: FormData): Multipart {
  const boundary = `----${randomUUID()}`
  const parts = [...form.entries()].flatMap(([name, value]) => [
    toHead(boundary, name, value),
    typeof value === 'string' ? Buffer.from(value) : value,
    Buffer.from('\r\n'),
  ])
  const all = [...parts, Buffer.from(`--${boundary}--\r\n`)]
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    sizeBytes: all.reduce((sum, part) => sum + (part instanceof Blob ? part.size : part.length), 0),
    async *chunks() {
      for (const part of all) {
        if (part instanceof Blob) yield* part.stream()
        else yield part
      }
    },
  }
}

function toHead(boundary: string, name: string, value: string | File): Buffer {
  const isFile = typeof value !== 'string'
  const file = isFile ? `; filename="${escapeName(value.name)}"` : ''
  const type = isFile ? `\r\ncontent-type: ${value.type || 'application/octet-stream'}` : ''
  return Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(name)}"${file}${type}\r\n\r\n`,
  )
}

function escapeName(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
}
