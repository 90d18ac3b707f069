import { humanOf, type Oddity, oddityOf, type ProfilePlace, placeOf, repeatedProfile } from './oddities.ts'
import { type Person, personAt } from './people.ts'
import { makeRandom } from './random.ts'
import type { Sizes } from './sizes.ts'

/** One profile row before it is written in the shape of its file. */
export interface Profile {
  index: number
  /** 24 hexadecimal digits, as Altcraft's ObjectIds. */
  id: string
  /** 16 hexadecimal digits. */
  xxh: string
  place: ProfilePlace
  oddity: Oddity | undefined
  person: Person
  /** The e-mail cell as it stands in the export, odd ones included. */
  email: string
  /** Company name as this profile spells it, and the site cell; empty where unknown. */
  company: string
  companySite: string
  ownerEmail: string
}

const owners = ['anna.petrova', 'boris.orlov', 'maria.keller'] as const
const domain = 'severny-veter.example'

/** Profile `index` of the account (0-based through the three files). */
export function profileAt(seed: number, sizes: Sizes, index: number): Profile {
  const random = makeRandom(seed, 'profile', index)
  const place = placeOf(sizes, index)
  const oddity = oddityOf(sizes, index)
  const person = personAt(seed, sizes, humanOf(sizes, index))
  const owner = oddity === 'unknownOwner' ? 'former.manager' : random.pick(owners)
  return {
    index,
    id: place.file === 'secondPart' ? profileId(seed, repeatedProfile(sizes, index) ?? index) : profileId(seed, index),
    xxh: makeRandom(seed, 'xxh', person.index).hex(16),
    place,
    oddity,
    person,
    email: emailCell(person, oddity, profileId(seed, index), isRepeatedClient(sizes, index)),
    ...companyCells(person, oddity, random.int(0, 99), random.next()),
    ownerEmail: random.chance(0.9) || oddity === 'unknownOwner' ? `${owner}@${domain}` : '',
  }
}

/** Time, noise and the profile's number: unique for 16 million profiles. */
export function profileId(seed: number, index: number): string {
  const random = makeRandom(seed, 'id', index)
  const seconds = random.int(1_500_000_000, 1_790_000_000)
  return `${seconds.toString(16)}${random.hex(10)}${index.toString(16).padStart(6, '0')}`
}

const isRepeatedClient = (sizes: Sizes, index: number): boolean =>
  placeOf(sizes, index).file === 'clientsRu' && repeatedProfile(sizes, index) !== undefined

function emailCell(person: Person, oddity: Oddity | undefined, id: string, isRepeated: boolean): string {
  switch (oddity) {
    case 'noEmail':
    case 'deletedSubscriptionOnly':
    case 'subscriptionEmailOnly':
      return ''
    case 'malformedEmail':
      return malformed(person)
    case 'placeholderEmail':
      return `${id}@localhost`
    case 'sameEmailOtherCase':
      return capitalised(person.email)
    case 'chainMiddle':
      return person.secondEmail
    case 'chainEnd':
      return person.secondEmail.toUpperCase()
    default:
      return isRepeated ? capitalised(person.email) : person.email
  }
}

/** `Anna.Petrova.Sv12@Romashka.example`: the same address for every mail server that exists. */
const capitalised = (email: string): string =>
  email.replace(/(^|[.@])([a-z])/g, (_, before, letter) => before + letter.toUpperCase())

function malformed({ index, email, lastName }: Person): string {
  const forms = [
    email.replace('@', ' '),
    email.replace(/@.*/, '@'),
    `${lastName}@@mail.ru`,
    'нет почты',
    email.replace('@', '@.'),
  ]
  return forms[Math.floor(index / 36) % forms.length] ?? ''
}

/**
 * A business address names the company's domain already, so its site is often left out. The other-alphabet spelling
 * stands only where a domain tells which company it is.
 */
function companyCells(person: Person, oddity: Oddity | undefined, percent: number, spelling: number) {
  if (oddity === 'freeMailAsSite') return { company: '', companySite: percent < 50 ? 'mail.ru' : 'https://gmail.com' }
  if (oddity === 'companyByDomainOnly')
    return { company: '', companySite: `https://www.optovik-${person.index}.example/` }
  const { company } = person
  if (company === undefined) return { company: '', companySite: '' }
  const site = siteCell(company.domain, percent)
  const isDomainKnown = company.domain !== undefined && (site !== '' || person.email.endsWith(`@${company.domain}`))
  const names =
    isDomainKnown && company.foreignSpelling ? [...company.spellings, company.foreignSpelling] : company.spellings
  return { company: names[Math.floor(spelling ** 2 * names.length)] ?? company.spellings[0], companySite: site }
}

function siteCell(domain: string | undefined, percent: number): string {
  if (domain === undefined || percent >= 65) return ''
  if (percent < 25) return `https://${domain}`
  if (percent < 40) return `https://www.${domain}/`
  return percent < 55 ? domain : domain.toUpperCase()
}
