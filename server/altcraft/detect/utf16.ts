export interface Utf16Guess {
  encoding: 'utf-16le' | 'utf-16be'
  confidence: number
}

const lookedAtBytes = 64 * 1024

/**
 * UTF-16 without a byte order mark. The high bytes of ASCII are 0 and those of Cyrillic 4, and no other encoding of text has
 * such bytes: they stand at one side of the pairs, hardly at the other. What the pairs mean must be text, too.
 */
export function detectUtf16(sample: Buffer): Utf16Guess | undefined {
  const start = sample.subarray(0, Math.min(lookedAtBytes, sample.length - (sample.length % 2)))
  const pairs = start.length / 2
  const zeros = [0, 0]
  const fours = [0, 0]
  for (const [at, byte] of start.entries()) {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
    if (byte === 4) fours[at % 2] = (fours[at % 2] ?? 0) + 1
  }
  const isHigh = (side: number) => {
    const other = 1 - side
    const high = (zeros[side] ?? 0) + (fours[side] ?? 0)
    const low = (zeros[other] ?? 0) + (fours[other] ?? 0)
    return high >= 2 && high > pairs * 0.2 && low <= high * 0.1
  }
  const encoding = isHigh(1) ? 'utf-16le' : isHigh(0) ? 'utf-16be' : undefined
  return encoding && isText(start, encoding) ? { encoding, confidence: 0.95 } : undefined
}

function isText(bytes: Buffer, encoding: string): boolean {
  const text = new TextDecoder(encoding).decode(bytes, { stream: true })
  const odd = text.match(/[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\p{Cf}\t\r\n\f]|\uFFFD/gu)?.length ?? 0
  return odd <= text.length * 0.02
}
