import { isAscii } from 'node:buffer'
import type { TextEncodingState } from '../read/decode.ts'
import { FileRejected, type ReadNote } from '../types.ts'
import { findDoubleEncoding } from './double-encoding.ts'
import { detectEncoding, type EncodingGuess } from './encoding.ts'

/** Bytes behind the first one beyond ASCII that are waited for before the encoding is judged by them. */
const evidenceBytes = 64 * 1024
const sureConfidence = 0.6

/** The state of a text that begins with `sample` and whose encoding was guessed by it. */
export function toEncodingState(guess: EncodingGuess, sample: Buffer): TextEncodingState {
  const { encoding, ascii, confidence } = guess
  return { encoding, ascii, damaged: false, confidence, notes: encodingNotes(guess, sample) }
}

/**
 * Settles the encoding of a text whose beginning is ASCII. What is returned takes the bytes of the text one piece after the
 * other, of any size, and gives back those that can be decoded in `state.encoding` now. From the first byte beyond ASCII on it
 * holds them back until there are enough to judge by, or `last` says that no more follow; then `state` is up to date. Throws
 * `FileRejected` (`file.unknown_encoding`) when they are no text.
 */
export function makeEncodingGate(state: TextEncodingState): (bytes: Buffer, last: boolean) => Buffer {
  let held: Buffer[] = []
  let heldBytes = 0
  return (bytes, last) => {
    if (!state.ascii || (heldBytes === 0 && isAscii(bytes))) return bytes
    held.push(bytes)
    heldBytes += bytes.length
    if (heldBytes < evidenceBytes && !last) return Buffer.alloc(0)
    const whole = Buffer.concat(held)
    held = []
    settle(state, whole)
    return whole
  }
}

function settle(state: TextEncodingState, bytes: Buffer): void {
  const guess = detectEncoding(bytes)
  if (!guess) throw new FileRejected('file.unknown_encoding')
  state.ascii = false
  state.encoding = guess.encoding
  state.confidence = guess.confidence
  state.notes.push(...encodingNotes(guess, bytes))
}

function encodingNotes(guess: EncodingGuess, bytes: Buffer): ReadNote[] {
  const { encoding, confidence } = guess
  const alternatives = guess.alternatives.map((one) => one.encoding)
  if (confidence < sureConfidence) return [{ code: 'read.unsure_encoding', detail: { encoding, alternatives } }]
  const doubled =
    !guess.ascii && encoding.startsWith('utf') ? findDoubleEncoding(new TextDecoder(encoding).decode(bytes)) : undefined
  return doubled ? [{ code: 'read.double_encoded', detail: { encoding: doubled.encoding, words: doubled.words } }] : []
}
