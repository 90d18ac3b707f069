import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Json } from '../../lib/json.ts'
import { readPlainMobile } from './plain-mobile.ts'
import { readText } from './text.ts'

/** E.164 already, and of the only length that +7 has: nothing is left to parse, which takes 10 µs. */
const russian = /^\+7\d{10}$/

export type PhoneReading = { phone: string } | { problem: 'empty' | 'rounded' | 'invalid' }

/** As a spreadsheet shows a long number: `7,9E+10`, `7.90012E+10`. Its last digits are gone. */
const scientific = /^\+?\d(?:[.,]\d+)?[EЕ]\+?\d{1,2}$/i
/** A number that a program took for a decimal: `79001234567.0`. */
const asDecimal = /^(\+?\d{7,15})[.,]0{1,2}$/
/** As the API's source files write Russian and Kazakh numbers; with the code of another region it would be another number. */
const bareRussian = /^7\d{10}$/

/**
 * A phone number in E.164, or why there is none. Numbers without a country code are read as of `region` (ISO 3166
 * alpha-2): in Russia `8XXXXXXXXXX` and bare `7XXXXXXXXXX` too. A number written with `+` must have a possible length; one
 * without must be a valid number of the region or, with 11 to 15 digits, of the country its first digits name; eleven
 * digits from 7 are first looked at as Russian or Kazakh, whatever the region.
 */
export function parsePhone(cell: Json, region: string): PhoneReading {
  const text = typeof cell === 'boolean' ? undefined : readText(cell)
  if (text === undefined) return { problem: 'empty' }
  if (russian.test(text)) return { phone: text }
  const mobile = readPlainMobile(text, region)
  return mobile === undefined ? parseAnyPhone(text, region) : { phone: mobile }
}

/** `parsePhone` of a filled cell by libphonenumber alone: the same but for E.164 of +7, in more time. */
export function parseAnyPhone(text: string, region: string): PhoneReading {
  if (scientific.test(text)) return { problem: 'rounded' }
  const phone = text.length > 60 ? undefined : toE164(bareNumber(text), region)
  return phone === undefined ? { problem: 'invalid' } : { phone }
}

/** `parsePhone` without the reason. */
export function readPhone(cell: Json, region: string): string | undefined {
  const reading = parsePhone(cell, region)
  return 'phone' in reading ? reading.phone : undefined
}

/** Without `tel:`, the apostrophe by which spreadsheets are told that digits are text, and decimals of zero. */
function bareNumber(text: string): string {
  return text.replace(/^(?:(?:tel|тел)[.:]*\s*|['’])/iu, '').replace(asDecimal, '$1')
}

function toE164(text: string, region: string): string | undefined {
  const country = region.toUpperCase()
  if (text.startsWith('+') || text.startsWith('00')) {
    const written = parsePhoneNumberFromString(text.replace(/^00/, '+'))
    return written?.isPossible() ? written.number : undefined
  }
  const digits = text.replace(/[\s().-]/g, '')
  const russianNumber = bareRussian.test(digits) ? valid(`+${digits}`) : undefined
  if (russianNumber !== undefined) return russianNumber
  const local = isSupportedCountry(country) ? valid(text, country) : undefined
  if (local !== undefined) return local
  return /^[1-9]\d{10,14}$/.test(digits) ? valid(`+${digits}`) : undefined
}

function valid(text: string, country?: CountryCode): string | undefined {
  const parsed = parsePhoneNumberFromString(text, country)
  return parsed?.isValid() ? parsed.number : undefined
}
