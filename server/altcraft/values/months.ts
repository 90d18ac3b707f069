const english = 'january february march april may june july august september october november december'.split(' ')
const russian = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ')
const russianNominative = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' ')

/** The number of a month (`'6'`) by its English or Russian name, full or cut to at least three letters. */
export function monthOf(word: string): string | undefined {
  const text = word.toLowerCase()
  if (text.length < 3) return undefined
  for (const names of [english, russian, russianNominative]) {
    const at = names.findIndex((name) => name.startsWith(text))
    if (at >= 0) return String(at + 1)
  }
  return undefined
}
