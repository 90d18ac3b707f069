import { normaliseColumn } from '../../altcraft/captions.ts'
import type { SourceRow } from '../../altcraft/types.ts'
import { readEmail } from '../../altcraft/values/email.ts'
import { readList } from '../../altcraft/values/list.ts'
import { readPhone } from '../../altcraft/values/phone.ts'
import { readNested, readText } from '../../altcraft/values/text.ts'
import { isJsonObject, type Json } from '../../lib/json.ts'
import { cellOf, type Place } from './places.ts'

interface Keys {
  ids: string[]
  emails: string[]
  phones: string[]
}

/**
 * Match keys of the person that a row of another kind (order, segment member) speaks of, best first: profile id, e-mail,
 * phone. Cells are scalars, lists, or the `profile` object of Altcraft's API.
 */
export function makeReadPersonKeys(places: readonly Place[], phoneRegion: string): (row: SourceRow) => string[] {
  const named = places.map((place) => ({ place, isPhone: isPhoneColumn(place.mapping.column) }))
  return (row) => {
    const keys: Keys = { ids: [], emails: [], phones: [] }
    for (const { place, isPhone } of named) {
      const cell = readNested(cellOf(row, place))
      if (isJsonObject(cell)) addObject(keys, cell, phoneRegion)
      else for (const text of readList(cell)) addScalar(keys, text, isPhone, phoneRegion)
    }
    return [
      ...new Set([...prefixed('id', keys.ids), ...prefixed('email', keys.emails), ...prefixed('phone', keys.phones)]),
    ]
  }
}

function isPhoneColumn(column: string): boolean {
  return /phone|телефон|mobile|msisdn/.test(normaliseColumn(column))
}

function prefixed(prefix: string, values: string[]): string[] {
  return values.map((value) => `${prefix}:${value}`)
}

function addObject(keys: Keys, profile: Record<string, Json>, phoneRegion: string): void {
  const id = readText(profile.profile_id ?? profile.id ?? profile._id ?? null)
  if (id !== undefined) keys.ids.push(id)
  for (const text of readList(profile.email ?? null)) addScalar(keys, text, false, phoneRegion)
  for (const text of readList(profile.phones ?? profile.phone ?? null)) addScalar(keys, text, true, phoneRegion)
}

function addScalar(keys: Keys, text: string, isPhone: boolean, phoneRegion: string): void {
  const email = readEmail(text)
  const phone = isPhone ? readPhone(text, phoneRegion) : undefined
  if (email !== undefined) keys.emails.push(email)
  else if (phone !== undefined) keys.phones.push(phone)
  else if (!isPhone && !text.includes('@')) keys.ids.push(text)
}
