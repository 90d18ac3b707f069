import { russianInLatin, toLatin } from '../transliterate.ts'

/** Names of Ukrainians and Belarusians, too. */
const cyrillic = { ...russianInLatin, і: 'i', ї: 'i', є: 'e', ґ: 'g', ў: 'u' }
/** Spellings of one sound in the ways in which Russian names are written in Latin letters. */
const sounds: [RegExp, string][] = [
  [/shch|sch/g, 'sh'],
  [/kh/g, 'h'],
  [/x/g, 'ks'],
  [/ck|q/g, 'k'],
  [/ph/g, 'f'],
  [/w/g, 'v'],
  [/[ij]y$|[iy]i$|iy$/g, 'y'],
  [/iy(?=[aeou])/g, 'y'],
  [/[yji](?=[aeou])/g, ''],
  [/[ij]/g, 'y'],
  [/'|’|`/g, ''],
]

/**
 * A name to compare by: `Иванов Иван`, `Ivan Ivanov` and `IVANOV, Ivan` have the same key. Case, order, script, accents and
 * punctuation do not count. Empty where there are fewer than two words of letters: a first name alone names nobody.
 */
export function nameKey(text: string): string {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}'’`-]+/u)
    .map(toSounds)
    .filter((word) => word !== '')
  return words.length < 2 ? '' : words.sort().join(' ')
}

function toSounds(word: string): string {
  const bare = toLatin(word, cyrillic).normalize('NFD').replace(/\p{M}/gu, '')
  return sounds.reduce((text, [pattern, by]) => text.replace(pattern, by), bare)
}

/**
 * Names of which all words but one are the same, and that one is a letter off: one more, one less or another. Words under four
 * letters are too short to tell a slip of the pen from another name.
 */
export function isNearName(a: string, b: string): boolean {
  const [own, other] = [a.split(' '), b.split(' ')]
  const [word, ...more] = own.filter((one) => !other.includes(one))
  const [match, ...others] = other.filter((one) => !own.includes(one))
  if (word === undefined || match === undefined || more.length + others.length > 0) return false
  return Math.min(word.length, match.length) >= 4 && isLetterOff(word, match)
}

function isLetterOff(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length)
  const shortest = Math.min(a.length, b.length)
  let from = 0
  while (from < shortest && a[from] === b[from]) from += 1
  let end = 0
  while (end < shortest - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  return longest - from - end <= 1
}
