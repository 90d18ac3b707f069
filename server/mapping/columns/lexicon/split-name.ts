const longest = 300
/** A few letters of the beginning and of the end of a Russian word. */
const contraction = /(?<!\p{L})[а-яё]{1,5}-[а-яё]{1,3}(?!\p{L})/giu

function plain(name: string): string {
  return name
    .slice(0, longest)
    .normalize('NFKC')
    .replace(/ё/g, 'е')
    .replace(/Ё/g, 'Е')
    .replace(/(?=\S*[а-яА-Я])\S*[a-zA-Z]\S*/g, inCyrillic)
}

const twins: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  X: 'Х',
}

/** Latin letters that look Cyrillic inside a Cyrillic word: `Cумма`, `продажe`. A word with other Latin letters stays. */
function inCyrillic(word: string): string {
  return word.replace(/\p{L}+/gu, (letters) => {
    const latin = letters.match(/[a-zA-Z]/g) ?? []
    const isMixed = latin.length > 0 && latin.length < letters.length && latin.every((letter) => letter in twins)
    return isMixed ? letters.replace(/[a-zA-Z]/g, (letter) => twins[letter] ?? letter) : letters
  })
}

/** What may be a word contracted with a hyphen, in lower case. */
export function contractions(name: string): string[] {
  return [...plain(name).matchAll(contraction)].map(([text]) => text.toLowerCase())
}

/**
 * The words of a column's name in lower case, ё as е: parted at punctuation, underscores, dots of a path, between `camelCase`
 * humps and between letters and digits; contractions that are one word stay whole. Numbers are words of their own; an index in brackets or at the end is one.
 */
export function splitName(name: string, isOneWord: (contraction: string) => boolean = () => false): string[] {
  return plain(name)
    .replace(contraction, (text) => (isOneWord(text.toLowerCase()) ? text.replace('-', '\u2011') : text))
    .replace(/e-?mail/gi, (word) => (word === word.toUpperCase() ? 'EMAIL' : word[0] === 'E' ? 'Email' : 'email'))
    .replace(/№|(?<![\p{L}])[Nn]º/gu, ' номер ')
    .replace(/#/g, ' number ')
    .replace(/%/g, ' percent ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})|(\p{N})(\p{L})/gu, '$1$3 $2$4')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\u2011]+/u)
    .filter((word) => word !== '')
    .map((word) => word.replace('\u2011', '-'))
}
