import { type Company, companyAt } from './companies.ts'
import { daysBefore, isoDate } from './dates.ts'
import { latinNames, latinSurnames, russianNames, russianPatronymics, russianSurnames, toAddressWord } from './names.ts'
import { otherPlaces, type Place, russianPlaces } from './places.ts'
import { makeRandom, type Random } from './random.ts'
import type { Sizes } from './sizes.ts'

/** A human of the account; several profiles may be the same human. */
export interface Person {
  index: number
  isRussian: boolean
  sex: 'male' | 'female'
  firstName: string
  lastName: string
  patronymic: string
  /** `YYYY-MM-DD`, or empty when it was never told. */
  birthDate: string
  /** Lower case, unique in the account. */
  email: string
  /** A second address of the same human. */
  secondEmail: string
  /** E.164. */
  phone: string
  secondPhone: string
  place: Place
  registeredMs: number
  company?: Company
}

const freeMail = ['yandex.ru', 'mail.ru', 'gmail.com', 'outlook.com', 'rambler.ru', 'icloud.com'] as const
const russianCodes = [
  '903',
  '905',
  '906',
  '909',
  '910',
  '911',
  '915',
  '916',
  '917',
  '921',
  '926',
  '929',
  '961',
  '981',
] as const

/** Human `index`: always the same for the same seed and sizes. */
export function personAt(seed: number, sizes: Sizes, index: number): Person {
  const random = makeRandom(seed, 'person', index)
  const isRussian = random.chance(0.72)
  const sex = random.chance(0.5) ? 'male' : 'female'
  const name = isRussian ? russianName(random, sex) : latinName(random, sex)
  const company = random.chance(0.55) ? companyAt(seed, companyIndex(random, sizes)) : undefined
  const domain = company?.domain !== undefined && random.chance(0.8) ? company.domain : random.pick(freeMail)
  const { word, ...names } = name
  return {
    index,
    isRussian,
    sex,
    ...names,
    birthDate: random.chance(0.7) ? isoDate(daysBefore(random.int(19 * 365, 68 * 365))) : '',
    email: `${word}.sv${index}@${domain}`,
    secondEmail: `${word}.sv${index}b@${random.pick(freeMail)}`,
    phone: phoneOf(random, isRussian),
    secondPhone: phoneOf(random, isRussian),
    place: random.pick(isRussian ? russianPlaces : otherPlaces),
    registeredMs: daysBefore(random.int(10, 2200)) - random.int(0, 86_399_999),
    ...(company && { company }),
  }
}

/** Some companies have many people, most have few; Ромашка has the most. */
function companyIndex(random: Random, sizes: Sizes): number {
  return random.chance(0.03) ? 0 : Math.floor(random.next() ** 1.6 * sizes.companies)
}

function russianName(random: Random, sex: Person['sex']) {
  const [firstName, first] = random.pick(russianNames[sex])
  const [surname, last] = random.pick(russianSurnames)
  const patronymic = random.pick(russianPatronymics[sex])
  if (sex === 'male') return { firstName, lastName: surname, patronymic, word: `${first}.${last}` }
  return { firstName, lastName: `${surname}а`, patronymic, word: `${first}.${last}a` }
}

function latinName(random: Random, sex: Person['sex']) {
  const firstName = random.pick(latinNames[sex])
  const lastName = random.pick(latinSurnames)
  return { firstName, lastName, patronymic: '', word: `${toAddressWord(firstName)}.${toAddressWord(lastName)}` }
}

function phoneOf(random: Random, isRussian: boolean): string {
  if (isRussian) return `+7${random.pick(russianCodes)}${random.int(1_000_000, 9_999_999)}`
  return `+491512${random.int(1_000_000, 9_999_999)}`
}
