import { readList } from '../../altcraft/values/list.ts'
import { type DatasetDraft, mappedColumns } from '../plan-input.ts'
import { type Asker, questionId } from './asker.ts'

const byCurrency: Record<string, string> = {
  RUB: 'RU',
  KZT: 'KZ',
  BYN: 'BY',
  UAH: 'UA',
  UZS: 'UZ',
  GEL: 'GE',
  AMD: 'AM',
  AZN: 'AZ',
  KGS: 'KG',
  GBP: 'GB',
  PLN: 'PL',
  CZK: 'CZ',
  TRY: 'TR',
  AED: 'AE',
  INR: 'IN',
  BRL: 'BR',
  JPY: 'JP',
  SEK: 'SE',
  NOK: 'NO',
  DKK: 'DK',
  CHF: 'CH',
  CAD: 'CA',
  AUD: 'AU',
}
const byZone: Record<string, string> = {
  'Europe/Moscow': 'RU',
  'Europe/Kaliningrad': 'RU',
  'Europe/Samara': 'RU',
  'Asia/Yekaterinburg': 'RU',
  'Asia/Omsk': 'RU',
  'Asia/Novosibirsk': 'RU',
  'Asia/Krasnoyarsk': 'RU',
  'Asia/Irkutsk': 'RU',
  'Asia/Yakutsk': 'RU',
  'Asia/Vladivostok': 'RU',
  'Asia/Almaty': 'KZ',
  'Europe/Minsk': 'BY',
  'Europe/Kyiv': 'UA',
  'Europe/Kiev': 'UA',
  'Asia/Tashkent': 'UZ',
  'Asia/Tbilisi': 'GE',
  'Asia/Yerevan': 'AM',
  'Asia/Baku': 'AZ',
  'Asia/Bishkek': 'KG',
  'Europe/London': 'GB',
  'Europe/Berlin': 'DE',
  'Europe/Paris': 'FR',
  'Europe/Madrid': 'ES',
  'Europe/Rome': 'IT',
  'Europe/Warsaw': 'PL',
  'Europe/Prague': 'CZ',
  'Europe/Tallinn': 'EE',
  'Europe/Riga': 'LV',
  'Europe/Vilnius': 'LT',
  'Europe/Helsinki': 'FI',
  'Europe/Amsterdam': 'NL',
  'Europe/Istanbul': 'TR',
  'Asia/Dubai': 'AE',
  'America/New_York': 'US',
  'America/Chicago': 'US',
  'America/Denver': 'US',
  'America/Los_Angeles': 'US',
  'America/Sao_Paulo': 'BR',
}
const regions = [...new Set([...Object.values(byZone), ...Object.values(byCurrency)])].sort()

/**
 * The country of phone numbers without a country code: that of the account's time zone and currency. Asked when there are
 * such numbers and the two do not agree on one.
 */
export function decidePhoneRegion(
  drafts: readonly DatasetDraft[],
  account: { timezone: string; defaultCurrency: string },
  asker: Asker,
): string {
  const byAccount = [byZone[account.timezone], byCurrency[account.defaultCurrency]].filter(
    (region) => region !== undefined,
  )
  const [region] = byAccount
  if (region !== undefined && new Set(byAccount).size === 1) return region
  for (const draft of drafts) {
    for (const { mapping, profile } of mappedColumns(draft, 'person.phone')) {
      const local = profile.samples.flatMap((sample) => readList(sample)).filter(isLocal)
      if (local.length === 0) continue
      const russian = local.filter((number) => /^[78]\d{10}$/.test(number.replace(/\D/g, ''))).length > local.length / 2
      return asker.ask({
        id: questionId('phone_region', draft.input.file),
        code: 'phone_region',
        datasetId: draft.input.id,
        column: mapping.column,
        examples: local,
        options: regions.map((value) => ({ value })),
        proposal: russian ? 'RU' : (region ?? 'US'),
        reason: russian
          ? 'most numbers without a country code have the Russian form 8XXXXXXXXXX'
          : 'the numbers have no country code, and time zone and currency of the account do not name one country',
      })
    }
  }
  return region ?? 'RU'
}

function isLocal(number: string): boolean {
  const digits = number.replace(/\D/g, '').length
  return !number.startsWith('+') && !number.startsWith('00') && digits >= 6 && digits <= 11
}
