import { toLatin } from '../../transliterate.ts'

/** What the ways to write Russian in Latin letters have in common: `familiya`, `familia` and `familija` are one. */
export function latinKey(word: string): string {
  return toLatin(word)
    .replace(/shch/g, 'sch')
    .replace(/kh|x(?!$)/g, 'h')
    .replace(/j|y/g, 'i')
    .replace(/(?<!s)c(?!h)/g, 'ts')
    .replace(/'/g, '')
    .replace(/io/g, 'e')
    .replace(/i+/g, 'i')
    .replace(/ie(?=$|[^a-z])/g, 'e')
}

const endings = /(?:ogo|ego|omu|oi|ei|ii|ai|ov|ev|om|am|ah|aia|[aeiou])$/

/** The key without the ending of a Russian word; whole where less than three letters would be left. */
export function bareLatinKey(word: string): string {
  const key = latinKey(word)
  const bare = key.replace(endings, '')
  return bare.length >= 3 ? bare : key
}
