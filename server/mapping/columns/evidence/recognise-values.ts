import { readDate } from '../../../altcraft/values/date.ts'
import { readEmail } from '../../../altcraft/values/email.ts'
import { readText } from '../../../altcraft/values/text.ts'
import { orderStatusWords, sexWords, valueKey } from '../../status-words.ts'
import type { ColumnProfile } from '../../types.ts'
import { isCityName, isCountryName, isGivenName, isPatronymic, isSurname } from './known-names.ts'
import { isCompany, isDateLike, shareLooking, valuesOf } from './looks.ts'
import { isTaxId } from './tax-id.ts'

export type ValueFact =
  | 'emails'
  | 'phones'
  | 'patronymics'
  | 'fullNames'
  | 'givenNames'
  | 'surnames'
  | 'genders'
  | 'birthDates'
  | 'countries'
  | 'cities'
  | 'timeZones'
  | 'taxIds'
  | 'companies'
  | 'currencies'
  | 'webAddresses'
  | 'postalAddresses'
  | 'postalCodes'
  | 'objectIds'
  | 'orderStatuses'
  | 'languages'
  | 'jobs'
  | 'tiers'
  | 'channels'
  | 'regions'
  | 'sentences'

type Test = (text: string) => boolean

const currencies = new Set(Intl.supportedValuesOf('currency'))
const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'].map((zone) => zone.toLowerCase()))

const tests: readonly [ValueFact, Test][] = [
  ['sentences', (text) => text.split(/\s+/).length >= 3 && /\p{L}{3}/u.test(text)],
  ['timeZones', (text) => zones.has(text.toLowerCase()) || /^(?:UTC|GMT)[+-]\d{1,2}(?::?\d\d)?$/i.test(text)],
  ['objectIds', (text) => /^[0-9a-f]{24}$/i.test(text)],
  ['patronymics', isPatronymic],
  ['genders', (text) => Object.hasOwn(sexWords, valueKey(text))],
  ['countries', isCountryName],
  ['currencies', (text) => currencies.has(text.toUpperCase()) || text === 'RUR'],
  ['companies', isCompany],
  ['postalAddresses', (text) => streetWord.test(text) && /\d/.test(text)],
  [
    'regions',
    (text) =>
      /(?:^|\s)(?:область|обл\.?|край|респ\.?|республика|округ|oblast|krai|region|county|province)(?:$|[\s.])/iu.test(
        text,
      ),
  ],
  ['cities', isCityName],
  ['fullNames', isFullName],
  ['givenNames', (text) => text.split(/\s+/).length === 1 && isGivenName(text)],
  ['surnames', (text) => text.split(/\s+/).length === 1 && isSurname(text) && !isGivenName(text)],
  ['taxIds', isTaxId],
  ['postalCodes', (text) => /^[1-6]\d{5}$/.test(text)],
  ['orderStatuses', (text) => Object.hasOwn(orderStatusWords, valueKey(text))],
  [
    'languages',
    (text) =>
      /^(?:ru|en|de|fr|es|it|kk|uk|be|uz|pl|zh|ru[-_]RU|en[-_](?:US|GB)|русский|английский|english|russian)$/i.test(
        text,
      ),
  ],
  ['jobs', (text) => jobWord.test(text)],
  [
    'tiers',
    (text) =>
      /^(?:bronze|silver|gold|platinum|diamond|vip|basic|premium|бронза|бронзовый|серебро|серебряный|золото|золотой|платина|платиновый|базовый|премиум)$/i.test(
        text,
      ),
  ],
  [
    'channels',
    (text) => /^(?:e-?mail|sms|push|whatsapp|telegram|viber|смс|пуш|почта|звонок|мобильный пуш)$/i.test(text),
  ],
]
const streetWord =
  /(?:^|[\s,.])(?:ул|улица|пр-т|просп|проспект|пер|переулок|ш|шоссе|бул|б-р|наб|пл|д|дом|кв|street|st|ave|avenue|road|rd|lane|ln|blvd|drive|dr|way|square|str|straße)(?:[\s.,]|$)/iu
const jobWord =
  /(?:директор|менеджер|инженер|бухгалтер|специалист|руководитель|начальник|врач|учитель|аналитик|маркетолог|программист|разработчик|юрист|manager|director|engineer|accountant|specialist|head of|analyst|developer|consultant|officer|\bC[ETFMO]O\b|founder|owner|president|assistant|designer|teacher|nurse)/iu

/** Longer texts are judged by their beginning. */
const longest = 300

/**
 * What at least `share` of a column's values are, with that share; told from the values alone, so that a column is known
 * whatever it is called. The likeliest first.
 */
export function recogniseValues(profile: ColumnProfile, share = 0.7): { fact: ValueFact; share: number }[] {
  const texts = valuesOf(profile).flatMap((cell) => readText(cell)?.slice(0, longest) ?? [])
  if (texts.length === 0) return []
  const found = tests
    .map(([fact, test]) => ({ fact, share: texts.filter(test).length / texts.length }))
    .concat([
      { fact: 'emails', share: shareLooking('email', profile) ?? 0 },
      { fact: 'phones', share: phoneShare(profile) },
      { fact: 'webAddresses', share: webShare(texts) },
      { fact: 'birthDates', share: birthShare(profile) },
    ])
  return found.filter((one) => one.share >= needed(one.fact, share)).sort((a, b) => b.share - a.share)
}

/** Lists of names are never whole: half of the values is telling. */
function needed(fact: ValueFact, share: number): number {
  return fact === 'cities' ||
    fact === 'givenNames' ||
    fact === 'fullNames' ||
    fact === 'surnames' ||
    fact === 'jobs' ||
    fact === 'sentences'
    ? share * 0.7
    : share
}

/** Bare digits may be anything: phones without a plus are believed with ten and more of them and a Russian or no prefix. */
function phoneShare(profile: ColumnProfile): number {
  const like = shareLooking('phone', profile) ?? 0
  const texts = valuesOf(profile).flatMap((cell) => readText(cell) ?? [])
  const bare = texts.filter((text) => /^\d+$/.test(text) && !/^[78]?9\d{9}$/.test(text)).length
  const short = texts.filter((text) => text.replace(/\D/g, '').length < 10 && !text.includes('('))
  if (texts.some(isDateLike) || short.length > texts.length / 3) return 0
  return bare > texts.length / 3 || texts.some((text) => isTaxId(text)) ? 0 : like
}

function webShare(texts: readonly string[]): number {
  const like = (text: string) =>
    /^(?:https?:\/\/)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:\/\S*)?$/u.test(text) && readEmail(text) === undefined
  return texts.filter(like).length / texts.length
}

/** Days on which customers are born: most are grown up, few were born in one year. */
function birthShare(profile: ColumnProfile): number {
  const values = valuesOf(profile)
  const years = values.map((cell) => Number(readDate(cell, { order: 'dmy' })?.date.slice(0, 4) ?? 0))
  const likely = years.filter((year) => year >= 1930 && year <= 2012)
  const spread = new Set(likely.map((year) => Math.floor(year / 5))).size
  return spread >= Math.min(4, values.length / 2) && Math.min(...likely) < 2000 ? likely.length / values.length : 0
}

function isFullName(text: string): boolean {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  if (parts.length < 2 || parts.length > 4 || !parts.every((part) => /^\p{L}[\p{L}.'’-]*$/u.test(part))) return false
  return (
    parts.some((part) => isGivenName(part) || isPatronymic(part)) ||
    (parts.filter(isSurname).length >= 1 && parts.some((part) => /^\p{L}\.(?:\p{L}\.)?$/u.test(part)))
  )
}
