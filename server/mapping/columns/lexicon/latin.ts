const letters: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
}

/** What the ways to write Russian in Latin letters have in common: `familiya`, `familia` and `familija` are one. */
export function latinKey(word: string): string {
  const latin = [...word].map((letter) => letters[letter] ?? letter).join('')
  return latin
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
