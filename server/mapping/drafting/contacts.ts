import type { SourceRow } from '../../altcraft/types.ts'
import { isPlaceholderEmail, readEmail } from '../../altcraft/values/email.ts'
import { readList } from '../../altcraft/values/list.ts'
import { parsePhone } from '../../altcraft/values/phone.ts'
import { readSubscriptions, type Subscription } from '../../altcraft/values/subscriptions.ts'
import { isFlattened } from '../../altcraft/values/unflatten.ts'
import type { JsonObject } from '../../lib/json.ts'
import { type Findings, warn } from './findings.ts'
import { cellOf, type Place, type Places } from './places.ts'

export interface Contacts {
  /** First is primary: the profile's own, then the subscriptions' by priority. */
  emails: string[]
  /** E.164. */
  phones: string[]
  /** Those that are not deleted. */
  subscriptions: Subscription[]
  /** Why there is no e-mail, and in which column it should be. */
  emailProblem: { code: 'email.missing' | 'email.malformed' | 'email.placeholder'; column?: string }
}

export type ReadContacts = (row: SourceRow, findings: Findings) => Contacts

/** Channels whose address is a phone number; a Telegram address is a chat id. */
const phoneChannels = new Set(['sms', 'whatsapp', 'viber', 'notify'])

/**
 * Profile and subscription addresses of a row, united: Altcraft sends to the subscriptions', and the profile's may be empty
 * or differ (facts: traps 7 and 14). What cannot be read is left out and told with its column.
 */
export function makeReadContacts(places: Places, phoneRegion: string): ReadContacts {
  const emailPlaces = places.many('person.email')
  const phonePlaces = places.many('person.phone')
  const subscriptionPlaces = places.many('person.subscriptions')
  const readSubscribed = makeReadSubscribed(subscriptionPlaces)
  return (row, findings) => {
    const contacts: Contacts = { emails: [], phones: [], subscriptions: [], emailProblem: missing(emailPlaces[0]) }
    for (const place of emailPlaces) {
      for (const text of readList(cellOf(row, place))) addEmail(contacts, text, place.mapping.column, findings)
    }
    const seen = new Set<string>()
    for (const place of phonePlaces) {
      for (const text of readList(cellOf(row, place)))
        addPhone(contacts, seen, text, phoneRegion, place.mapping.column, findings)
    }
    contacts.subscriptions = readSubscribed(row)
    const column = subscriptionPlaces[0]?.mapping.column
    for (const { channel, address } of contacts.subscriptions) {
      if (channel === 'email' && address !== '') addEmail(contacts, address, column, findings)
      if (phoneChannels.has(channel) && address !== '') addPhone(contacts, seen, address, phoneRegion, column, findings)
    }
    return contacts
  }
}

function missing(place: Place | undefined): Contacts['emailProblem'] {
  return { code: 'email.missing', ...(place ? { column: place.mapping.column } : {}) }
}

function addEmail(contacts: Contacts, text: string, column: string | undefined, findings: Findings): void {
  // Subscriptions repeat the profile's own; what was read is read as itself.
  if (contacts.emails.includes(text)) return
  const email = readEmail(text)
  if (email !== undefined) {
    if (!contacts.emails.includes(email)) contacts.emails.push(email)
    return
  }
  const code = isPlaceholderEmail(text) ? 'email.placeholder' : 'email.malformed'
  contacts.emailProblem = { code, ...(column === undefined ? {} : { column }) }
  if (code === 'email.malformed') warn(findings, code, column)
}

function addPhone(
  contacts: Contacts,
  seen: Set<string>,
  text: string,
  region: string,
  column: string | undefined,
  findings: Findings,
): void {
  if (seen.has(text)) return
  seen.add(text)
  const reading = parsePhone(text, region)
  if ('phone' in reading) {
    if (!contacts.phones.includes(reading.phone)) contacts.phones.push(reading.phone)
  } else if (reading.problem !== 'empty') warn(findings, `phone.${reading.problem}`, column)
}

/** Those that are not deleted, by priority, 0 first; flattened columns (`subscriptions.0.email`) are put together before. */
function makeReadSubscribed(places: readonly Place[]): (row: SourceRow) => Subscription[] {
  const flattened = places.filter(({ mapping }) => isFlattened(mapping.column))
  const whole = places.filter((place) => !flattened.includes(place))
  return (row) => {
    const all: Subscription[] = []
    for (const place of whole) {
      const cell = cellOf(row, place)
      if (cell !== null) all.push(...readSubscriptions(cell))
    }
    if (flattened.length > 0) all.push(...readSubscriptions(putTogether(row, flattened)))
    if (all.length === 0) return all
    return all.filter(({ isDeleted }) => !isDeleted).sort((a, b) => a.priority - b.priority)
  }
}

function putTogether(row: SourceRow, places: readonly Place[]): JsonObject {
  const parts: JsonObject = Object.create(null)
  for (const place of places) {
    const cell = cellOf(row, place)
    if (cell !== null) parts[place.mapping.column.toLowerCase()] = cell
  }
  return parts
}
