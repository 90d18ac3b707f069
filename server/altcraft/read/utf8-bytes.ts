import { isUtf8 } from 'node:buffer'
import { makeEncodingGate } from '../detect/settle-encoding.ts'
import type { ByteSource } from '../types.ts'
import type { TextEncodingState } from './decode.ts'

/**
 * The text of a source as UTF-8, in pieces that end between characters, without byte order mark. UTF-8 passes as it is; other
 * encodings are converted. Keeps `state` up to date: a file whose first bytes are all ASCII gets its encoding from the first
 * bytes that are not; bytes that are not of the encoding become U+FFFD and set `damaged`.
 */
export async function* utf8Bytes(source: ByteSource, state: TextEncodingState): AsyncGenerator<Buffer, void> {
  const gate = makeEncodingGate(state)
  let encoding = state.encoding
  let convert = makeConverter(state)
  const stream = await source.open()
  try {
    for await (const chunk of stream) {
      const converted = pass(chunk, false)
      if (converted.length > 0) yield converted
    }
    const rest = pass(Buffer.alloc(0), true)
    if (rest.length > 0) yield rest
  } finally {
    stream.destroy()
  }

  function pass(bytes: Buffer, last: boolean): Buffer {
    const ready = gate(bytes, last)
    if (state.encoding !== encoding) {
      encoding = state.encoding
      convert = makeConverter(state)
    }
    return convert(ready, last)
  }
}

type Convert = (bytes: Buffer, last: boolean) => Buffer

function makeConverter(state: TextEncodingState): Convert {
  return state.encoding === 'utf-8' ? makeUtf8Check(state) : makeTranscoder(state)
}

function makeTranscoder(state: TextEncodingState): Convert {
  const decoder = new TextDecoder(state.encoding)
  return (bytes, last) => {
    const text = decoder.decode(bytes, { stream: !last })
    if (text.includes('\uFFFD')) state.damaged = true
    return Buffer.from(text)
  }
}

/** Holds back a character that is not complete; replaces what is none. */
function makeUtf8Check(state: TextEncodingState): Convert {
  let held: Buffer = Buffer.alloc(0)
  let isFirst = true
  return (bytes, last) => {
    let whole = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    if (isFirst && whole.length < 3 && !last) {
      held = whole
      return Buffer.alloc(0)
    }
    if (isFirst && whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf) whole = whole.subarray(3)
    isFirst = false
    const end = last ? whole.length : whole.length - unfinished(whole)
    held = Buffer.from(whole.subarray(end))
    const complete = whole.subarray(0, end)
    if (isUtf8(complete)) return complete
    state.damaged = true
    return Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(complete))
  }
}

/** How many bytes at the end begin a character whose rest is missing. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > back ? back : 0
  }
  return 0
}
