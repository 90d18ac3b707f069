import { createHash } from 'node:crypto'
import { rfc3339 } from './dates.ts'
import type { Profile } from './profile.ts'
import { makeRandom, type Random } from './random.ts'

type Cell = Record<string, unknown>

const statuses = [
  ['subscribed', 78],
  ['unsubscribed', 10],
  ['hardbounced', 4],
  ['suspended', 3],
  ['unconfirmed', 3],
  ['complainer', 2],
] as const satisfies readonly (readonly [string, number])[]

/** The profile's subscriptions in the nested shape of `profiles/get`: several channels, deleted ones left in. */
export function subscriptionsOf(seed: number, profile: Profile): Cell[] {
  const random = makeRandom(seed, 'subscriptions', profile.index)
  const base = (resourceId: number, priority: number, isDeleted = false): Cell => ({
    priority,
    status: random.weighted(statuses),
    reg_info: { date: rfc3339(profile.person.registeredMs + 60_000), ip: `198.51.100.${random.int(1, 254)}` },
    hash_id: String(random.int(10_000_000, 99_999_999)),
    is_delete: isDeleted,
    resource_id: resourceId,
  })
  const list: Cell[] = subscribedEmails(profile, random).map(({ email, isDeleted }, i) => ({
    channel: 'email',
    email_data: emailData(email),
    ...base(5, i, isDeleted),
  }))
  const { phone, secondPhone } = profile.person
  if (random.chance(0.45)) list.push({ channel: 'sms', phone_data: { phone }, ...base(7, 0) })
  if (random.chance(0.05)) list.push({ channel: 'sms', phone_data: { phone: secondPhone }, ...base(7, 1) })
  if (random.chance(0.04)) list.push({ channel: 'sms', phone_data: { phone: '+79990000000' }, ...base(7, 2, true) })
  if (random.chance(0.2)) list.push({ channel: 'push', push_data: pushData(random), ...base(8, 0) })
  if (random.chance(0.08)) list.push({ channel: 'telegram_bot', cc_data: { id: random.int(1e8, 9e8) }, ...base(9, 0) })
  if (random.chance(0.06)) list.push({ channel: 'whatsapp', cc_data: { phone }, ...base(10, 0) })
  return list
}

function subscribedEmails({ email, person, oddity }: Profile, random: Random): { email: string; isDeleted: boolean }[] {
  switch (oddity) {
    case 'noEmail':
    case 'malformedEmail':
    case 'placeholderEmail':
      return []
    case 'deletedSubscriptionOnly':
      return [{ email: person.email, isDeleted: true }]
    case 'subscriptionEmailOnly':
    case 'chainMiddle':
      return [{ email: person.email, isDeleted: false }]
    default:
  }
  const list = random.chance(0.85) ? [{ email: email.toLowerCase(), isDeleted: false }] : []
  if (random.chance(0.05)) list.push({ email: person.secondEmail, isDeleted: false })
  if (random.chance(0.03)) list.push({ email: `old.${person.email}`, isDeleted: true })
  return list
}

function emailData(email: string): Cell {
  const domain = email.slice(email.indexOf('@') + 1)
  const md5 = createHash('md5').update(email).digest('hex')
  return { email, domain, domain_group: domain === 'gmail.com' ? 'google' : 'other', md5 }
}

function pushData(random: Random): Cell {
  const provider = random.pick(['android-firebase', 'android-rustore', 'ios-apns', 'mozilla'])
  return { provider, subscription_id: random.hex(32) }
}
