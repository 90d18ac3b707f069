import { daysBefore, moscowMidnight, rfc3339, rfc3339Seconds } from './dates.ts'
import { type Profile, profileAt } from './profile.ts'
import { makeRandom, type Random } from './random.ts'
import type { Sizes } from './sizes.ts'
import { subscriptionsOf } from './subscriptions.ts'
import { longNote, shortNote } from './texts.ts'
import { csvLine } from './write/csv.ts'

const columns = [
  'id',
  '_xxh',
  'hash_id',
  'email',
  'phones',
  '_fname',
  '_lname',
  '_bdate',
  '_sex',
  '_regdate',
  '_regip',
  '_city',
  '_country',
  '_region',
  '_postal_code',
  '_tz',
  '_vendor',
  '_status',
  '_is_test',
  'subscriptions',
  'company',
  'company_site',
  'owner_email',
  'LOYALTY_SCORE',
  'loyalty_tier',
  'engagement_score',
  'interests',
  'last_channel',
  'last_interaction',
  'control_group',
  'preferences',
  'mobile_app_version',
  'New_field_7',
  'manager_notes',
] as const

const interests = ['шторы', 'постельное бельё', 'кухня', 'сад', 'gifts', 'kids', 'outlet', 'lighting'] as const
const channels = ['email', 'sms', 'push', 'telegram_bot', 'whatsapp'] as const
const statuses = [
  ['subscribed', 80],
  ['unsubscribed', 9],
  ['hardbounced', 3],
  ['suspended', 3],
  ['unconfirmed', 3],
  ['complainer', 1],
  ['invalid', 1],
] as const satisfies readonly (readonly [string, number])[]

/** A part of `profiles/get_all`: API names, comma, UTF-8 with BOM, nested cells as JSON. */
export function* profileExport(seed: number, sizes: Sizes, from: number, to: number): Generator<string> {
  yield `\uFEFF${csvLine(columns, ',', '\n')}`
  for (let index = from; index < to; index += 1) {
    const cells = cellsOf(seed, profileAt(seed, sizes, index))
    yield csvLine(
      columns.map((column) => cells[column]),
      ',',
      '\n',
    )
  }
}

function cellsOf(seed: number, profile: Profile): Record<(typeof columns)[number], string> {
  const random = makeRandom(seed, 'cells', profile.index)
  const { person, oddity } = profile
  return {
    id: profile.id,
    _xxh: profile.xxh,
    hash_id: String(random.int(10_000_000, 99_999_999)),
    email: profile.email,
    phones: JSON.stringify(phonesOf(profile, random)),
    _fname: person.firstName,
    _lname: random.chance(0.95) ? person.lastName : '',
    _bdate: person.birthDate && moscowMidnight(person.birthDate),
    _sex: random.chance(0.9) ? person.sex : '',
    _regdate: rfc3339(person.registeredMs),
    _regip: `203.0.113.${random.int(1, 254)}`,
    _city: person.place.city,
    _country: person.place.country,
    _region: person.place.region,
    _postal_code: random.pick(person.place.postalCodes),
    _tz: person.place.timezone,
    _vendor: random.pick(['form #30', 'form #31', 'checkout', 'import 2023', 'магазин']),
    _status: random.weighted(statuses),
    _is_test: String(oddity === 'testProfile'),
    subscriptions: JSON.stringify(subscriptionsOf(seed, profile)),
    company: profile.company,
    company_site: profile.companySite,
    owner_email: profile.ownerEmail,
    ...customCells(profile, random),
  }
}

function customCells({ oddity, index }: Profile, random: Random) {
  const score = random.int(0, 9_800)
  return {
    LOYALTY_SCORE: random.chance(0.7) ? String(score) : '',
    loyalty_tier: tierOf(score),
    engagement_score: random.chance(0.8) ? (random.int(0, 1000) / 10).toString() : '',
    interests: JSON.stringify(interests.filter(() => random.chance(0.25))),
    last_channel: random.chance(0.75) ? random.pick(channels) : '',
    last_interaction: random.chance(0.75)
      ? rfc3339Seconds(daysBefore(random.int(0, 700)) - random.int(0, 86_399_000))
      : '',
    control_group: random.weighted([
      ['', 90],
      ['global_control', 5],
      ['holdout_spring', 5],
    ]),
    preferences: random.chance(0.3)
      ? JSON.stringify({
          newsletter: { frequency: random.pick(['weekly', 'monthly']), topics: random.int(1, 5) },
          gift_wrap: random.chance(0.5),
        })
      : '',
    mobile_app_version: random.chance(0.4) ? `${random.int(6, 8)}.${random.int(0, 14)}.${random.int(0, 9)}` : '',
    New_field_7: String(index % 1000).padStart(5, '0'),
    manager_notes: noteOf(oddity === 'longNote', random),
  }
}

const noteOf = (isLong: boolean, random: Random): string => {
  if (isLong) return longNote(random)
  return random.chance(0.12) ? shortNote(random) : ''
}

const tierOf = (score: number): string => {
  if (score > 9_000) return 'platinum'
  if (score > 6_500) return 'gold'
  return score > 3_000 ? 'silver' : 'bronze'
}

const phonesOf = ({ person }: Profile, random: Random): string[] => {
  if (random.chance(0.12)) return []
  return random.chance(0.06) ? [person.phone, person.secondPhone] : [person.phone]
}
