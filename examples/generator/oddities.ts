import type { Sizes } from './sizes.ts'

/** What is strange about a profile row. Rows of 200 repeat the same pattern, so that any size holds every oddity. */
export type Oddity =
  | 'noEmail'
  | 'malformedEmail'
  | 'placeholderEmail'
  | 'deletedSubscriptionOnly'
  | 'subscriptionEmailOnly'
  | 'testProfile'
  | 'sameEmailOtherCase'
  | 'chainMiddle'
  | 'chainEnd'
  | 'unknownOwner'
  | 'longNote'
  | 'freeMailAsSite'
  | 'companyByDomainOnly'

const pattern: Record<number, Oddity> = {
  7: 'noEmail',
  23: 'malformedEmail',
  41: 'placeholderEmail',
  59: 'testProfile',
  67: 'sameEmailOtherCase',
  77: 'deletedSubscriptionOnly',
  83: 'chainMiddle',
  84: 'chainEnd',
  97: 'subscriptionEmailOnly',
  107: 'noEmail',
  119: 'testProfile',
  131: 'unknownOwner',
  149: 'longNote',
  163: 'placeholderEmail',
  167: 'malformedEmail',
  181: 'freeMailAsSite',
  191: 'companyByDomainOnly',
}

/** The RU file knows neither subscriptions nor test profiles, and its rows are no chains. */
const possibleInClientsRu: ReadonlySet<Oddity> = new Set([
  'noEmail',
  'malformedEmail',
  'placeholderEmail',
  'unknownOwner',
  'longNote',
  'freeMailAsSite',
  'companyByDomainOnly',
])

const onlyInFirstPart: ReadonlySet<Oddity> = new Set(['sameEmailOtherCase', 'chainMiddle', 'chainEnd'])

export type ProfileFile = 'firstPart' | 'secondPart' | 'clientsRu'

export interface ProfilePlace {
  file: ProfileFile
  /** Row within the file, from 0. */
  row: number
}

/** Profiles are counted through the three files: the first part, the second, then the RU database. */
export function placeOf(sizes: Sizes, profile: number): ProfilePlace {
  if (profile < sizes.firstPart) return { file: 'firstPart', row: profile }
  const behind = profile - sizes.firstPart
  if (behind < sizes.secondPart) return { file: 'secondPart', row: behind }
  return { file: 'clientsRu', row: behind - sizes.secondPart }
}

export function oddityOf(sizes: Sizes, profile: number): Oddity | undefined {
  const { file } = placeOf(sizes, profile)
  const oddity = pattern[profile % 200]
  if (oddity === undefined || repeatedProfile(sizes, profile) !== undefined) return undefined
  if (file !== 'firstPart' && onlyInFirstPart.has(oddity)) return undefined
  return file === 'clientsRu' && !possibleInClientsRu.has(oddity) ? undefined : oddity
}

/** Whose human a profile is: of its own row, or of an earlier row of the first part. */
export function humanOf(sizes: Sizes, profile: number): number {
  const repeated = repeatedProfile(sizes, profile)
  if (repeated !== undefined) return repeated
  const oddity = oddityOf(sizes, profile)
  if (oddity === 'sameEmailOtherCase') return profile - 13
  if (oddity === 'chainMiddle') return profile - 31
  if (oddity === 'chainEnd') return profile - 32
  return profile
}

/**
 * The profile of the first part that a row of a later file repeats: every third row of the second part is an id that was
 * already exported, every sixth client of the RU database is known in the first one under another id.
 */
export function repeatedProfile(sizes: Sizes, profile: number): number | undefined {
  const { file, row } = placeOf(sizes, profile)
  if (file === 'secondPart' && row % 3 === 0) return ordinaryProfile(sizes, row * 5 + 3)
  if (file === 'clientsRu' && row % 6 === 2) return ordinaryProfile(sizes, row * 7)
  return undefined
}

function ordinaryProfile(sizes: Sizes, from: number): number {
  const candidate = from % sizes.firstPart
  return pattern[candidate % 200] === undefined ? candidate : ordinaryProfile(sizes, candidate + 1)
}
