/** Legal forms that stand before or behind a name. */
const bothEnds = words(`
  ооо оао зао пао ао нао ип чуп оду тоо тду уп рупп одо фгуп муп гуп ано кфх снт тсж
  ooo oao zao pao ao too odo llc ltd gmbh`)

/** Legal forms that stand behind a name only: before it, they are initials or words (`AS Roma`, `Company of Heroes`). */
const endOnly = words(`
  limited inc incorporated corp corporation co company plc lp llp pllc pte pty bv nv ip ag kg ohg ug gbr ev mbh
  sa sas sarl sasu srl spa sro as ab oy oyj aps asa kft zrt doo spzoo eood ood`)

function words(list: string): Set<string> {
  return new Set(list.trim().split(/\s+/))
}

const longForms: readonly [RegExp, string][] = [
  [/общество с ограниченной ответственностью/g, ' '],
  [/товарищество с ограниченной ответственностью/g, ' '],
  [/(?:публичное |открытое |закрытое |непубличное )?акционерное общество/g, ' '],
  [/индивидуальный предприниматель/g, ' '],
  [/limited liability company/g, ' '],
  [/joint[ -]stock company/g, ' '],
]

/** Dotted or spaced spellings that are one legal form: `о.о.о.`, `L.L.C.`, `sp. z o.o.`, `GmbH & Co. KG`. */
const dotted = /(?<![\p{L}\p{N}])(?:\p{L}\.\s?){2,}(?:\p{L}(?![\p{L}\p{N}]))?/gu

/** Letters that look the same in both scripts: a Cyrillic `ООО` typed in Latin, `Cофт` with a Latin C. */
const cyrillicTwins: Record<string, string> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
}

/**
 * What two spellings of one company name have in common: no legal form, quotes, punctuation or case; ё as е; look-alike
 * Latin letters inside Cyrillic words as Cyrillic. Empty text when nothing but a legal form is left.
 */
export function normaliseCompanyName(name: string): string {
  let text = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[’'`´]/g, '')
  for (const [long, short] of longForms) text = text.replace(long, short)
  text = text.replace(/sp\.?\s*z\s*o\.?\s*o\.?/g, ' spzoo ').replace(/s\.?\s*r\.\s*o\./g, ' sro ')
  text = text.replace(dotted, (letters) => `${letters.replace(/[.\s]/g, '')} `)
  const parts = text.split(/[^\p{L}\p{M}\p{N}+]+/u).filter((word) => word !== '')
  return trimForms(parts.map(inOneScript)).join(' ')
}

/** Legal forms inside a name (`Студия АО-дизайн центр`) are part of it. */
function trimForms(parts: string[]): string[] {
  let from = 0
  let to = parts.length
  while (from < to && bothEnds.has(parts[from] ?? '')) from += 1
  while (to > from && (bothEnds.has(parts[to - 1] ?? '') || endOnly.has(parts[to - 1] ?? ''))) to -= 1
  return parts.slice(from, to)
}

function inOneScript(word: string): string {
  if (!/[а-я]/.test(word) || !/[a-z]/.test(word)) return word
  return word.replace(/[abcehkmoptxy]/g, (letter) => cyrillicTwins[letter] ?? letter)
}
