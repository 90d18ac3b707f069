import { distance } from 'fastest-levenshtein'
import { bareLatinKey, latinKey } from './latin.ts'
import { type Concept, type Lexicon, lexicon, type Phrase } from './lexicon.ts'
import { contractions, splitName } from './split-name.ts'
import { stem } from './stem.ts'

/** How a word was understood; `neutral` says nothing, `unknown` is not understood. */
export type WordReading =
  | 'word'
  | 'phrase'
  | 'latin'
  | 'glued'
  | 'abbreviation'
  | 'misspelt'
  | 'neutral'
  | 'digits'
  | 'unknown'

export interface NameWord {
  text: string
  /** What it means; several where that is open. Empty for neutral and unknown words. */
  concepts: readonly Concept[]
  reading: WordReading
}

/** The words of a column's name with what they mean. Pure; the cost grows with the number of words only. */
export function readName(name: string): NameWord[] {
  const known = lexicon()
  const contracted = new Map(contractions(name).map((text) => [text, contractedConcepts(text, known)]))
  const words = splitName(name, (text) => contracted.get(text) !== undefined)
  const read: NameWord[] = []
  for (let at = 0; at < words.length; ) {
    const phrase = phraseAt(words, at, known)
    const next = phrase === undefined ? undefined : phraseAt(words, at + 1, known)
    if (phrase !== undefined && (next === undefined || next.length <= phrase.length)) {
      read.push({ text: words.slice(at, at + phrase.length).join(' '), concepts: phrase.concepts, reading: 'phrase' })
      at += phrase.length
      continue
    }
    const word = words[at] ?? ''
    const short = contracted.get(word)
    read.push(
      ...(short === undefined
        ? readWord(word, known)
        : [{ text: word, concepts: short, reading: 'abbreviation' as const }]),
    )
    at += 1
  }
  return read
}

function phraseAt(words: readonly string[], at: number, known: Lexicon) {
  const first = words[at] ?? ''
  const isLatin = /^[a-z]+$/.test(first)
  return (
    matchPhrase(known.phrases.get(stem(first)), words, at, stem) ??
    (isLatin ? matchPhrase(known.phrasesInLatin.get(bareLatinKey(first)), words, at, bareLatinKey) : undefined)
  )
}

function matchPhrase(
  phrases: readonly Phrase[] | undefined,
  words: readonly string[],
  at: number,
  toKey: (word: string) => string,
) {
  const found = phrases?.find(({ stems }) => stems.every((part, offset) => toKey(words[at + offset] ?? '') === part))
  return found && { length: found.stems.length, concepts: found.concepts }
}

/** `кол-во`, `дог-ра`, `ск-ка`: the beginning and the end of a word. */
function contractedConcepts(text: string, known: Lexicon): readonly Concept[] | undefined {
  const [start = '', end = ''] = text.split('-')
  const meant = known.spellings.filter(
    ({ word, joined }) => !joined && word.length > text.length && word.startsWith(start) && word.endsWith(end),
  )
  return shared(meant.map(({ concepts }) => concepts))
}

function readWord(text: string, known: Lexicon): NameWord[] {
  if (/^\p{N}+$/u.test(text)) return [{ text, concepts: [], reading: 'digits' }]
  const exact = known.words.get(text) ?? (known.neutral.has(text) ? undefined : known.words.get(stem(text)))
  if (exact !== undefined) return [{ text, concepts: exact, reading: 'word' }]
  if (text.length === 1 || known.neutral.has(text) || known.neutral.has(stem(text)) || known.neutralInLatin.has(text))
    return [{ text, concepts: [], reading: 'neutral' }]
  return readOddWord(text, known)
}

function readOddWord(text: string, known: Lexicon): NameWord[] {
  const latin = fromLatin(text, known)
  if (latin !== undefined) return [{ text, concepts: latin, reading: 'latin' }]
  const begun = text.length >= 5 ? expand(text, known) : undefined
  if (begun !== undefined) return [{ text, concepts: begun, reading: 'abbreviation' }]
  const slip = correct(text, known, 1)
  if (slip !== undefined) return [{ text, concepts: slip, reading: 'misspelt' }]
  const parts = unglue(text, known)
  if (parts !== undefined) return parts
  const abbreviated = expand(text, known)
  if (abbreviated !== undefined) return [{ text, concepts: abbreviated, reading: 'abbreviation' }]
  const meant = text.length < 10 ? undefined : correct(text, known, 2)
  if (meant !== undefined) return [{ text, concepts: meant, reading: 'misspelt' }]
  return [{ text, concepts: [], reading: 'unknown' }]
}

const shortParts = new Set(['id', 'no', 'of', 'ip', 'by', 'opt', 'in'])

/** `uchen` of `uchenik`: the beginning of Russian words that all mean one thing. */
function begunInLatin(text: string, known: Lexicon): readonly Concept[] | undefined {
  const key = latinKey(text)
  if (key.length < 4 || begunInEnglish(text, known)) return undefined
  return shared([...known.inLatin].filter(([word]) => word.startsWith(key)).map(([, concepts]) => concepts))
}

function begunInEnglish(text: string, known: Lexicon): boolean {
  return known.spellings.some(({ word }) => word.startsWith(text))
}

/** `familiya`, and `telefona` by its stem: Latin letters have the endings of Russian words too. */
function fromLatin(text: string, known: Lexicon): readonly Concept[] | undefined {
  if (text.length < 3 || !/^[a-z]+$/.test(text)) return undefined
  return known.inLatin.get(latinKey(text)) ?? known.inLatin.get(bareLatinKey(text)) ?? begunInLatin(text, known)
}

/** `dateofbirth`, `датарождения`: known words written as one, as few as possible, all letters used. */
function unglue(text: string, known: Lexicon): NameWord[] | undefined {
  if (text.length < 6 || text.length > 40) return undefined
  const best: (NameWord[] | undefined)[] = [[]]
  for (let end = 1; end <= text.length; end += 1) {
    for (let start = Math.max(0, end - 16); start < end; start += 1) {
      const before = best[start]
      const part = text.slice(start, end)
      if (before === undefined || (part.length < 3 && !shortParts.has(part))) continue
      const concepts = known.words.get(part) ?? known.words.get(stem(part)) ?? known.inLatin.get(latinKey(part))
      if (concepts === undefined && !(part.length > 3 || shortParts.has(part) ? known.neutral.has(part) : false))
        continue
      const word: NameWord = {
        text: part,
        concepts: concepts ?? [],
        reading: concepts === undefined ? 'neutral' : 'glued',
      }
      const now = best[end]
      if (now === undefined || before.length + 1 < now.length) best[end] = [...before, word]
    }
  }
  const found = best[text.length]
  return found !== undefined && found.length > 1 ? found : undefined
}

/** `рожд`, `cust`: the beginning of words that all mean one thing; `nmbr`: a word without its vowels. */
function expand(text: string, known: Lexicon): readonly Concept[] | undefined {
  if (text.length < 3) return undefined
  const begun = known.spellings.filter(
    ({ word, joined }) => !joined && word.length > text.length && word.startsWith(text),
  )
  const common = shared(begun.map(({ concepts }) => concepts))
  if (common !== undefined) return common
  if (begun.length > 0 || /[aeiouаеиоуыэюя]/.test(text)) return undefined
  const bare = known.spellings.filter(
    ({ word }) => word.length <= 10 && word[0] === text[0] && withoutVowels(word) === text,
  )
  return shared(bare.map(({ concepts }) => concepts))
}

function shared(lists: readonly (readonly Concept[])[]): readonly Concept[] | undefined {
  const [first, ...others] = lists
  const common = first?.filter((concept) => others.every((list) => list.includes(concept))) ?? []
  return common.length === 0 ? undefined : common
}

function withoutVowels(word: string): string {
  return word.slice(0, 1) + word.slice(1).replace(/[aeiouаеиоуыэюя]/g, '')
}

/** Letters wrong, missing, too many, or two of them swapped, `allowed` of them at most; nothing where two words are as near. */
function correct(text: string, known: Lexicon, allowed: 1 | 2): readonly Concept[] | undefined {
  if (text.length < 4) return undefined
  let nearest = allowed + 1
  let found: (readonly Concept[])[] = []
  for (const { word, concepts } of known.spellings) {
    if (Math.abs(word.length - text.length) > allowed) continue
    const swapped = isSwapped(text, word)
    if (word.length < 5 && !swapped) continue
    const away = swapped ? 1 : distance(text, word)
    if (away > nearest || away > allowed) continue
    if (away < nearest) found = []
    nearest = away
    found.push(concepts)
  }
  return shared(found)
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  const at = [...a].findIndex((letter, place) => letter !== b[place])
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}
