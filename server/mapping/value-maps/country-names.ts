import { valueKey } from '../status-words.ts'

const others: Record<string, string> = {
  рф: 'RU',
  'российская федерация': 'RU',
  'russian federation': 'RU',
  'республика беларусь': 'BY',
  белоруссия: 'BY',
  belorussia: 'BY',
  'республика казахстан': 'KZ',
  киргизия: 'KG',
  кыргызстан: 'KG',
  молдавия: 'MD',
  туркмения: 'TM',
  uk: 'GB',
  england: 'GB',
  'great britain': 'GB',
  великобритания: 'GB',
  англия: 'GB',
  usa: 'US',
  'united states of america': 'US',
  сша: 'US',
  uae: 'AE',
  оаэ: 'AE',
  holland: 'NL',
  голландия: 'NL',
  'czech republic': 'CZ',
  чехия: 'CZ',
  turkey: 'TR',
}
/** ISO 3166 alpha-3 where it is not the alpha-2 code with a letter more. */
const threeLetters: Record<string, string> = {
  rus: 'RU',
  blr: 'BY',
  kaz: 'KZ',
  ukr: 'UA',
  uzb: 'UZ',
  kgz: 'KG',
  arm: 'AM',
  geo: 'GE',
  aze: 'AZ',
  tjk: 'TJ',
  tkm: 'TM',
  mda: 'MD',
  est: 'EE',
  lva: 'LV',
  ltu: 'LT',
  deu: 'DE',
  fra: 'FR',
  ita: 'IT',
  esp: 'ES',
  gbr: 'GB',
  usa: 'US',
  pol: 'PL',
  tur: 'TR',
  chn: 'CN',
  ind: 'IN',
  isr: 'IL',
  are: 'AE',
  fin: 'FI',
  cze: 'CZ',
  aut: 'AT',
  che: 'CH',
  nld: 'NL',
  bel: 'BE',
  srb: 'RS',
  bgr: 'BG',
  swe: 'SE',
  nor: 'NO',
  dnk: 'DK',
  prt: 'PT',
  grc: 'GR',
  cyp: 'CY',
  can: 'CA',
  jpn: 'JP',
  kor: 'KR',
}

let names: Map<string, string> | undefined

/** ISO 3166 alpha-2 code of a country's name (English or Russian), code or top-level domain (`.ru`); undefined for others. */
export function countryOf(text: string): string | undefined {
  const key = valueKey(text).replace(/^\./, '').replace(/\.$/, '')
  names ??= readNames()
  return names.get(key)
}

function readNames(): Map<string, string> {
  const found = new Map<string, string>()
  const displays = ['en', 'ru'].map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  )
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
    for (const display of displays) {
      const name = display.of(code)
      // Names of former countries and of none (`EU`, `ZZ`) lead nowhere that an address could be.
      if (name === undefined || ['EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'SU', 'UK'].includes(code)) continue
      found.set(code.toLowerCase(), code)
      found.set(valueKey(name), code)
    }
  }
  for (const [name, code] of [...Object.entries(others), ...Object.entries(threeLetters)]) found.set(name, code)
  return found
}
