/** The encodings as which UTF-8 is usually misread. */
const misread = ['windows-1251', 'windows-1252'] as const

export interface DoubleEncoding {
  /** What the UTF-8 was taken for when it was saved again. */
  encoding: (typeof misread)[number]
  /** Different words that show it. */
  words: number
}

const fewestCharacters = 4
const share = 0.8

/**
 * Whether a text was UTF-8, was read as a single-byte encoding by mistake and saved again: `РђРЅРЅР°` for `Анна`, `MÃ¼ller`
 * for `Müller`. Certain only: at least four fifths of the different words beyond ASCII are UTF-8 when they are turned back into
 * bytes, and these hold four characters or more.
 */
export function findDoubleEncoding(text: string): DoubleEncoding | undefined {
  const words = [...new Set(text.match(/[\u0080-\uFFFF][A-Za-z\u0080-\uFFFF]*/g))].slice(0, 1000)
  for (const encoding of misread) {
    const bytesOf = makeEncoder(encoding)
    const shown = words.map((word) => undone(word, bytesOf)).filter((count) => count > 0)
    const characters = shown.reduce((sum, count) => sum + count, 0)
    if (characters >= fewestCharacters && shown.length >= words.length * share) return { encoding, words: shown.length }
  }
  return undefined
}

/** How many characters of UTF-8 the bytes of the word hold; 0 when they are none. */
function undone(word: string, bytesOf: (character: string) => number): number {
  const bytes = [...word].map(bytesOf)
  if (bytes.some((byte) => byte < 0)) return 0
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
    return [...text].filter((character) => character > '\x7F').length
  } catch {
    return 0
  }
}

/** The byte that stands for a character in a single-byte encoding, -1 where there is none. */
function makeEncoder(encoding: string): (character: string) => number {
  const characters = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  return (character) => characters.indexOf(character)
}
