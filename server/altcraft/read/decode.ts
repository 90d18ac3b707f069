import { isAscii, isUtf8 } from 'node:buffer'
import { detectEncoding } from '../detect/encoding.ts'
import { type ByteSource, FileRejected } from '../types.ts'

export interface TextEncodingState {
  encoding: string
  /** Only ASCII was seen so far: the encoding is still open. */
  ascii: boolean
  /** Bytes were met that are not of the encoding; they became U+FFFD. */
  damaged: boolean
}

/** Smaller chunks are joined to this size: fewer cuts through rows. Larger pieces cost memory and are no faster. */
const decodeBytes = 64 * 1024

/**
 * The text of a source in pieces, without byte order mark. Keeps `state` up to date: a file whose first bytes are all ASCII
 * gets its encoding from the first piece that is not.
 */
export async function* decodeText(source: ByteSource, state: TextEncodingState): AsyncGenerator<string, void> {
  let decoder = new TextDecoder(state.encoding)
  for await (const bytes of joined(source)) {
    if (state.ascii && !isAscii(bytes)) {
      const detected = detectEncoding(bytes)
      if (!detected) throw new FileRejected('file.unknown_encoding')
      state.ascii = false
      state.encoding = detected.encoding
      decoder = new TextDecoder(detected.encoding)
    }
    const text = decoder.decode(bytes, { stream: true })
    if (!state.damaged && text.includes('\uFFFD') && !(state.encoding === 'utf-8' && isUtf8(bytes))) {
      state.damaged = true
    }
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest.includes('\uFFFD')) state.damaged = true
  if (rest !== '') yield rest
}

async function* joined(source: ByteSource): AsyncGenerator<Buffer, void> {
  let chunks: Buffer[] = []
  let size = 0
  const stream = await source.open()
  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      size += chunk.length
      if (size < decodeBytes) continue
      yield chunks.length === 1 ? chunk : Buffer.concat(chunks)
      chunks = []
      size = 0
    }
  } finally {
    stream.destroy()
  }
  if (size > 0) yield Buffer.concat(chunks)
}
