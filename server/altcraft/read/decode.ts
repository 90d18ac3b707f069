import { isAscii, isUtf8 } from 'node:buffer'
import { detectEncoding } from '../detect/encoding.ts'
import { type ByteSource, FileRejected } from '../types.ts'

export interface TextEncodingState {
  encoding: string
  /** Only ASCII was seen so far: the encoding is still open. */
  ascii: boolean
  /** Bytes were met that are not of the encoding; they became U+FFFD. */
  damaged: boolean
  /** How sure the encoding is, 0 to 1. */
  confidence: number
}

/**
 * Bytes decoded at a time. Larger pieces are no faster, and as strings they outgrow V8's regular heap pages, where garbage
 * stays longer.
 */
const decodeBytes = 32 * 1024

/**
 * The text of a source in pieces, without byte order mark. Keeps `state` up to date: a file whose first bytes are all ASCII
 * gets its encoding from the first piece that is not.
 */
export async function* decodeText(source: ByteSource, state: TextEncodingState): AsyncGenerator<string, void> {
  let decoder = new TextDecoder(state.encoding)
  for await (const bytes of readBytes(source)) {
    if (state.ascii && !isAscii(bytes)) {
      const detected = detectEncoding(bytes)
      if (!detected) throw new FileRejected('file.unknown_encoding')
      state.ascii = false
      state.encoding = detected.encoding
      state.confidence = detected.confidence
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

async function* readBytes(source: ByteSource): AsyncGenerator<Buffer, void> {
  const stream = await source.open()
  try {
    for await (const chunk of stream) {
      const bytes: Buffer = chunk
      for (let at = 0; at < bytes.length; at += decodeBytes) yield bytes.subarray(at, at + decodeBytes)
    }
  } finally {
    stream.destroy()
  }
}
