import { isSurnameLike, particles, patronymic, patronymicMarks, suffixes, titles } from './name-words.ts'

/** What a full name consists of; a second given name (`John Fitzgerald Kennedy`) stands where the patronymic does. */
export interface NameParts {
  first?: string
  patronymic?: string
  last?: string
}

const initial = /^(?:\p{Lu}\.|\p{Lu})$/u
const longest = 300

/**
 * The parts of a name in the orders that people write: `Фамилия Имя Отчество`, `Имя Отчество Фамилия`, `Имя Фамилия`,
 * `Фамилия Имя`, `Иванов И. И.`, `Name Surname`, `First Middle Last`, `Doe, John`. A lone word is a first name. Undefined
 * for what is no name: without letters, an address, over 300 characters.
 */
export function readNameParts(text: string): NameParts | undefined {
  if (text.length > longest || /[@\d/]/.test(text) || !/\p{L}/u.test(text)) return undefined
  const [beforeComma = [], ...afterComma] = text.split(',').map(toWords)
  const behind = afterComma.flat()
  if (behind.length === 0) return fromWords(beforeComma)
  if (beforeComma.length === 0) return fromWords(behind)
  const { first, patronymic: second } = splitGiven(behind)
  return toParts(first, second, beforeComma)
}

/** Words without forms of address; a surname with its particles, a father's name with its mark are one word. */
function toWords(text: string): string[] {
  const plain = text.replace(/(?<=\p{Lu}\.)(?=\p{L})/gu, ' ').replace(/[()"«»“”]/g, ' ')
  const words = plain.split(/\s+/).filter((word) => /\p{L}/u.test(word))
  const named = words.filter((word) => !titles.has(bare(word)) && !suffixes.has(bare(word)))
  return joinMarks(joinParticles(named))
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll('.', '')
}

function joinParticles(words: readonly string[]): string[] {
  const joined: string[] = []
  let held = ''
  for (const [at, word] of words.entries()) {
    const isParticle = particles.has(word) && at < words.length - 1
    if (isParticle) held += `${word} `
    else {
      joined.push(held + word)
      held = ''
    }
  }
  return joined
}

function joinMarks(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    const before = patronymicMarks.has(bare(word)) && joined.length > 1 ? joined.pop() : undefined
    joined.push(before === undefined ? word : `${before} ${word}`)
  }
  return joined
}

function fromWords(words: readonly string[]): NameParts | undefined {
  if (words.length === 0) return undefined
  const isInitial = words.map((word) => initial.test(word))
  if (words.length > 1 && isInitial.includes(true)) return fromInitials(words, isInitial)
  const at = patronymicAt(words)
  return at === undefined ? withoutPatronymic(words) : aroundPatronymic(words, at)
}

/** `Иванов И. И.`, `И. И. Иванов`, `John F. Kennedy`, `Kennedy John F.`, `J. Robert Oppenheimer` */
function fromInitials(words: readonly string[], isInitial: readonly boolean[]): NameParts {
  const initials = words.filter((_, at) => isInitial[at])
  const whole = words.filter((_, at) => !isInitial[at])
  if (whole.length === 0) return toParts(words[0], undefined, words.slice(1))
  if (whole.length === 1 || initials.length > 1) return toParts(initials[0], initials[1], whole)
  if (isInitial[0]) return toParts(initials[0], whole.slice(0, -1).join(' '), whole.slice(-1))
  if (isInitial.at(-1)) return toParts(whole.at(-1), initials[0], whole.slice(0, -1))
  return toParts(whole[0], initials[0], whole.slice(1))
}

/** Surnames may look like patronymics (`Роман Аркадьевич Абрамович`): the place behind the first name decides. */
function patronymicAt(words: readonly string[]): number | undefined {
  const found = words.flatMap((word, at) => (at > 0 && isPatronymic(word) ? [at] : []))
  return found.includes(1) ? 1 : found.at(-1)
}

function isPatronymic(word: string): boolean {
  return patronymic.test(word) || patronymicMarks.has(bare(word.slice(word.lastIndexOf(' ') + 1)))
}

function aroundPatronymic(words: readonly string[], at: number): NameParts {
  const isLast = at === words.length - 1
  if (isLast && at >= 2) return toParts(words[at - 1], words[at], words.slice(0, at - 1))
  return toParts(words.slice(0, at).join(' '), words[at], words.slice(at + 1))
}

function withoutPatronymic(words: readonly string[]): NameParts {
  const [first = '', second = ''] = words
  if (words.length === 1) return { first }
  const surnameFirst = isSurnameLike(first) && !isSurnameLike(words.at(-1) ?? '')
  if (surnameFirst) return toParts(second, words.slice(2).join(' '), [first])
  return toParts(first, words.slice(1, -1).join(' '), words.slice(-1))
}

function splitGiven(words: readonly string[]): NameParts {
  const [first = '', ...others] = words
  return toParts(first, others.join(' '), [])
}

function toParts(first: string | undefined, second: string | undefined, last: readonly string[]): NameParts {
  return {
    ...(first ? { first } : {}),
    ...(second ? { patronymic: second } : {}),
    ...(last.length === 0 ? {} : { last: last.join(' ') }),
  }
}
