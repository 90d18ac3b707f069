import { isAscii } from 'node:buffer'
import { plausibility } from './plausibility.ts'

/** Tried when the bytes are no UTF-8, in this order; the first of the most plausible wins. */
const singleByte = ['windows-1251', 'windows-1252', 'koi8-r', 'ibm866']

export interface EncodingGuess {
  /** As the WHATWG names it. */
  encoding: string
  /** Nothing beyond ASCII was seen yet. */
  ascii: boolean
  /** 0 to 1. */
  confidence: number
}

/**
 * The encoding of a text that begins with `sample`: byte order mark, UTF-16 by the place of its zero bytes, strict UTF-8,
 * then the single-byte encoding whose text is most plausible. `ascii` says that nothing beyond ASCII was seen yet.
 * Undefined when no encoding gives plausible text: the bytes are no text.
 */
export function detectEncoding(sample: Buffer): EncodingGuess | undefined {
  const marked = byteOrderMark(sample) ?? utf16ByZeros(sample)
  if (marked !== undefined) return { encoding: marked, ascii: false, confidence: 1 }
  if (isBinary(sample.subarray(0, 8192))) return undefined
  if (isAscii(sample)) return { encoding: 'utf-8', ascii: true, confidence: 1 }
  if (isUtf8Start(sample)) return { encoding: 'utf-8', ascii: false, confidence: 1 }
  const scored = singleByte.map((encoding) => ({
    encoding,
    score: plausibility(new TextDecoder(encoding).decode(sample)),
  }))
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score > 0 ? { encoding: best.encoding, ascii: false, confidence: 0.5 } : undefined
}

/** Text holds next to no control characters besides tab, line ends and form feed; one stray zero byte is no proof. */
function isBinary(sample: Buffer): boolean {
  let controls = 0
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32)) controls += 1
  return controls > 2 && controls > sample.length * 0.02
}

/** Valid UTF-8, a character cut off at the end allowed. */
function isUtf8Start(sample: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}

function byteOrderMark(sample: Buffer): string | undefined {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return 'utf-8'
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  return sample[0] === 0xfe && sample[1] === 0xff ? 'utf-16be' : undefined
}

/** UTF-16 without a mark: at least two in five characters of a table are ASCII, so every other byte is often zero. */
function utf16ByZeros(sample: Buffer): string | undefined {
  const pairs = Math.min(sample.length, 4096) >> 1
  let low = 0
  let high = 0
  for (let i = 0; i < pairs * 2; i += 2) {
    if (sample[i] === 0) high += 1
    if (sample[i + 1] === 0) low += 1
  }
  if (low > pairs * 0.4 && high === 0) return 'utf-16le'
  return high > pairs * 0.4 && low === 0 ? 'utf-16be' : undefined
}
