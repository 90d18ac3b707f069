import { isModelledLetter, pairBits } from './letter-pairs.ts'

/** Western European letters beyond ASCII by their share among those in names and words of eleven languages (@faker-js/faker). */
const frequentWestern = new Set('éüäöøàæáíèåóãçêâßëúïôñîõ')
const westernLetter = /[À-ÖØ-öø-ÿŒœŠšŽž]/
/** Marks by where they stand: before a word, behind it, at either side of it, between words. */
const opening = /[«„‘]/
const closing = /[»”’…]/
const either = /[“™®©]/
const between = /[–—\u00A0]/
const symbol = /[№€§°·•†±²³¹½¼¾¡¿ºª£¥\u00AD]/
const unreadable = /[\u0080-\u009F\uFFFD]/

type Class = 'latin' | 'cyrillic' | 'western' | 'other'

/**
 * How surprising a word is, in bits: the lower, the more it is like what people write in Russian, Ukrainian or a Western
 * European language. `word` is a run of ASCII letters and characters beyond ASCII; ASCII letters cost nothing in themselves, so
 * that readings of the same bytes are comparable. Dear are: letters in a rare order, scripts mixed within the word, a capital
 * behind a small letter, symbols between letters, drawings and control characters.
 */
export function wordBits(word: string): number {
  const characters = [...word]
  let bits = oddWordBits(word)
  let previous = ' '
  let before: Class = 'other'
  for (const [index, character] of characters.entries()) {
    const here = classOf(character)
    if (before === 'cyrillic' && here !== 'cyrillic') bits += pairBits(previous.toLowerCase(), ' ')
    if (isMixed(before, here)) bits += 10
    if (character > '\x7F') bits += bitsOf(character, here, previous, before, characters[index + 1] ?? ' ')
    previous = character
    before = here
  }
  return before === 'cyrillic' ? bits + pairBits(previous.toLowerCase(), ' ') : bits
}

/** Words in capitals are rarer than others, and a small letter three times in a row is none. */
function oddWordBits(word: string): number {
  const isShouted = /[А-ЯЁІЇЄҐ]{2}/.test(word) && !/[а-яёіїєґ]/.test(word)
  return (isShouted ? 3 : 0) + (/([а-яёіїєґ])\1\1/.test(word) ? 8 : 0)
}

function classOf(character: string): Class {
  if (/[A-Za-z]/.test(character)) return 'latin'
  if (isModelledLetter(character.toLowerCase())) return 'cyrillic'
  return westernLetter.test(character) ? 'western' : 'other'
}

function isMixed(before: Class, here: Class): boolean {
  if (before === 'other' || here === 'other' || before === here) return false
  return before === 'cyrillic' || here === 'cyrillic'
}

function bitsOf(character: string, here: Class, previous: string, before: Class, next: string): number {
  const risen = isCapital(character) && isSmall(previous) ? 8 : 0
  if (here === 'cyrillic') {
    return risen + pairBits(before === 'cyrillic' ? previous.toLowerCase() : ' ', character.toLowerCase())
  }
  if (here === 'western') return risen + westernBits(character, before, next)
  return markBits(character, before !== 'other', classOf(next) !== 'other') + (previous > '\x7F' ? 4 : 0)
}

/** A mark at its place among words costs 6 to 9 bits, elsewhere twice that. */
function markBits(mark: string, isBehind: boolean, isBefore: boolean): number {
  if (mark === '’') return isBehind ? 6 : 12
  if (opening.test(mark)) return isBehind ? 14 : 6
  if (closing.test(mark)) return isBefore ? 14 : 6
  if (either.test(mark)) return isBehind && isBefore ? 16 : 8
  if (between.test(mark)) return isBehind === isBefore ? 6 : 10
  if (symbol.test(mark)) return isBehind || isBefore ? 14 : 7
  if (unreadable.test(mark)) return 24
  return /\p{Extended_Pictographic}/u.test(mark) ? 14 : 18
}

/** Accented letters stand alone among plain ones: two in a row are rare, and so is a word of nothing else. */
function westernBits(character: string, before: Class, next: string): number {
  const own = frequentWestern.has(character.toLowerCase()) ? 4.5 : 8
  const alone = before === 'other' && classOf(next) === 'other' ? 3 : 0
  return own + (isCapital(character) ? 1.5 : 0) + (before === 'western' ? 6 : 0) + alone
}

function isCapital(character: string): boolean {
  return character !== character.toLowerCase()
}

function isSmall(character: string): boolean {
  return character !== character.toUpperCase()
}
