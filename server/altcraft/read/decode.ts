import type { ByteSource, ReadNote } from '../types.ts'
import { utf8Bytes } from './utf8-bytes.ts'

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
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const bytes of utf8Bytes(source, state)) {
    for (let at = 0; at < bytes.length; at += decodeBytes) {
      const text = decoder.decode(bytes.subarray(at, at + decodeBytes), { stream: true })
      if (text !== '') yield text
    }
  }
}
