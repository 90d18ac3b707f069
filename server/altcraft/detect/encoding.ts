import { isAscii } from 'node:buffer'
import { wordsBeyondAscii } from './evidence.ts'
import { wordBits } from './plausibility.ts'
import { detectUtf16 } from './utf16.ts'

export interface EncodingAlternative {
  encoding: string
  /** 0 to 1: how likely it is beside the others. */
  score: number
}

export interface EncodingGuess {
  /** As the WHATWG names it. */
  encoding: string
  /** Nothing beyond ASCII was seen yet. */
  ascii: boolean
  /** 0 to 1; 1 for a mark and for valid UTF-8. Below 0.6 a person should look at it. */
  confidence: number
  /** Most likely first, at most five, without the chosen one. */
  alternatives: EncodingAlternative[]
}

/** What is tried, and the bits by which each is rarer than UTF-8 and windows-1251. Of encodings that read alike the first wins. */
const candidates: readonly { encoding: string; rarity: number }[] = [
  { encoding: 'utf-8', rarity: 0 },
  { encoding: 'windows-1251', rarity: 0 },
  { encoding: 'windows-1252', rarity: 1 },
  { encoding: 'ibm866', rarity: 3 },
  { encoding: 'koi8-r', rarity: 3 },
  { encoding: 'koi8-u', rarity: 4 },
  { encoding: 'iso-8859-5', rarity: 5 },
  { encoding: 'x-mac-cyrillic', rarity: 5 },
]
/** What a byte costs, and the text as a whole, if it is in none of them. */
const unknownBitsPerByte = 7.5
const unknownRarity = 8
/** No encoding that is tried makes sense of the bytes: they are no text. */
const nonsenseBitsPerByte = 13
/** Valid UTF-8 that reads as plainly as this is no chance. */
const chanceBitsPerByte = 5
/** Letters are not independent of each other, so that bits say less than their sum, and of few letters far less. */
const trustIn = (letters: number) => (0.7 * letters) / (letters + 12)
/** A character of UTF-8 that is not complete at the end of the sample. */
const cutOffBits = 6
const unpairedBits = 8
const certainUtf8: EncodingGuess = { encoding: 'utf-8', ascii: false, confidence: 1, alternatives: [] }
const doubtfulUtf8: EncodingGuess = { ...certainUtf8, confidence: 0.5 }
/** Fewer valid characters of UTF-8 than this may be chance. */
const surelyUtf8 = 8

/**
 * The encoding of a text that begins with `sample`: byte order mark, UTF-16 by its high bytes, strict UTF-8, then whichever
 * reads the words beyond ASCII as the least surprising ones: UTF-8 with some broken characters is among those. Looks at all of
 * the sample. Undefined when no encoding gives plausible text: the bytes are no text.
 */
export function detectEncoding(sample: Buffer): EncodingGuess | undefined {
  const marked = byteOrderMark(sample)
  if (marked !== undefined) return { encoding: marked, ascii: false, confidence: 1, alternatives: [] }
  const wide = detectUtf16(sample)
  if (wide) return { ...wide, ascii: false, alternatives: [] }
  if (isBinary(sample.subarray(0, 8192))) return undefined
  if (isAscii(sample)) return { encoding: 'utf-8', ascii: true, confidence: 1, alternatives: [] }
  const words = wordsBeyondAscii(sample)
  const isValidUtf8 = isUtf8Start(sample)
  if (isValidUtf8 && countCharacters(words) >= surelyUtf8) return certainUtf8
  return compareReadings(words, isValidUtf8)
}

interface Reading {
  encoding: string
  text: string
  bits: number
}

function compareReadings(words: Buffer, isValidUtf8: boolean): EncodingGuess | undefined {
  const readings = candidates.map(({ encoding, rarity }) => readWords(words, encoding, rarity))
  const ranked = readings.toSorted((a, b) => a.bits - b.bits)
  const best = ranked[0]
  const bytes = words.reduce((count, byte) => count + (byte < 0x80 ? 0 : 1), 0)
  // A letter inside of Latin ones is no word in any language; valid UTF-8 it is all the same.
  if (!best || best.bits > nonsenseBitsPerByte * bytes + unknownRarity) return isValidUtf8 ? doubtfulUtf8 : undefined
  if (isValidUtf8 && best.encoding === 'utf-8' && best.bits < chanceBitsPerByte * bytes) return certainUtf8
  const trust = trustIn(words.length)
  const likelihood = (bits: number) => 2 ** (trust * (best.bits - bits))
  const unlike = new Map(ranked.toReversed().map(({ text, bits }) => [text, bits]))
  const unknown = likelihood(unknownBitsPerByte * bytes + unknownRarity)
  const all = [...unlike.values()].reduce((sum, bits) => sum + likelihood(bits), unknown)
  const others = ranked.slice(1).map((one) => ({ ...one, score: toShare(likelihood(one.bits) / all) }))
  const readable = others.filter(({ text }) => !/[\u0080-\u009F\uFFFD]/.test(text))
  const alternatives = (readable.length > 0 ? readable : others).slice(0, 5)
  return {
    encoding: best.encoding,
    ascii: false,
    confidence: toShare(1 / all),
    alternatives: alternatives.map(({ encoding, score }) => ({ encoding, score })),
  }
}

function readWords(words: Buffer, encoding: string, rarity: number): Reading {
  const decoder = new TextDecoder(encoding)
  const text = decoder.decode(words, { stream: true })
  const bits = text.split('\n').reduce((sum, word) => sum + wordBits(word), rarity)
  const isCutOff = decoder.decode() !== ''
  return { encoding, text, bits: bits + (isCutOff ? cutOffBits : 0) + (isUnpaired(text) ? unpairedBits : 0) }
}

/** Quotes that are only opened, or only closed, in all of the text. */
function isUnpaired(text: string): boolean {
  return text.includes('«') !== text.includes('»')
}

function toShare(likelihood: number): number {
  return Math.round(likelihood * 100) / 100
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

function countCharacters(words: Buffer): number {
  return words.reduce((count, byte) => count + (byte >= 0xc0 ? 1 : 0), 0)
}

function byteOrderMark(sample: Buffer): string | undefined {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return 'utf-8'
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  return sample[0] === 0xfe && sample[1] === 0xff ? 'utf-16be' : undefined
}
