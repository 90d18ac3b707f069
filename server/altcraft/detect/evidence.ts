const longestWord = 1024
/** More bytes of different words than this make nothing surer. */
const enoughBytes = 32 * 1024

/**
 * The different words of `sample` that hold bytes beyond ASCII (each with the ASCII letters around it), one per line; of very
 * many, some from everywhere. Only they tell the encodings that extend ASCII from each other. A word counts once however often
 * it occurs, as repeating says nothing new. Only a word that the sample cuts off has no line end behind it.
 */
export function wordsBeyondAscii(sample: Buffer): Buffer {
  const words = new Set<string>()
  let lineEnd = '\n'
  let bytes = 0
  let end = 0
  for (let at = nextBeyondAscii(sample, 0); at < sample.length; at = nextBeyondAscii(sample, end)) {
    const start = wordStart(sample, at, Math.max(end, at - longestWord))
    end = wordEnd(sample, at)
    const word = sample.toString('latin1', start, end)
    if (!words.has(word)) bytes += word.length
    words.add(word)
    if (end === sample.length) lineEnd = ''
  }
  const every = Math.ceil(bytes / enoughBytes)
  const chosen = [...words].filter((_, index) => index % every === 0)
  return Buffer.from(chosen.join('\n') + lineEnd, 'latin1')
}

function wordStart(sample: Buffer, from: number, earliest: number): number {
  let at = from
  while (at > earliest && isLetter(sample[at - 1] ?? 0)) at -= 1
  return at
}

function nextBeyondAscii(sample: Buffer, from: number): number {
  let at = from
  while (at < sample.length && (sample[at] ?? 0) < 0x80) at += 1
  return at
}

/** A word that does not end is cut, but not within a character of UTF-8 where that can be avoided. */
function wordEnd(sample: Buffer, from: number): number {
  let at = from
  while (at < sample.length && isWordByte(sample[at] ?? 0)) {
    const length = at - from
    if (length >= longestWord && ((sample[at] ?? 0) & 0xc0) !== 0x80) break
    if (length >= longestWord + 3) break
    at += 1
  }
  return at
}

function isWordByte(byte: number): boolean {
  return byte >= 0x80 || isLetter(byte)
}

function isLetter(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
}
