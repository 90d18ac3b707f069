import { bareLatinKey, latinKey } from './latin.ts'
import { neutralWords, otherWords } from './other-words.ts'
import { peopleWords } from './people-words.ts'
import { placeWords } from './place-words.ts'
import { salesWords } from './sales-words.ts'
import { stem } from './stem.ts'

/** What a word means, whatever the language: `email`, `birth`, `order`. A word may mean several things. */
export type Concept = string

/**
 * The words of both languages and what they mean. Notation of the tables: a concept, a colon, its words in English, behind a
 * bar those in Russian; `_` joins words that mean it together only (`full_name`).
 */
export interface Lexicon {
  /** As they are written and by stem. */
  words: ReadonlyMap<string, readonly Concept[]>
  /** Words in a row, parted by spaces, by the first of them; the longest first. */
  phrases: ReadonlyMap<string, readonly Phrase[]>
  /** Russian phrases by the key of their first word in Latin letters. */
  phrasesInLatin: ReadonlyMap<string, readonly Phrase[]>
  /** As they are written and by stem. */
  neutral: ReadonlySet<string>
  /** Neutral words of Russian by their key in Latin letters. */
  neutralInLatin: ReadonlySet<string>
  /** Russian words by their key in Latin letters (latin.ts). */
  inLatin: ReadonlyMap<string, readonly Concept[]>
  /** All words of five letters and more as they are written, for what is nearly one of them. */
  spellings: readonly Spelling[]
}

export interface Spelling {
  word: string
  /** Made of several words. */
  joined: boolean
  concepts: readonly Concept[]
}

export interface Phrase {
  stems: readonly string[]
  concepts: readonly Concept[]
}

let built: Lexicon | undefined

/** Built when it is first asked for; the same for everybody. */
export function lexicon(): Lexicon {
  built ??= build([peopleWords, placeWords, salesWords, otherWords])
  return built
}

function build(tables: readonly string[]): Lexicon {
  const words = new Map<string, Concept[]>()
  const phrases = new Map<string, { stems: string[]; concepts: Concept[] }[]>()
  const inLatin = new Map<string, Concept[]>()
  const spellings = new Map<string, Concept[]>()
  const inLatinPhrases = new Map<string, { stems: string[]; concepts: Concept[] }[]>()
  const single = new Set<string>()
  for (const { concept, word } of tables.flatMap(entriesOf)) {
    const parts = word.split('_').filter((part) => part !== '')
    const whole = parts.join('')
    if (parts.length > 1) addPhrase(phrases, parts.map(stem), concept)
    if (parts.length > 1 && /[а-я]/.test(whole))
      addPhrase(
        inLatinPhrases,
        parts.map((part) => bareLatinKey(part)),
        concept,
      )
    if (parts.length === 1) for (const form of new Set([whole, stem(whole)])) add(words, form, concept)
    if (parts.length === 1 || whole.length >= 7) add(spellings, whole, concept)
    if (parts.length === 1) single.add(whole)
    if (/[а-я]/.test(whole) && parts.length === 1) {
      add(inLatin, latinKey(whole), concept)
      add(inLatin, latinKey(stem(whole)), concept)
    }
  }
  for (const list of [...phrases.values(), ...inLatinPhrases.values()]) {
    list.sort((a, b) => b.stems.length - a.stems.length)
  }
  const neutral = neutralWords.split(/\s+/).filter((word) => word !== '')
  return {
    words,
    phrases,
    inLatin,
    phrasesInLatin: inLatinPhrases,
    neutral: new Set(neutral.flatMap((word) => [word, stem(word)])),
    neutralInLatin: new Set(neutral.filter((word) => /[а-я]{2}/.test(word)).map(latinKey)),
    spellings: [...spellings].map(([word, concepts]) => ({ word, joined: !single.has(word), concepts })),
  }
}

function entriesOf(table: string): { concept: Concept; word: string }[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .reduce<{ concept: Concept; word: string }[]>((entries, line) => {
      const [, named, rest] = /^(?:([a-z_]+):)?(.*)$/.exec(line) ?? []
      const concept = named ?? entries.at(-1)?.concept ?? ''
      const words = (rest ?? '').split(/[\s|]+/).filter((word) => word !== '')
      for (const word of words) entries.push({ concept, word })
      return entries
    }, [])
}

function add(map: Map<string, Concept[]>, key: string, concept: Concept): void {
  const known = map.get(key) ?? []
  if (!known.includes(concept)) known.push(concept)
  map.set(key, known)
}

function addPhrase(
  phrases: Map<string, { stems: string[]; concepts: Concept[] }[]>,
  stems: string[],
  concept: Concept,
): void {
  const first = stems[0] ?? ''
  const list = phrases.get(first) ?? []
  const same = list.find((phrase) => phrase.stems.join(' ') === stems.join(' '))
  if (same === undefined) list.push({ stems, concepts: [concept] })
  else if (!same.concepts.includes(concept)) same.concepts.push(concept)
  phrases.set(first, list)
}
