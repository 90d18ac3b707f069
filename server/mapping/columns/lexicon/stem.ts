const russianEndings = [
  'иями ями ами иях ого его ому ему ыми ими',
  'ях ах ией ей ой ий ый ая яя ое ее ые ие ых их ую юю ым им ом ем ов ев ия ья ью ию ье ьи',
  'а е и й о у ы ь ю я',
].flatMap((endings) => endings.split(' '))

/**
 * What the forms of a word have in common: Russian endings of nouns and adjectives off, English plurals off. Short words stay.
 * Not a linguist's stem: two words that differ in their ending alone get one.
 */
export function stem(word: string): string {
  return /[а-я]/.test(word) ? russianStem(word) : englishStem(word)
}

function russianStem(word: string): string {
  const ending = russianEndings.find((one) => word.endsWith(one) && word.length - one.length >= 3)
  return ending === undefined ? word : word.slice(0, -ending.length)
}

function englishStem(word: string): string {
  if (word.length < 4) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:s|x|ch|sh|z)es$/.test(word)) return word.slice(0, -2)
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word
}
