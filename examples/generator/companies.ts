import { itemAt, makeRandom } from './random.ts'

/** A customer's company, with the spellings under which profiles know it. All spellings mean one company. */
export interface Company {
  /** Registered domain; none for companies known by name alone. */
  domain?: string
  /** Usable with and without the domain: they differ in legal form, quotes and case only. */
  spellings: readonly [string, ...string[]]
  /** A spelling in the other alphabet: only the domain says that it is the same company. */
  foreignSpelling?: string
}

const russianFirst = [
  ['Северный', 'severny'],
  ['Балтийский', 'baltiysky'],
  ['Уральский', 'uralsky'],
  ['Новый', 'novy'],
  ['Волжский', 'volzhsky'],
  ['Зелёный', 'zelyony'],
  ['Золотой', 'zolotoy'],
  ['Дальний', 'dalny'],
] as const
const russianSecond = [
  ['Кедр', 'kedr'],
  ['Мастер', 'master'],
  ['Причал', 'prichal'],
  ['Двор', 'dvor'],
  ['Механик', 'mekhanik'],
  ['Хлеб', 'khleb'],
  ['Лён', 'lyon'],
  ['Завод', 'zavod'],
  ['Партнёр', 'partnyor'],
  ['Дом', 'dom'],
  ['Свет', 'svet'],
] as const
const latinFirst = ['Harbour', 'Nordlicht', 'Bright', 'Elbe', 'Granite', 'Silver', 'Cedar'] as const
const latinSecond = [
  'Tools',
  'Logistik',
  'Textiles',
  'Foods',
  'Robotics',
  'Interiors',
  'Optics',
  'Paper',
  'Software',
] as const

/** Company `index` of the account; two indexes never share a name or a domain. */
export function companyAt(seed: number, index: number): Company {
  if (index === 0) return romashka
  const random = makeRandom(seed, 'company', index)
  const isRussian = index % 3 !== 0
  const hasDomain = index % 7 !== 5
  return isRussian
    ? russianCompany(index, hasDomain)
    : latinCompany(index, hasDomain, random.pick(['GmbH', 'Ltd', 'Inc.']))
}

const romashka: Company = {
  domain: 'romashka.example',
  spellings: ['ООО «Ромашка»', 'ООО "Ромашка"', '«РОМАШКА» ООО', 'OOO Ромашка', 'ромашка, ооо', 'Ромашка'],
  foreignSpelling: 'Romashka LLC',
}

function russianCompany(index: number, hasDomain: boolean): Company {
  const place = Math.floor(index / 3) * 2 + (index % 3) - 1
  const [first, firstLatin] = itemAt(russianFirst, place % russianFirst.length)
  const [second, secondLatin] = itemAt(russianSecond, Math.floor(place / russianFirst.length) % russianSecond.length)
  const number = numberOf(place, russianFirst.length * russianSecond.length)
  const core = `${first} ${second}${number && ` ${number}`}`
  const latin = `${capital(firstLatin)} ${capital(secondLatin)}${number && ` ${number}`}`
  const form = itemAt(['ООО', 'АО', 'ООО', 'ЗАО', 'ООО', 'ПАО'], place % 6)
  return {
    spellings: [
      `${form} «${core}»`,
      `${form} "${core}"`,
      `${form} ${core.toUpperCase()}`,
      core,
      `${core}, ${form.toLowerCase()}`,
    ],
    ...(hasDomain && { domain: `${firstLatin}-${secondLatin}${number}.example`, foreignSpelling: `${latin} LLC` }),
  }
}

function latinCompany(index: number, hasDomain: boolean, form: string): Company {
  const place = index / 3 - 1
  const first = itemAt(latinFirst, place % latinFirst.length)
  const second = itemAt(latinSecond, Math.floor(place / latinFirst.length) % latinSecond.length)
  const number = numberOf(place, latinFirst.length * latinSecond.length)
  const core = `${first} ${second}${number && ` ${number}`}`
  return {
    spellings: [`${core} ${form}`, core, `${core.toUpperCase()} ${form.toUpperCase()}`, `${core}, ${form}`],
    ...(hasDomain && { domain: `${first}-${second}${number}.example`.toLowerCase() }),
  }
}

const numberOf = (place: number, combinations: number): string => {
  const round = Math.floor(place / combinations)
  return round === 0 ? '' : String(round + 1)
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
