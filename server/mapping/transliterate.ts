/** Russian letters in Latin ones, as passports and English texts write them. */
export const russianInLatin: Readonly<Record<string, string>> = Object.fromEntries(
  'а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
)

/** The text, which is in lower case, with the letters of `table` in Latin ones; other characters stay. */
export function toLatin(text: string, table: Readonly<Record<string, string>> = russianInLatin): string {
  return [...text].map((letter) => (Object.hasOwn(table, letter) ? (table[letter] ?? '') : letter)).join('')
}
