export interface EncodingPreview {
  encoding: string
  /** The first lines that are not blank, without line ends, at most 200 characters each. */
  lines: string[]
}

const longestLine = 200

/**
 * How the beginning of a file reads in each of `encodings`, so that a person can tell which is right: the first `lines` filled
 * lines of `sample`. Encodings that nobody knows are left out.
 */
export function encodingPreviews(sample: Buffer, encodings: readonly string[], lines: number): EncodingPreview[] {
  return encodings.flatMap((encoding) => {
    const text = readStart(sample, encoding)
    return text === undefined ? [] : { encoding, lines: firstLines(text, lines) }
  })
}

function readStart(sample: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding).decode(sample, { stream: true })
  } catch {
    return undefined
  }
}

function firstLines(text: string, wanted: number): string[] {
  const lines: string[] = []
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    if (lines.length === wanted) break
    if (line.trim() !== '') lines.push([...line.slice(0, 2 * longestLine)].slice(0, longestLine).join(''))
  }
  return lines
}
