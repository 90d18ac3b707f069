/** A postal address: the line a person typed, and parts that the platform fills from its own geocoding. */
import { type Reader, shape, text, verbatim } from '../api/read.ts'

const partNames = [
  'country',
  'admin_area_level_1',
  'admin_area_level_2',
  'locality',
  'sublocality',
  'route',
  'street_number',
  'subpremise',
  'postal_code',
] as const

export type AddressParts = { value: string } & { [K in (typeof partNames)[number]]: string | null }

const part = text(255)
const readParts = shape(
  {
    value: verbatim(),
    country: part,
    admin_area_level_1: part,
    admin_area_level_2: part,
    locality: part,
    sublocality: part,
    route: part,
    street_number: part,
    subpremise: part,
    postal_code: part,
  },
  ['value'],
)

/** Parts left out become null. */
export const address: Reader<AddressParts> = (value, at) => {
  const given = readParts(value, at)
  return {
    value: (given.value ?? '').trim(),
    country: given.country ?? null,
    admin_area_level_1: given.admin_area_level_1 ?? null,
    admin_area_level_2: given.admin_area_level_2 ?? null,
    locality: given.locality ?? null,
    sublocality: given.sublocality ?? null,
    route: given.route ?? null,
    street_number: given.street_number ?? null,
    subpremise: given.subpremise ?? null,
    postal_code: given.postal_code ?? null,
  }
}

export const addressSubfields: readonly string[] = ['value', ...partNames]
