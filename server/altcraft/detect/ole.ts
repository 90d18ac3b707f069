import type { ByteSource } from '../types.ts'

/** What an OLE compound file holds, by the streams that its directory names ([MS-CFB] 2.6, [MS-OFFCRYPTO] 2.3.1). */
export type OleContent = 'encrypted' | 'XLS' | 'DOC' | 'PPT' | 'MSG' | 'OLE'

const entryBytes = 128
/** Enough for the entries of an encrypted document, which are eleven. */
const directoryEntries = 64
/** Directories may stand at the end; a file whose one stands farther than this is told by its beginning alone. */
const farthestBytes = 1024 ** 3

const contents: readonly [stream: string, content: OleContent][] = [
  ['EncryptedPackage', 'encrypted'],
  ['Workbook', 'XLS'],
  ['Book', 'XLS'],
  ['WordDocument', 'DOC'],
  ['PowerPoint Document', 'PPT'],
  ['__properties_version1.0', 'MSG'],
]

/** Tells a workbook with a password from an old one and from other documents. `head` is the beginning of the file. */
export async function readOleContent(source: ByteSource, head: Buffer): Promise<OleContent> {
  if (head.length < 512) return 'OLE'
  const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 12)
  const start = (head.readUInt32LE(48) + 1) * sectorBytes
  const directory = await readAt(source, head, start, directoryEntries * entryBytes)
  const names = new Set<string>()
  for (let at = 0; at + entryBytes <= directory.length; at += entryBytes) {
    const nameBytes = Math.min(directory.readUInt16LE(at + 64), 64)
    names.add(directory.subarray(at, at + Math.max(0, nameBytes - 2)).toString('utf16le'))
  }
  return contents.find(([stream]) => names.has(stream))?.[1] ?? 'OLE'
}

async function readAt(source: ByteSource, head: Buffer, start: number, count: number): Promise<Buffer> {
  if (start + count <= head.length || start > farthestBytes) return head.subarray(start, start + count)
  const pieces: Buffer[] = []
  let at = 0
  const stream = await source.open()
  try {
    for await (const chunk of stream) {
      const bytes: Buffer = chunk
      pieces.push(bytes.subarray(Math.max(0, start - at), Math.max(0, start + count - at)))
      at += bytes.length
      if (at >= start + count) break
    }
  } finally {
    stream.destroy()
  }
  return Buffer.concat(pieces)
}
