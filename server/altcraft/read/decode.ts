import { isUtf8 } from 'node:buffer'
import { makeEncodingGate } from '../detect/settle-encoding.ts'
import type { ByteSource, ReadNote } from '../types.ts'

export interface TextEncodingState {
  encoding: string
  /** Only ASCII was seen so far: the encoding is still open. */
  ascii: boolean
  /** Bytes were met that are not of the encoding; they became U+FFFD. */
  damaged: boolean
  /** How sure the encoding is, 0 to 1. */
  confidence: number
  /** What a person should know of the encoding; one more may come when it is settled late. */
  notes: ReadNote[]
}

/**
 * Bytes decoded at a time. Larger pieces are no faster, and as strings they outgrow V8's regular heap pages, where garbage
 * stays longer.
 */
const decodeBytes = 32 * 1024

/**
 * The text of a source in pieces, without byte order mark. Keeps `state` up to date: a file whose first bytes are all ASCII
 * gets its encoding from the first bytes that are not.
 */
export async function* decodeText(source: ByteSource, state: TextEncodingState): AsyncGenerator<string, void> {
  const gate = makeEncodingGate(state)
  let decoder = new TextDecoder(state.encoding)
  for await (const bytes of readBytes(source)) {
    const text = decode(gate(bytes, false), false)
    if (text !== '') yield text
  }
  const rest = decode(gate(Buffer.alloc(0), true), true)
  if (rest !== '') yield rest

  function decode(bytes: Buffer, last: boolean): string {
    if (decoder.encoding !== state.encoding) decoder = new TextDecoder(state.encoding)
    const text = decoder.decode(bytes, { stream: !last })
    if (!state.damaged && text.includes('\uFFFD') && !(state.encoding === 'utf-8' && isUtf8(bytes))) {
      state.damaged = true
    }
    return text
  }
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
