import type { Concept } from './lexicon/lexicon.ts'
import type { NameWord, WordReading } from './lexicon/read-name.ts'
import type { Meaning, TargetRule } from './targets/target-rule.ts'

/** How well a column's name says a target. */
export interface NameScore {
  /** 0 to 1; 0: it does not. */
  score: number
  /** The words that say it, as they are written. */
  words: readonly string[]
  /** The weakest of how they were understood. */
  reading: WordReading
  /** Words that say something else. */
  left: readonly string[]
}

const nothing: NameScore = { score: 0, words: [], reading: 'unknown', left: [] }

const trust: Record<WordReading, number> = {
  word: 1,
  phrase: 1,
  latin: 0.97,
  glued: 0.97,
  abbreviation: 0.9,
  misspelt: 0.9,
  neutral: 1,
  digits: 1,
  unknown: 0,
}
/** What a word that says something else leaves of the score: a known one tells that it is another thing. */
const otherThing = 0.3
const unknownThing = 0.55
/** Words that take nothing away from any meaning. */
const free = new Set(['flag'])
/** Words that mean little without the one beside them: an unknown word makes `Mortgage status` another thing than a status. */
const vague = new Set([
  'status',
  'date',
  'time',
  'number',
  'code',
  'named',
  'amount',
  'total',
  'group',
  'tier',
  'balance',
  'type',
])
/** An unknown word before `phone` or `email` in English is mostly somebody: `trainer phone`. */
const contacts = new Set(['phone', 'email'])
/** In sentences most words are manners. */
const inSentence = { known: 0.7, unknown: 0.85 }
/** A Russian noun behind another says whose it is (`Телефон отеля`); before it stands what only describes it. */
const unknownOwner = 0.4
const unknownTrait = 0.7

/** The best of the target's meanings; one word that the rule excludes leaves nothing. Pure. */
export function scoreName(
  words: readonly NameWord[],
  rule: TargetRule,
  atHome: ReadonlySet<Concept>,
  isSentence = false,
): NameScore {
  let best = nothing
  if (words.some(({ concepts }) => concepts.some((one) => rule.excludes.has(one)))) return nothing
  for (const meaning of rule.meanings) {
    const found = scoreMeaning(words, meaning, rule, atHome, isSentence)
    if (found.score > best.score) best = found
  }
  return best
}

function scoreMeaning(
  words: readonly NameWord[],
  { concepts, weight }: Meaning,
  rule: TargetRule,
  atHome: ReadonlySet<Concept>,
  isSentence: boolean,
): NameScore {
  const used = assign(concepts, words)
  if (used === undefined) return nothing
  const said = words.filter((word) => used.has(word))
  const wanted = new Set(concepts)
  const rest = words.filter((word) => !used.has(word) && word.reading !== 'neutral' && word.reading !== 'digits')
  const left = rest.filter(
    ({ concepts: means }) =>
      !means.some((one) => free.has(one) || wanted.has(one) || rule.allows.has(one) || atHome.has(one)),
  )
  const readings = said.map(({ reading }) => reading).sort((a, b) => trust[a] - trust[b])
  const quality = readings.reduce((product, reading) => product * trust[reading], 1)
  const known = left.filter((word) => word.concepts.length > 0).length
  const end = Math.max(...said.map((word) => words.indexOf(word)))
  const unknown = left.filter((word) => word.concepts.length === 0).slice(0, 2)
  const isMild = rule.mild || isSentence
  const isVague = concepts.every((concept) => vague.has(concept))
  const isContact = concepts.some((concept) => contacts.has(concept))
  const unknownCost = (word: NameWord) =>
    isVague ? unknownOwner : isMild ? inSentence.unknown : costOf(word, words.indexOf(word) > end, isContact)
  const cost = unknown.reduce(
    (product, word) => product * unknownCost(word),
    (isMild && !left.some(({ concepts: means }) => means.includes('other_person')) ? inSentence.known : otherThing) **
      Math.min(known, 3),
  )
  return {
    score: weight * quality * cost,
    words: said.map(({ text }) => text),
    reading: readings[0] ?? 'word',
    left: left.map(({ text }) => text),
  }
}

/** A word for each concept, no word twice; undefined where one is missing. */
function assign(concepts: readonly Concept[], words: readonly NameWord[]): Set<NameWord> | undefined {
  const used = new Set<NameWord>()
  // Words that can say little else are taken first.
  const ordered = [...words].sort((a, b) => a.concepts.length - b.concepts.length)
  for (const concept of concepts) {
    const word = ordered.find((one) => !used.has(one) && one.concepts.includes(concept))
    if (word === undefined) return undefined
    used.add(word)
  }
  return used
}

/** Russian adjectives describe, wherever they stand. */
const adjective = /(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)$/

function costOf({ text }: NameWord, isBehind: boolean, isContact: boolean): number {
  if (!/[а-я]/.test(text)) return isContact ? unknownOwner : unknownThing
  return isBehind && !adjective.test(text) ? unknownOwner : unknownTrait
}
