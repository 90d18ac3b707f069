export interface EncodingPreview {
  encoding: string
  /** Lines that are not blank, without line ends, at most 200 characters each: those that tell encodings apart before others. */
  lines: string[]
}

const longestLine = 200

/**
 * How the beginning of a file reads in each of `encodings`, so that a person can tell which is right: `lines` lines of
 * `sample`. Encodings that nobody knows are left out.
 */
export function encodingPreviews(sample: Buffer, encodings: readonly string[], lines: number): EncodingPreview[] {
  return encodings.flatMap((encoding) => {
    const text = readStart(sample, encoding)
    return text === undefined ? [] : { encoding, lines: tellingLines(text, lines) }
  })
}

function readStart(sample: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding).decode(sample, { stream: true })
  } catch {
    return undefined
  }
}

/** The first line, then those that tell encodings apart, then others; in the order of the file. */
function tellingLines(text: string, wanted: number): string[] {
  const filled = [...text.matchAll(/[^\r\n]+/g)].map(([line]) => line).filter((line) => line.trim() !== '')
  const telling = filled.flatMap((line, at) => (at > 0 && /[^\0-\x7F]/.test(line) ? [at] : []))
  const others = filled.map((_, at) => at)
  const chosen = new Set([...new Set([0, ...telling, ...others])].slice(0, wanted))
  return filled
    .filter((_, at) => chosen.has(at))
    .map((line) => [...line.slice(0, 2 * longestLine)].slice(0, longestLine).join(''))
}
